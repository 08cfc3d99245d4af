// Columns or table? Two sides of a gutter are read one after the other when they are prose, row by row when their
// rows stand on common heights and are short.
import { type Box, height, overlap1d, union, width } from '../model/box.ts'
import { quantile } from '../model/quantile.ts'
import type { Element, LinePiece } from './element.ts'
import { type Metrics, textWidth } from './metrics.ts'
import { isNumberedDown } from './numbered-rows.ts'
import { groupRows } from './rows.ts'

/** Rows that at least one side of prose columns has. */
const MIN_PROSE_ROWS = 3
/** Rows of both sides together that columns of short lines (addresses, captions, bullets) have. */
const MIN_LOOSE_ROWS = 3
/** Characters in the median row of a prose column; a CJK character counts double. */
const PROSE_CHARACTERS = 18
/** Share of its column's width that the median row of a prose column fills. */
const PROSE_FILL = 0.55
/** Centres of two columns' rows may be this far apart, as a share of the row's height, and still be a table's row. */
const SAME_HEIGHT = 0.4
/** In a table the distance is the same in every row, within this share of the row's height; on scans it scatters. */
const SAME_SHIFT = { exact: 0.15, estimated: 0.25 }
/** From this share of the shorter side's rows beside a row of the other on, short rows are a table's. By chance 0.25, on scans 0.4. */
const TABLE_ALIGNED = { exact: 0.6, estimated: 0.7 }
/** Narrowest side, in ems, of columns that are not prose: bullets and line numbers are no column. */
const MIN_LOOSE_SIDE_EM = 4
/** Narrowest gutter, in ems: between tall prose columns, between short ones, where one side is prose or both are tall, and between short loose ones. */
const NARROW_GUTTER_EM = 0.45
const PROSE_GUTTER_EM = 0.7
const MIXED_GUTTER_EM = 0.9
const LOOSE_GUTTER_EM = 1.5
/** Rows from which on a side is tall. */
const TALL_ROWS = 8
/** A side is pictorial when pictures and tables take this share of its height. */
const PICTORIAL = 0.5

/** Rows of running text: so many of them, so long in characters, and nearly all as wide as their column, which labels are not. */
const RUNNING = { rows: 4, characters: 32, fill: 0.9, outnumbers: 1.5 }

interface Side {
  readonly box: Box
  readonly rows: readonly Box[]
  readonly prose: boolean
  /** Prose beyond doubt: it may be a column beside a table whose rows stand on its heights. */
  readonly running: boolean
  /** Tables, pictures and frames. */
  readonly solids: readonly Box[]
  readonly pictorial: boolean
}

export function areColumns([left, right]: readonly [readonly Element[], readonly Element[]], metrics: Metrics): boolean {
  if (left.length === 0 || right.length === 0) return false
  const a = describe(left)
  const b = describe(right)
  if (overlap1d(a.box.y0, a.box.y1, b.box.y0, b.box.y1) <= 0) return false
  const gutter = (b.box.x0 - a.box.x1) / metrics.bodySize
  if (gutter >= PROSE_GUTTER_EM && isNumberedDown(left, right)) return true
  const prose = a.prose && b.prose && Math.max(a.rows.length, b.rows.length) >= MIN_PROSE_ROWS
  const tall = Math.min(a.rows.length, b.rows.length) >= TALL_ROWS
  if (prose && (gutter >= PROSE_GUTTER_EM || tall && gutter >= NARROW_GUTTER_EM && !left.some(isLeader))) return true
  if (isMosaic(left, right)) return false
  if (a.pictorial || b.pictorial) return gutter >= 0 && standsBeside(a, b, metrics) && standsBeside(b, a, metrics)
  const least = a.prose || b.prose || tall ? MIXED_GUTTER_EM : LOOSE_GUTTER_EM
  if (gutter < least || a.rows.length + b.rows.length < MIN_LOOSE_ROWS) return false
  if (Math.min(width(a.box), width(b.box)) < MIN_LOOSE_SIDE_EM * metrics.bodySize) return false
  if (outruns(a, b) || outruns(b, a)) return true
  const mode = metrics.exactSizes ? 'exact' : 'estimated'
  return alignedShare(a.rows, b.rows, SAME_SHIFT[mode]) < TABLE_ALIGNED[mode]
}

/** A title with the dots that lead to its page number: dots of one pitch leave gutters. */
const isLeader = (element: Element): boolean => element.type === 'line' && /(?:[.·…]\s?){3}$/u.test(element.piece.text)

/** Running text with rows enough beyond those of the other side: labels have one for each of theirs. */
const outruns = (text: Side, other: Side): boolean => text.running && text.rows.length > RUNNING.outnumbers * other.rows.length

/** Share of a text side's rows that stand beside the other side's tables and pictures, not above or below; of prose, any. */
const BESIDE = 0.5

function standsBeside(text: Side, solid: Side, metrics: Metrics): boolean {
  if (!solid.pictorial || text.pictorial) return true
  const beside = text.rows.filter((row) => solid.solids.some((box) => (row.y0 + row.y1) / 2 > box.y0 && (row.y0 + row.y1) / 2 < box.y1))
  return width(text.box) >= MIN_LOOSE_SIDE_EM * metrics.bodySize && beside.length >= (text.prose ? 1 : BESIDE * text.rows.length)
}

/** Tables, pictures or frames side by side in rows, as cards are: read row by row. */
function isMosaic(left: readonly Element[], right: readonly Element[]): boolean {
  const cards = (side: readonly Element[]): Element[] => side.filter((element) => element.type !== 'line')
  if ([left, right].some((side) => cards(side).length < 2 || cards(side).length * 2 < side.length)) return false
  return cards(left).every(({ box }) => cards(right).some((other) => (
    Math.abs(other.box.y0 - box.y0) <= SAME_HEIGHT * Math.min(height(box), height(other.box))
  )))
}

function describe(elements: readonly Element[]): Side {
  const box = union(elements.map((element) => element.box))
  const isLine = (element: Element): element is LinePiece => element.type === 'line'
  const rows = groupRows(elements.filter(isLine))
  const boxes = rows.map((row) => union(row.map((piece) => piece.box)))
  const characters = quantile(rows.map((row) => row.reduce((sum, piece) => sum + textWidth(piece.piece.text), 0)), 0.5) ?? 0
  const fill = quantile(boxes.map((row) => width(row) / Math.max(1, width(box))), 0.5) ?? 0
  const solids = elements.filter((element) => !isLine(element)).map((element) => element.box)
  const solid = solids.reduce((sum, each) => sum + height(each), 0)
  return {
    box,
    rows: boxes,
    prose: characters >= PROSE_CHARACTERS && fill >= PROSE_FILL,
    running: rows.length >= RUNNING.rows && characters >= RUNNING.characters && fill >= RUNNING.fill,
    solids,
    pictorial: solid >= PICTORIAL * height(box) && solid > 0,
  }
}

/** Share of the shorter side's rows that have a row of the other side beside them. */
function alignedShare(a: readonly Box[], b: readonly Box[], slack: number): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  const shifts = few.map((row) => nearestShift(row, many))
  const usual = quantile(shifts.filter((shift) => Math.abs(shift) <= SAME_HEIGHT), 0.5) ?? 0
  const aligned = shifts.filter((shift) => Math.abs(shift) <= SAME_HEIGHT && Math.abs(shift - usual) <= slack)
  return few.length === 0 ? 0 : aligned.length / few.length
}

/** How far the nearest of `rows` is below `row`, centre to centre, over the larger height. */
function nearestShift(row: Box, rows: readonly Box[]): number {
  const shifts = rows.map((other) => (
    (other.y0 + other.y1 - row.y0 - row.y1) / 2 / Math.max(1e-6, height(row), height(other))
  ))
  return shifts.reduce((best, shift) => (Math.abs(shift) < Math.abs(best) ? shift : best), Infinity)
}
