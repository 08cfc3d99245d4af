// Where a raster has ink: every pixel against the mean around it, so that uneven light, grey paper and print on dark
// grounds are read alike. First step of finding lines.
import type { Raster } from '../../../src/model/raster.ts'
import { inkBars } from './bars.ts'
import { histogramOf } from './histogram.ts'

/** 1 = ink, 0 = ground, `[height, width]`. */
export interface Ink {
  readonly width: number
  readonly height: number
  readonly dpi: number
  readonly data: Uint8Array
}

/** Side of the square whose mean a pixel is compared with, inches: more than two lines of body text. */
const WINDOW = 0.3
/** Ink differs from the mean around it by this share of the page's contrast, and by this many grey levels, at least. */
const CONTRAST_SHARE = 0.15
const MIN_CONTRAST = 20

/** Side of the square of pixels that share their thresholds, inches. */
const TILE = 0.04

/** Local thresholds as in Bradley and Roth 2007 (mean of a window), in either polarity: light print counts on dark ground. */
export function findInk({ width, height, dpi, data }: Raster, histogram = histogramOf(data)): Ink {
  const { dark, light } = extremes(histogram, data.length)
  const ink = { width, height, dpi, data: new Uint8Array(width * height) }
  const contrast = Math.max(MIN_CONTRAST, CONTRAST_SHARE * (light - dark))
  if (light - dark < contrast) return ink
  const tile = Math.max(2, Math.round(TILE * dpi))
  const columns = Math.ceil(width / tile)
  const means = windowMeans(data, width, height, tile)
  const darkGround = means.map((mean, at) => Number(mean < (light + dark) / 2
    && !isShaded(samplesAround({ width, height, dpi, data }, (at % columns + 0.5) * tile, (Math.floor(at / columns) + 0.5) * tile), mean, light - dark)))
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / tile) * columns
    for (let column = 0; column < columns; column++) {
      const mean = means[row + column] as number
      const onDark = darkGround[row + column] === 1
      const below = onDark ? -1 : mean - contrast
      const above = onDark ? mean + contrast : 256
      const end = y * width + Math.min(width, (column + 1) * tile)
      for (let at = y * width + column * tile; at < end; at++) {
        const grey = data[at] as number
        if (grey < below || grey > above) ink.data[at] = 1
      }
    }
  }
  inkBars(ink, { width, height, dpi, data }, { dark, light, contrast })
  return ink
}

/** Pixels looked at along a side of the window. */
const SAMPLES = 7

/** Some grey levels of the window around a pixel, darkest first. */
function samplesAround({ width, height, dpi, data }: Raster, x: number, y: number): Uint8Array {
  const step = WINDOW * dpi / SAMPLES
  const along = (at: number, i: number, size: number): number => Math.min(size - 1, Math.max(0, Math.round(at + step * (i - (SAMPLES - 1) / 2))))
  return Uint8Array.from({ length: SAMPLES * SAMPLES }, (_, i) =>
    data[along(y, Math.floor(i / SAMPLES), height) * width + along(x, i % SAMPLES, width)] as number).sort()
}

/** Paper: most of its pixels, the lightest but for a few, are this alike. Share of the page's contrast. */
const PAPER_SPREAD = 0.3

/** True for a dark place whose ground is one grey that print darkens: paper in a shadow, and no dark ground with light print. */
function isShaded(samples: Uint8Array, mean: number, contrast: number): boolean {
  const at = (share: number): number => samples[Math.floor(share * (samples.length - 1))] as number
  return mean < at(0.5) && at(0.95) - at(0.35) < PAPER_SPREAD * contrast
}

/** Mean grey of the window around each tile, `[rows, columns]` of tiles. */
function windowMeans(data: Uint8Array, width: number, height: number, tile: number): Float64Array {
  const [columns, rows] = [Math.ceil(width / tile), Math.ceil(height / tile)]
  // sums over everything above and left of a tile, with a zero row and column before the first
  const sums = new Float64Array((columns + 1) * (rows + 1))
  for (let y = 0; y < height; y++) {
    const row = (Math.floor(y / tile) + 1) * (columns + 1)
    for (let column = 0; column < columns; column++) {
      const end = y * width + Math.min(width, (column + 1) * tile)
      let sum = 0
      for (let at = y * width + column * tile; at < end; at++) sum += data[at] as number
      sums[row + column + 1] = (sums[row + column + 1] as number) + sum
    }
  }
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const at = row * (columns + 1) + column
      sums[at] = (sums[at] as number) + (sums[at - 1] as number) + (sums[at - columns - 1] as number) - (sums[at - columns - 2] as number)
    }
  }
  const half = Math.round((WINDOW / TILE - 1) / 2)
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    const [top, bottom] = [Math.max(0, row - half), Math.min(rows, row + half + 1)]
    const [left, right] = [Math.max(0, column - half), Math.min(columns, column + half + 1)]
    const sum = (r: number, c: number): number => sums[r * (columns + 1) + c] as number
    const pixels = (Math.min(height, bottom * tile) - top * tile) * (Math.min(width, right * tile) - left * tile)
    return (sum(bottom, right) - sum(top, right) - sum(bottom, left) + sum(top, left)) / pixels
  })
}

/** Grey levels of the ink and of the ground: all but one in a thousand pixels lie between them. */
function extremes(histogram: Uint32Array, pixels: number): { dark: number, light: number } {
  const tail = pixels / 1000
  let dark = 0
  for (let sum = histogram[0] as number; sum <= tail && dark < 255;) sum += histogram[++dark] as number
  let light = 255
  for (let sum = histogram[255] as number; sum <= tail && light > 0;) sum += histogram[--light] as number
  return { dark, light }
}
