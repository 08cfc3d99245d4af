// How many pixels of a raster have each grey level: counted once, for whatever asks.

/** `[256]`. Neighbours are counted in two tables: most are paper, and one counter would have to wait for itself. */
export function histogramOf(data: Uint8Array): Uint32Array {
  const [even, odd] = [new Uint32Array(256), new Uint32Array(256)]
  let at = 0
  for (; at + 1 < data.length; at += 2) {
    const [a, b] = [data[at] as number, data[at + 1] as number]
    even[a] = (even[a] as number) + 1
    odd[b] = (odd[b] as number) + 1
  }
  if (at < data.length) even[data[at] as number] = (even[data[at] as number] as number) + 1
  return even.map((count, grey) => count + (odd[grey] as number))
}
