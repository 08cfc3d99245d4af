// In which direction the letters of a page run, from the shapes of its ink: what a probe reading then confirms.
import { type Box, contains, height, overlap1d, width } from '../../src/model/box.ts'

/** Fewer letters than this do not tell. */
const MIN_LETTERS = 40
/** Letters overlap their neighbours in a line by this share of the smaller one's side. */
const BESIDE = 0.5
/** How far a letter's neighbour may be, in usual letter heights. */
const REACH = 3

/**
 * Share of the letters whose nearest neighbour stands beside them rather than above or below, 0-1: letters of a line are nearer to one
 * another than lines are (O'Gorman 1993, the document spectrum). null = too few letters.
 */
export function besideShare(letters: readonly Box[]): number | null {
  if (letters.length < MIN_LETTERS) return null
  const heights = letters.map((box) => Math.max(height(box), width(box))).sort((a, b) => a - b)
  const reach = REACH * (heights[Math.floor(heights.length / 2)] ?? 1)
  const cells = new Map<number, Box[]>()
  const key = (x: number, y: number): number => Math.floor(y / reach) * 65536 + Math.floor(x / reach)
  for (const box of letters) cells.set(key(box.x0, box.y0), [...cells.get(key(box.x0, box.y0)) ?? [], box])
  let [beside, above] = [0, 0]
  for (const box of letters) {
    let [aside, down] = [reach, reach]
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
      for (const other of cells.get(key(box.x0 + dx * reach, box.y0 + dy * reach)) ?? []) {
        if (other === box) continue
        const gapX = Math.max(other.x0 - box.x1, box.x0 - other.x1)
        const gapY = Math.max(other.y0 - box.y1, box.y0 - other.y1)
        if (gapX >= 0 && gapX < aside && overlap1d(box.y0, box.y1, other.y0, other.y1) >= BESIDE * Math.min(height(box), height(other))) aside = gapX
        if (gapY >= 0 && gapY < down && overlap1d(box.x0, box.x1, other.x0, other.x1) >= BESIDE * Math.min(width(box), width(other))) down = gapY
      }
    }
    if (aside < down) beside++
    if (down < aside) above++
  }
  return beside + above === 0 ? null : beside / (beside + above)
}

/** Letters of a line reach over the others when they do so by this share of the usual letter's height. */
const STICKS_OUT = 0.15
/** Letters of a line that tells. */
const MIN_LINE = 5
/** Standard deviations of chance that have to be passed. */
const SURE = 2

/**
 * True when more letters hang below the others of their line than stand above them. Of Latin, Greek and Cyrillic text set upright, capitals,
 * figures and ascenders are several times as many as descenders (Caprari 2000, up/down orientation determination).
 */
export function seemsUpsideDown(lines: readonly Box[], letters: readonly Box[]): boolean {
  let [up, down] = [0, 0]
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  for (const line of lines) {
    const own = letters.filter((letter) => contains(line, letter))
    const [top, bottom] = [middle(own.map(({ y0 }) => y0)), middle(own.map(({ y1 }) => y1))]
    const most = STICKS_OUT * (bottom - top)
    for (const { y0, y1 } of own.length < MIN_LINE ? [] : own) {
      // what does both is a bracket or two letters that touch
      if (y0 < top - most && y1 < bottom + most) up++
      if (y1 > bottom + most && y0 > top - most) down++
    }
  }
  return down - up > SURE * Math.sqrt(up + down)
}
