// A raster at a fraction of its size, on which print that is too large for the line finder is of ordinary size.
import type { Raster } from '../../../src/model/raster.ts'

/** The mean of every `factor` x `factor` pixels, at the same dpi: a smaller page. What is left over at the right and below is dropped. */
export function shrunk({ width, height, dpi, data }: Raster, factor: number): Raster {
  const small = { width: Math.floor(width / factor), height: Math.floor(height / factor) }
  const sums = new Uint32Array(small.width * small.height)
  for (let y = 0; y < small.height * factor; y++) {
    const row = Math.floor(y / factor) * small.width
    for (let column = 0, at = y * width; column < small.width; column++) {
      let sum = 0
      for (const end = at + factor; at < end; at++) sum += data[at] as number
      sums[row + column] = (sums[row + column] as number) + sum
    }
  }
  return { ...small, dpi, data: Uint8Array.from(sums, (sum) => Math.round(sum / factor ** 2)) }
}
