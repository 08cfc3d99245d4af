// A line crop as the encoder wants it: fixed height, ink = 1, paper = 0.
import type { Raster } from '../../src/model/raster.ts'
import { scaleGrey } from './scale-grey.ts'

/**
 * Padded widths are multiples of this many pixels and depend on the crop alone. So what the encoder sees of one line
 * never depends on the lines that it shares a batch with, which exactness needs.
 */
const WIDTH_STEP = 32

export interface LineImage {
  /** `[height, paddedWidth]`. */
  readonly pixels: Float32Array
  readonly paddedWidth: number
  /** Encoder columns that show the line; the rest is padding. */
  readonly columns: number
}

/** Scales a crop to `height` pixels, keeping its proportions. */
export function lineImage(crop: Raster, height: number, columnPixels: number): LineImage {
  const width = Math.max(columnPixels, Math.round(crop.width * height / crop.height))
  const grey = scaleGrey(crop, width, height)
  const paddedWidth = Math.ceil(width / WIDTH_STEP) * WIDTH_STEP
  const pixels = new Float32Array(height * paddedWidth)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[y * paddedWidth + x] = (255 - (grey[y * width + x] ?? 255)) / 255
  }
  return { pixels, paddedWidth, columns: Math.ceil(width / columnPixels) }
}
