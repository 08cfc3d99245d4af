// Pages that lie askew: how far their lines run downhill, and the raster with that taken back.
import type { Raster } from '../../../src/model/raster.ts'
import type { Component } from './components.ts'

/** Slopes looked at, in pixels down per pixel to the right: some five degrees to either side. */
const STEEPEST = 0.09
const COARSE = 0.003
const FINE = 0.0005
/** Slopes up to this move the end of a line by half a letter at most, and are left. */
const LEVEL = 0.002
/** Fewer components than this do not tell, nor do those that are hardly more in rows at one slope than at most others: 1.1 in noise, 2.4 and more in text. */
const MIN_COMPONENTS = 40
const MIN_SHARPNESS = 1.5

/**
 * The slope at which the components' lower edges fall into the fewest rows (Postl 1986, projection profile); 0 when
 * level or too little tells. `letter` is the usual height of a letter, pixels.
 */
export function findSlope(components: readonly Component[], letter: number): number {
  const points = components.filter(({ y0, y1 }) => y1 - y0 > letter / 2 && y1 - y0 < 3 * letter)
  if (points.length < MIN_COMPONENTS) return 0
  const bin = Math.max(1, letter / 6)
  const scored = (from: number, to: number, step: number): { slope: number, score: number }[] => (
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step).map((slope) => ({ slope, score: sharpness(points, slope, bin) }))
      .sort((a, b) => b.score - a.score)
  )
  const coarse = scored(-STEEPEST, STEEPEST, COARSE)
  const [sharpest, usual] = [coarse[0], coarse[coarse.length >> 1]]
  if (sharpest === undefined || usual === undefined || sharpest.score < MIN_SHARPNESS * usual.score) return 0
  const { slope } = scored(sharpest.slope - COARSE, sharpest.slope + COARSE, FINE)[0] ?? sharpest
  return Math.abs(slope) <= LEVEL || Math.abs(slope) > STEEPEST ? 0 : slope
}

function sharpness(points: readonly Component[], slope: number, bin: number): number {
  const rows = new Map<number, number>()
  for (const { x0, x1, y1 } of points) {
    const row = Math.round((y1 - slope * (x0 + x1) / 2) / bin)
    rows.set(row, (rows.get(row) ?? 0) + 1)
  }
  let sum = 0
  for (const count of rows.values()) sum += count * count
  return sum
}

/**
 * Turns the page back by two shears, which for a few degrees is a rotation: columns move up by what the slope put them down,
 * rows sideways, so that the gutters between columns stand upright again. Measured from the middle; edge pixels are repeated.
 */
export function levelRaster({ width, height, dpi, channels = 1, data }: Raster, slope: number): Raster {
  const level = new Uint8Array(data.length)
  // how far down the pixel is that comes to a column: whole rows, and the share of the next one
  const down = Float64Array.from({ length: width }, (_, column) => slope * (column - width / 2))
  const rows = Int32Array.from(down, Math.floor)
  const clamp = (row: number): number => row < 0 ? 0 : row < height ? row : height - 1
  let at = 0
  for (let y = 0; y < height; y++) {
    const aside = Math.round(slope * (y - height / 2))
    for (let x = 0; x < width; x++) {
      const column = Math.min(width - 1, Math.max(0, x - aside))
      const top = y + (rows[column] as number)
      const share = (down[column] as number) - (rows[column] as number)
      const upper = (clamp(top) * width + column) * channels
      const lower = (clamp(top + 1) * width + column) * channels
      for (let c = 0; c < channels; c++) level[at++] = (data[upper + c] as number) * (1 - share) + (data[lower + c] as number) * share + 0.5
    }
  }
  return { width, height, dpi, channels, data: level }
}
