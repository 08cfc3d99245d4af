// Ruled lines, underlines and frames are taken out of the ink: they tie letters and table cells together.
import type { Box } from '../../../src/model/box.ts'
import type { Ink } from './ink.ts'

/** Straight runs of ink from this length on, and at most this thick, are rules. Inches: larger than strokes of 72 pt print. */
const MIN_LENGTH = 0.5
const MAX_THICKNESS = 0.045

/** A vertical rule, pixels. */
export interface VerticalRule {
  readonly x: number
  readonly y0: number
  readonly y1: number
}

/** A horizontal rule, pixels. */
export interface HorizontalRule {
  readonly y: number
  readonly x0: number
  readonly x1: number
}

/** Rows and columns of pixels that are rules; a thick rule has several. */
export interface RuleRuns {
  readonly horizontal: readonly HorizontalRule[]
  readonly vertical: readonly VerticalRule[]
}

/** Erases rules from `ink`; the vertical ones are told, each once, because no text line runs across them. */
export function eraseRules(ink: Ink, { horizontal, vertical }: RuleRuns): VerticalRule[] {
  for (const { y, x0, x1 } of horizontal) ink.data.fill(0, y * ink.width + x0, y * ink.width + x1)
  for (const { x, y0, y1 } of vertical) for (let y = y0; y < y1; y++) ink.data[y * ink.width + x] = 0
  const thickness = maxThickness(ink)
  return vertical.filter(({ x, y0, y1 }, i) => !vertical.slice(0, i).some((other) => Math.abs(other.x - x) <= thickness && other.y0 < y1 && y0 < other.y1))
}

export function findRules(ink: Ink): RuleRuns {
  const length = Math.max(8, Math.round(MIN_LENGTH * ink.dpi))
  const thickness = maxThickness(ink)
  return {
    horizontal: horizontalRuns(ink, length).filter(({ y, x0, x1 }) => isThin(x0, x1, thickness, (x) => thicknessDown(ink, x, y, thickness))),
    vertical: verticalRuns(ink, length).filter(({ x, y0, y1 }) => isThin(y0, y1, thickness, (y) => thicknessAcross(ink, x, y, thickness))),
  }
}

const maxThickness = ({ dpi }: Ink): number => Math.max(1, Math.round(MAX_THICKNESS * dpi))

/** Letters this near to a rule touch it, in font sizes: text keeps further away from a border. */
const TOUCHING = 0.12
/** A rule with letters touching on both sides in this many rows, and in this share of the rows beside it, is dirt or a fold. */
const TOUCHED_ROWS = 2
const TOUCHED_SHARE = 0.3

/** True for a rule that text pays no heed to: no border between columns, but a scanner's streak or a fold across the lines. */
export function runsThroughText({ x, y0, y1 }: VerticalRule, letters: readonly Box[], em: number): boolean {
  const beside = (reach: number, left: boolean): Set<number> => new Set(letters
    .filter((box) => box.y1 > y0 && box.y0 < y1 && (left ? box.x1 <= x + 2 && box.x1 >= x - reach : box.x0 >= x - 2 && box.x0 <= x + reach))
    .map((box) => Math.round((box.y0 + box.y1) / 2 / em)))
  const both = (reach: number): number => {
    const right = beside(reach, false)
    // rows are told apart by the middles of their letters, which a descender moves a little
    return [...beside(reach, true)].filter((row) => right.has(row) || right.has(row + 1) || right.has(row - 1)).length
  }
  const touched = both(TOUCHING * em)
  return touched >= TOUCHED_ROWS && touched >= TOUCHED_SHARE * both(em)
}

function horizontalRuns({ width, height, data }: Ink, length: number): HorizontalRule[] {
  const runs: HorizontalRule[] = []
  for (let y = 0; y < height; y++) {
    const row = y * width
    let start = -1
    // a run of this length covers one of every `length` pixels: look there first
    for (let x = length - 1; x < width; x += length) {
      if (data[row + x] === 0 || x < start) continue
      let x0 = x
      while (x0 > 0 && data[row + x0 - 1] === 1) x0--
      let x1 = x + 1
      while (x1 < width && data[row + x1] === 1) x1++
      start = x1
      if (x1 - x0 >= length) runs.push({ y, x0, x1 })
    }
  }
  return runs
}

function verticalRuns({ width, height, data }: Ink, length: number): VerticalRule[] {
  const runs: VerticalRule[] = []
  const ends = new Int32Array(width).fill(-1)
  for (let y = length - 1; y < height; y += length) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0 || y < (ends[x] as number)) continue
      let y0 = y
      while (y0 > 0 && data[(y0 - 1) * width + x] === 1) y0--
      let y1 = y + 1
      while (y1 < height && data[y1 * width + x] === 1) y1++
      ends[x] = y1
      if (y1 - y0 >= length) runs.push({ x, y0, y1 })
    }
  }
  return runs
}

/** True when the middle one of seven places along a run is thin: letters that touch a rule thicken it in a few. */
function isThin(from: number, to: number, limit: number, thicknessAt: (at: number) => number): boolean {
  const places = [1, 2, 3, 4, 5, 6, 7].map((part) => thicknessAt(Math.floor(from + (to - from) * part / 8)))
  return (places.sort((a, b) => a - b)[3] ?? 0) <= limit
}

function thicknessDown({ width, height, data }: Ink, x: number, y: number, limit: number): number {
  let [y0, y1] = [y, y + 1]
  while (y0 > 0 && y - y0 <= limit && data[(y0 - 1) * width + x] === 1) y0--
  while (y1 < height && y1 - y <= limit && data[y1 * width + x] === 1) y1++
  return y1 - y0
}

function thicknessAcross({ width, data }: Ink, x: number, y: number, limit: number): number {
  const row = y * width
  let [x0, x1] = [x, x + 1]
  while (x0 > 0 && x - x0 <= limit && data[row + x0 - 1] === 1) x0--
  while (x1 < width && x1 - x <= limit && data[row + x1] === 1) x1++
  return x1 - x0
}
