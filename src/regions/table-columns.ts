// Where the columns of a table stand that no vertical rules part: white gutters that its rows share.
import { type Box, overlap1d, width } from '../model/box.ts'
import { FIGURE } from '../model/figure.ts'
import { quantile } from '../model/quantile.ts'
import type { Word } from '../model/line.ts'
import { cutPieces, gapBefore, type LinePiece } from './element.ts'

/** Left and right edge of a column, points. */
export type Range = readonly [number, number]

/** White space between columns, in ems, at least; beside figures it may be narrower where this many rows have it. */
const GUTTER_EM = 0.6
const NARROW_GUTTER_EM = 0.45
const NARROW_ROWS = 5
/** Share of the words beside such a gutter, on one of its sides, that are figures. */
const FIGURES_SHARE = 0.6
/** Share of the rows that may cross a gutter: headings over several columns, a figure wider than the others. */
const CROSSING_SHARE = 0.1
/** Rows from which on one may. */
const CROSSED_ROWS = 7
/** Rows with less than this share of the usual number of pieces are headings and section titles: they tell no gutters. */
const TELLING_SHARE = 0.5
/** A gap this wide, in ems, parts two columns at a gutter where a wide cell leaves no full one; between words it is so many times as wide as a space. */
const NARROW_GAP_EM = 0.42
const SPACES = 1.5

/** x-ranges of the columns, left to right: where more than a few of the rows have ink, joined where closer than a gutter. */
export function findColumns(rows: readonly (readonly LinePiece[])[], em: number): Range[] {
  const usual = quantile(rows.map((row) => row.length), 0.75) ?? 0
  const telling = rows.filter((row) => row.length >= TELLING_SHARE * usual)
  const crossing = Math.max(telling.length >= CROSSED_ROWS ? 1 : 0, Math.floor(CROSSING_SHARE * telling.length))
  const inked = covered(telling.map((row) => row.flatMap(wordBoxes)), crossing)
  const words = telling.map((row) => row.flatMap(wordsOf).sort((a, b) => a.box.x0 - b.box.x0))
  const isGutter = (from: number, to: number): boolean => {
    const [beside, attached] = besideGap(words, (from + to) / 2, em)
    const least = attached ? ATTACHED_EM : beside && telling.length >= NARROW_ROWS ? NARROW_GUTTER_EM : GUTTER_EM
    return to - from >= least * em
  }
  const ranges: [number, number][] = []
  for (const [from, to] of inked) {
    const last = ranges.at(-1)
    if (last !== undefined && !isGutter(last[1], from)) last[1] = to
    else ranges.push([from, to])
  }
  return joinSymbols(ranges, rows)
}

/** What goes on with the figure before it: a share in brackets, a deviation; where most rows have it, a gutter is as wide as this, in ems. */
const ATTACHED = /^[([{±]/u
const ATTACHED_EM = 1
/** Words further apart than this, in ems, do not tell how narrow a gutter may be. */
const NEAR_EM = 2

/** Whether most rows have a figure next to `x`, on its left or on its right, and whether most of those on its right go on with those on its left. */
function besideGap(rows: readonly (readonly Word[])[], x: number, em: number): [beside: boolean, attached: boolean] {
  const sides = rows.flatMap((words) => {
    const right = words.findIndex(({ box }) => (box.x0 + box.x1) / 2 > x)
    const [before, after] = [words[right - 1], words[right]]
    return before === undefined || after === undefined || after.box.x0 - before.box.x1 > NEAR_EM * em ? [] : [[before.text, after.text] as const]
  })
  const beside = sides.length > 0 && [0, 1].some((side) => sides.filter((texts) => FIGURE.test(texts[side] ?? '')).length >= FIGURES_SHARE * sides.length)
  return [beside, sides.filter(([left, right]) => /\d/.test(left) && ATTACHED.test(right)).length * 2 > sides.length]
}

/** Signs that stand apart from their figures: a currency before them, a per cent sign or a bracket after them. */
const BEFORE = /^[$€£¥(]+$/
const AFTER = /^[%)]+$/

/** Columns of such signs, with perhaps a heading, belong to the figures beside them. */
function joinSymbols(ranges: readonly Range[], rows: readonly (readonly LinePiece[])[]): Range[] {
  const words = rows.flat().flatMap(wordsOf)
  const isSigns = (range: Range, sign: RegExp): boolean => {
    const inside = words.filter(({ box }) => box.x0 < range[1] && box.x1 > range[0])
    return inside.filter(({ text }) => sign.test(text)).length * 2 >= inside.length && !inside.some(({ text }) => /\d/.test(text))
  }
  return ranges.reduce<Range[]>((joined, range, i) => {
    const last = joined.at(-1)
    const before = ranges[i - 1]
    if (last !== undefined && before !== undefined && (isSigns(before, BEFORE) || isSigns(range, AFTER))) joined[joined.length - 1] = [last[0], range[1]]
    else joined.push(range)
    return joined
  }, [])
}

/** Stretches that the boxes of more than `tolerated` rows cover. */
function covered(rows: readonly (readonly Box[])[], tolerated: number): Range[] {
  const steps = rows.flatMap((boxes) => merged(boxes)).flatMap(([from, to]) => [{ x: from, by: 1 }, { x: to, by: -1 }])
    .sort((a, b) => a.x - b.x || b.by - a.by)
  const ranges: Range[] = []
  let depth = 0
  let from = 0
  for (const { x, by } of steps) {
    const before = depth > tolerated
    depth += by
    if (!before && depth > tolerated) from = x
    if (before && depth <= tolerated) ranges.push([from, x])
  }
  return ranges
}

function merged(boxes: readonly Box[]): Range[] {
  const ranges: [number, number][] = []
  for (const { x0, x1 } of [...boxes].sort((a, b) => a.x0 - b.x0)) {
    const last = ranges.at(-1)
    if (last !== undefined && x0 <= last[1]) last[1] = Math.max(last[1], x1)
    else ranges.push([x0, x1])
  }
  return ranges
}

const wordsOf = (piece: LinePiece): readonly Word[] => piece.origin.words.slice(piece.from, piece.to)

const wordBoxes = (piece: LinePiece): Box[] => (
  piece.from === piece.to ? [piece.box] : wordsOf(piece).map((word) => word.box)
)

/** The columns [from, to) that a box stands in; the nearest one when it stands between them. */
export function columnsOf(box: Box, columns: readonly Range[]): readonly [from: number, to: number] {
  const touched = columns.flatMap(([x0, x1], i) => (overlap1d(x0, x1, box.x0, box.x1) > 0 ? [i] : []))
  const from = touched[0] ?? nearest(columns, box)
  return [from, (touched.at(-1) ?? from) + 1]
}

function nearest(columns: readonly Range[], box: Box): number {
  const x = box.x0 + width(box) / 2
  const distances = columns.map(([x0, x1]) => Math.max(x0 - x, x - x1, 0))
  return distances.indexOf(Math.min(...distances))
}

/** Cuts a piece where the gap between two words holds a whole gutter, or parts figures of two columns. */
export function cutAtColumns(piece: LinePiece, columns: readonly Range[]): LinePiece[] {
  if (piece.from === piece.to) return [piece]
  const gaps = Array.from({ length: piece.to - piece.from - 1 }, (_, i) => gapBefore(piece.origin, piece.from + i + 1))
  const space = gaps.length > 1 ? Math.min(...gaps) : 0
  return cutPieces(piece.origin, piece.from, piece.to, (i) => {
    const before = piece.origin.words[i - 1]
    const after = piece.origin.words[i]
    if (before === undefined || after === undefined || gapBefore(piece.origin, i) <= 0) return false
    if (columns.some(([, end], c) => c + 1 < columns.length && before.box.x1 <= end + 1 && after.box.x0 >= (columns[c + 1]?.[0] ?? 0) - 1)) return true
    const least = FIGURE.test(before.text) && FIGURE.test(after.text) ? NARROW_GAP_EM * piece.piece.fontSize : Math.max(NARROW_GAP_EM * piece.piece.fontSize, SPACES * space)
    return gapBefore(piece.origin, i) >= least && nearest(columns, before.box) !== nearest(columns, after.box)
  })
}
