// A page cut in two for Tesseract's threads to read side by side: only where no line is, and always in the same way.
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

/** Pixels; the page itself where it has few lines, or no white between enough of them. Source: XY cut (Nagy and Seth 1984). */
export function partsOf(page: Pick<Raster, 'width' | 'height'>, lines: readonly FoundLine[]): Box[] {
  const whole = { x0: 0, y0: 0, x1: page.width, y1: page.height }
  const boxes = lines.map(({ box }) => box)
  const usual = boxes.map(height).sort((a, b) => a - b)[boxes.length >> 1] ?? 0
  const cut = evenest(boxes, ['y', 'x'], usual)
  if (cut !== null) return halves(whole, cut)
  // a head or a title spans columns that have a gutter only below it
  for (const head of cuts(boxes, 'y', usual)) {
    const [title, columns] = halves(whole, head)
    const gutter = evenest(sidesOf(boxes, head)[1], ['x'], usual)
    if (gutter !== null) return [title, ...halves(columns, gutter)]
  }
  return [whole]
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

/** The cut that parts running text most evenly; null = none leaves enough on both sides. */
function evenest(lines: readonly Box[], axes: readonly Axis[], usual: number): Cut | null {
  return axes.flatMap((axis) => cuts(lines, axis, usual))
    .map((cut) => ({ ...cut, fewer: Math.min(...sidesOf(lines, cut).map((side) => side.filter(isRunning).length)) }))
    .filter(({ fewer }) => fewer >= MIN_LINES).sort((a, b) => b.fewer - a.fewer)[0] ?? null
}

const isRunning = (line: Box): boolean => width(line) >= RUNNING_ASPECT * height(line)

const halves = (part: Box, { axis, at }: Cut): [before: Box, after: Box] => [{ ...part, [`${axis}1`]: at }, { ...part, [`${axis}0`]: at }]

const sidesOf = (lines: readonly Box[], { axis, at }: Cut): [before: Box[], after: Box[]] =>
  [lines.filter((line) => line[`${axis}1`] <= at), lines.filter((line) => line[`${axis}0`] >= at)]

/** Where white enough runs between lines, first to last. `usual`: the height of a line. */
function cuts(lines: readonly Box[], axis: Axis, usual: number): Cut[] {
  const [start, end] = [`${axis}0`, `${axis}1`] as const
  let reached = Infinity
  return lines.toSorted((a, b) => a[start] - b[start]).flatMap((line) => {
    const white = line[start] - reached
    const at = Math.round(reached + white / 2)
    reached = reached === Infinity ? line[end] : Math.max(reached, line[end])
    return white >= MIN_GAP[axis] * usual ? [{ axis, at }] : []
  })
}
