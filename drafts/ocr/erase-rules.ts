// Rules painted over before Tesseract sees the page: it takes small ruled tables for pictures, and reads rules as letters.
import type { Ruling } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'

/** Blurred edges of a rule on either side, pixels. */
const BLUR = 2

/** A copy with the rules gone; what stands on both sides of a rule goes on across it, so that letters that cross it stay. */
export function eraseRules(raster: Raster, rulings: readonly Ruling[]): Raster {
  if (rulings.length === 0) return raster
  const { width, height, dpi } = raster
  const data = raster.data.slice()
  for (const { box, direction } of rulings) {
    const [x0, y0, x1, y1] = [box.x0, box.y0, box.x1, box.y1].map((points) => Math.round(points * dpi / 72)) as [number, number, number, number]
    if (direction === 'horizontal') for (let x = Math.max(0, x0 - BLUR); x < Math.min(width, x1 + BLUR); x++) bridge(data, x, width, y0 - BLUR, y1 + BLUR, height)
    else for (let y = Math.max(0, y0 - BLUR); y < Math.min(height, y1 + BLUR); y++) bridge(data, y * width, 1, x0 - BLUR, x1 + BLUR, width)
  }
  return { ...raster, data }
}

/** Fills the pixels [from, to) of a row or column with a mean of those beside them; at an edge of the picture with the one inside. */
function bridge(data: Uint8Array, start: number, step: number, from: number, to: number, length: number): void {
  const before = data[start + (from - 1) * step]
  const after = data[start + to * step]
  const grey = from <= 0 ? after : to >= length ? before : Math.round(((before ?? 255) + (after ?? 255)) / 2)
  for (let at = Math.max(0, from); at < Math.min(length, to); at++) data[start + at * step] = grey ?? 255
}
