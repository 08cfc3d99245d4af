// A page cut into parts that several Tesseract threads read side by side: only where no line is, and always in the same way.
import { type Box, height, width } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import type { FoundLine } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'

/** Lines of running text that a part has at least: with fewer, Tesseract knows too little of their sizes and columns, and a thread has little to do. */
const MIN_LINES = 20
/** Running text is this many times as wide as high; cells of tables, which are not to be parted, mostly are not. */
const RUNNING_ASPECT = 8
/** White between two parts, in heights of the page's lines: rows, and the gutters of columns. */
const MIN_GAP = { y: 0.2, x: 1 }

type Axis = 'x' | 'y'

interface Cut {
  readonly axis: Axis
  /** Pixels. */
  readonly at: number
}

/** Pixels; the page itself where it has few lines, or no white between enough of them. Source: recursive XY cut (Nagy and Seth 1984). */
export function partsOf(page: Pick<Raster, 'width' | 'height'>, lines: readonly FoundLine[]): Box[] {
  const usual = lines.map(({ box }) => height(box)).sort((a, b) => a - b)[lines.length >> 1] ?? 0
  return halve({ x0: 0, y0: 0, x1: page.width, y1: page.height }, lines.map(({ box }) => box), usual)
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

/** Cuts where running text is parted most evenly, and the halves again. */
function halve(part: Box, lines: readonly Box[], usual: number): Box[] {
  const even = (rest: readonly Box[], axis: Axis): (Cut & { readonly fewer: number })[] => cuts(rest, axis, MIN_GAP[axis] * usual)
    .map((cut) => ({ ...cut, fewer: Math.min(...sidesOf(rest, cut).map((side) => side.filter(isRunning).length)) }))
    .filter(({ fewer }) => fewer >= MIN_LINES)
  const [best] = [...even(lines, 'y'), ...even(lines, 'x')].sort((a, b) => b.fewer - a.fewer)
  // a head or a title spans columns that have a gutter only below it
  const cut = best ?? cuts(lines, 'y', MIN_GAP.y * usual).find((head) => even(sidesOf(lines, head)[1], 'x').length > 0)
  if (cut === undefined) return [part]
  const { axis, at } = cut
  const [before, after] = sidesOf(lines, cut)
  return [...halve({ ...part, [`${axis}1`]: at }, before, usual), ...halve({ ...part, [`${axis}0`]: at }, after, usual)]
}

const isRunning = (line: Box): boolean => width(line) >= RUNNING_ASPECT * height(line)

const sidesOf = (lines: readonly Box[], { axis, at }: Cut): [before: Box[], after: Box[]] =>
  [lines.filter((line) => line[`${axis}1`] <= at), lines.filter((line) => line[`${axis}0`] >= at)]

/** Where white of at least `gap` pixels runs between lines, first to last. */
function cuts(lines: readonly Box[], axis: Axis, gap: number): Cut[] {
  const [start, end] = [`${axis}0`, `${axis}1`] as const
  let reached = Infinity
  return lines.toSorted((a, b) => a[start] - b[start]).flatMap((line) => {
    const white = line[start] - reached
    const at = Math.round(reached + white / 2)
    reached = reached === Infinity ? line[end] : Math.max(reached, line[end])
    return white >= gap ? [{ axis, at }] : []
  })
}
