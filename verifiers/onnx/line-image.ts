// A line crop as the encoder wants it: fixed height, ink = 1, paper = 0.
import type { Raster } from '../../src/model/raster.ts'
import { scaleGrey } from './scale-grey.ts'

/**
 * Padded widths are multiples of this many pixels and depend on the crop alone. So what the encoder sees of one line
 * never depends on the lines that it shares a batch with, which exactness needs.
 */
const WIDTH_STEP = 32

/** How large a line is for the encoder, pixels. */
export interface LineShape {
  readonly width: number
  readonly paddedWidth: number
  /** Encoder columns that show the line; the rest is padding. */
  readonly columns: number
}

/** `height`: of the encoder's pictures; a line keeps its proportions. */
export function lineShape(crop: Raster, height: number, columnPixels: number): LineShape {
  const width = Math.max(columnPixels, Math.round(crop.width * height / crop.height))
  return { width, paddedWidth: Math.ceil(width / WIDTH_STEP) * WIDTH_STEP, columns: Math.ceil(width / columnPixels) }
}

/** Scales a crop into `pixels`, `[height, paddedWidth]`. */
export function drawLine(crop: Raster, { width, paddedWidth }: LineShape, height: number, pixels: Float32Array): void {
  scaleGrey(crop, { width, height, stride: paddedWidth }, pixels)
  for (let y = 0; y < height; y++) {
    const [start, end] = [y * paddedWidth, y * paddedWidth + width]
    for (let at = start; at < end; at++) pixels[at] = (255 - (pixels[at] ?? 255)) / 255
    pixels.fill(0, end, start + paddedWidth)
  }
}
