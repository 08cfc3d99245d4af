// A page cut into parts that several Tesseract threads read side by side: only where no line is, and always in the same way.
import { type Box, height } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import type { FoundLine } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'

/** Lines that a part has at least: with fewer, Tesseract knows too little of their sizes and columns, and a thread has little to do. */
const MIN_LINES = 20
/** White between two parts, in heights of the page's lines: rows, and the gutters of columns. */
const MIN_GAP = { y: 0.2, x: 1 }

interface Cut {
  readonly axis: 'x' | 'y'
  /** Pixels. */
  readonly at: number
  /** Lines before it. */
  readonly count: number
}

/** Pixels; the page itself where it has few lines, or no white between enough of them. Source: recursive XY cut (Nagy and Seth 1984). */
export function partsOf({ width, height: rows }: Pick<Raster, 'width' | 'height'>, lines: readonly FoundLine[]): Box[] {
  const usual = lines.map(({ box }) => height(box)).sort((a, b) => a - b)[lines.length >> 1] ?? 0
  return halve({ x0: 0, y0: 0, x1: width, y1: rows }, lines.map(({ box }) => box), usual)
}

/** A part of a raster, copied. */
export function partOf({ width, dpi, data }: Raster, { x0, y0, x1, y1 }: Box): Raster {
  const part = new Uint8Array((x1 - x0) * (y1 - y0))
  for (let y = y0; y < y1; y++) part.set(data.subarray(y * width + x0, y * width + x1), (y - y0) * (x1 - x0))
  return { width: x1 - x0, height: y1 - y0, dpi, data: part }
}

/** A line of a part as a line of its page; `right` and `down` in points. */
export function moved(line: Line, right: number, down: number): Line {
  const to = ({ x0, y0, x1, y1 }: Box): Box => ({ x0: x0 + right, y0: y0 + down, x1: x1 + right, y1: y1 + down })
  return { ...line, box: to(line.box), words: line.words.map((word) => ({ ...word, box: to(word.box) })) }
}

/** Cuts where the lines are parted most evenly, and the halves again. */
function halve(part: Box, lines: readonly Box[], usual: number): Box[] {
  const unevenness = ({ count }: Cut): number => Math.abs(count - lines.length / 2)
  const [best] = (['y', 'x'] as const).flatMap((axis) => cuts(part, lines, axis, MIN_GAP[axis] * usual)).sort((a, b) => unevenness(a) - unevenness(b))
  if (best === undefined) return [part]
  const { axis, at } = best
  const before = lines.filter((box) => box[`${axis}1`] <= at)
  const after = lines.filter((box) => box[`${axis}0`] >= at)
  return [...halve({ ...part, [`${axis}1`]: at }, before, usual), ...halve({ ...part, [`${axis}0`]: at }, after, usual)]
}

/** Where white of at least `gap` pixels runs through a part, with enough lines on both sides of it. */
function cuts(part: Box, lines: readonly Box[], axis: 'x' | 'y', gap: number): Cut[] {
  const [start, end] = [`${axis}0`, `${axis}1`] as const
  let reached = part[start]
  return lines.toSorted((a, b) => a[start] - b[start]).flatMap((box, count) => {
    const white = box[start] - reached
    const at = Math.round(reached + white / 2)
    reached = Math.max(reached, box[end])
    return white >= gap && count >= MIN_LINES && lines.length - count >= MIN_LINES ? [{ axis, at, count }] : []
  })
}
