// Tables with horizontal rules only: the rules say where the table is, white gutters that all its rows share say what
// its columns are.
import { type Box, centerY, overlap1d, union, width } from '../model/box.ts'
import type { TableCell } from '../model/region.ts'
import { cutAtGaps, cutPieces, gapBefore, type LinePiece, sortLines, type TableElement, takeInside } from './element.ts'
import { type Metrics, quantile } from './metrics.ts'
import { groupRows } from './rows.ts'
import type { Rule } from './rules.ts'

/** Left and right edge of a column, points. */
type Range = readonly [number, number]

/** Rules of one table begin and end within this many points of each other. */
const SAME_EXTENT = 6
/** Shortest rule of a table, in ems: shorter ones belong to footnotes and signatures. */
const MIN_RULE_EM = 8
/** White space between columns, in ems, at least. */
const GUTTER_EM = 0.6
/** Share of the rows that hold text in two columns or more. */
const TABULAR_SHARE = 0.6
/** Characters in the median cell of the two fullest columns: from here on they are columns of prose, not of a table. */
const PROSE_CHARACTERS = 32
/** Rows of text of a table at least and at most. */
const MIN_ROWS = 2
const MAX_ROWS = 120

/** Tables between stacked horizontal rules of one extent, and the pieces that stand in none. */
export function booktabsTables(
  rules: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics,
): { tables: TableElement[]; rest: LinePiece[] } {
  const tables: TableElement[] = []
  let rest = [...pieces]
  // the narrowest first, as a table may stand between the rules of a page
  for (const stack of stacks(rules.filter((rule) => rule.to - rule.from >= MIN_RULE_EM * metrics.bodySize))) {
    let start = 0
    while (start < stack.length - 1) {
      const end = lastRuleOfTable(stack, start, rest, metrics)
      if (end === null) start++
      else {
        tables.push(end.element)
        rest = takeInside(rest, end.element.box).outside
        start = end.index + 1
      }
    }
  }
  return { tables, rest }
}

/** Rules of one extent, each stack from top to bottom. */
function stacks(rules: readonly Rule[]): Rule[][] {
  const stacks: Rule[][] = []
  for (const rule of [...rules].sort((a, b) => a.at - b.at)) {
    const stack = stacks.find(([first]) => first !== undefined
      && Math.abs(first.from - rule.from) <= SAME_EXTENT && Math.abs(first.to - rule.to) <= SAME_EXTENT)
    if (stack === undefined) stacks.push([rule])
    else stack.push(rule)
  }
  return stacks.sort((a, b) => extent(a) - extent(b))
}

const extent = ([rule]: readonly Rule[]): number => (rule === undefined ? 0 : rule.to - rule.from)

/** The longest table that starts at rule `start`: every strip between two rules has to be tabular together with the rest. */
function lastRuleOfTable(
  stack: readonly Rule[], start: number, pieces: readonly LinePiece[], metrics: Metrics,
): { index: number; element: TableElement } | null {
  let best: { index: number; element: TableElement } | null = null
  for (let index = start + 1; index < stack.length; index++) {
    const element = tableBetween(stack.slice(start, index + 1), pieces, metrics)
    if (element !== null) best = { index, element }
    else if (best !== null) break
  }
  return best
}

function tableBetween(rules: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics): TableElement | null {
  const first = rules[0]
  const last = rules.at(-1)
  if (first === undefined || last === undefined) return null
  const box = { x0: first.from - SAME_EXTENT, y0: first.at, x1: first.to + SAME_EXTENT, y1: last.at }
  const { inside } = takeInside(pieces, box)
  // a piece that sticks out sideways means that the rules do not bound what is between them
  if (pieces.some((piece) => crossesSide(piece.box, box))) return null
  const lines = groupRows(inside.flatMap((piece) => cutAtGaps(piece.origin, piece.from, piece.to)))
    .map((row) => row.filter((element): element is LinePiece => element.type === 'line'))
  const rows = joinWrapped(lines, rules)
  if (rows.length < MIN_ROWS || rows.length > MAX_ROWS || isPageBetweenRules(rules, rows, metrics)) return null
  const second = rules[1]
  const isHead = (row: readonly LinePiece[]): boolean => rules.length >= 3 && second !== undefined && (row[0]?.box.y1 ?? 0) <= second.at + 2
  const body = rows.filter((row) => !isHead(row))
  if (!rules.slice(1).every((rule, i) => isTabularStrip(lines, rules[i]?.at ?? first.at, rule.at))) return null
  const columns = columnRanges(body.length >= MIN_ROWS ? body : rows, metrics)
  if (columns.length < 2) return null
  return toTable(box, rows, columns, rows.filter(isHead).length)
}

function crossesSide(box: Box, outer: Box): boolean {
  const y = (box.y0 + box.y1) / 2
  return y > outer.y0 && y < outer.y1 && overlap1d(box.x0, box.x1, outer.x0, outer.x1) > 0 && (box.x0 < outer.x0 || box.x1 > outer.x1)
}

/** Two rules further apart than this share of the page belong to its header and footer. */
const PAGE_SHARE = 0.6
/** Share of rows with dot leaders from which on they are a list of contents. */
const LEADERS_SHARE = 0.3
const LEADER = /(?:\.\s?){5,}/

function isPageBetweenRules(rules: readonly Rule[], rows: readonly (readonly LinePiece[])[], metrics: Metrics): boolean {
  const apart = (rules.at(-1)?.at ?? 0) - (rules[0]?.at ?? 0)
  const leaders = rows.filter((row) => row.some((piece) => LEADER.test(piece.piece.text)))
  return rules.length === 2 && (apart > PAGE_SHARE * metrics.page.height || leaders.length >= LEADERS_SHARE * rows.length)
}

/** White space between the lines of one heading, in font sizes, at most. */
const WRAP_GAP_EM = 0.6

/**
 * Heading rows over the second rule, with the second line of a wrapped heading put to its first: it holds fewer pieces,
 * and each of them stands under one of the row above.
 */
function joinWrapped(rows: readonly LinePiece[][], rules: readonly Rule[]): LinePiece[][] {
  const joined: LinePiece[][] = []
  for (const row of rows) {
    const above = joined.at(-1)
    const inHead = rules.length >= 3 && (row[0]?.box.y1 ?? 0) <= (rules[1]?.at ?? 0) + 2
    const gap = (row[0]?.box.y0 ?? 0) - Math.max(...(above ?? row).map((piece) => piece.box.y1))
    const wraps = inHead && above !== undefined && row.length < above.length && gap <= WRAP_GAP_EM * (row[0]?.piece.fontSize ?? 0)
      && row.every((piece) => above.some((other) => overlap1d(other.box.x0, other.box.x1, piece.box.x0, piece.box.x1) > 0))
    if (wraps) above.push(...row)
    else joined.push([...row])
  }
  return joined
}

/** Rows of a strip between two rules that may stand in one piece whatever their number: headings over several columns. */
const STRIP_HEADS = 2

/** A long strip between two rules is a table's only if most of its rows hold several pieces; else the rules part sections. */
function isTabularStrip(rows: readonly (readonly LinePiece[])[], top: number, bottom: number): boolean {
  const inside = rows.filter(([piece]) => piece !== undefined && centerY(piece.box) > top && centerY(piece.box) < bottom)
  return inside.length <= STRIP_HEADS || inside.filter((row) => row.length >= 2).length >= TABULAR_SHARE * inside.length
}

/** x-ranges of columns: words of all rows merged where they overlap or stand closer than a gutter. */
function columnRanges(rows: readonly (readonly LinePiece[])[], metrics: Metrics): Range[] {
  const words = rows.flat().flatMap((piece) => wordBoxes(piece)).sort((a, b) => a.x0 - b.x0)
  const ranges: [number, number][] = []
  for (const box of words) {
    const last = ranges.at(-1)
    if (last !== undefined && box.x0 - last[1] < GUTTER_EM * metrics.bodySize) last[1] = Math.max(last[1], box.x1)
    else ranges.push([box.x0, box.x1])
  }
  return ranges
}

const wordBoxes = (piece: LinePiece): Box[] => (
  piece.from === piece.to ? [piece.box] : piece.origin.words.slice(piece.from, piece.to).map((word) => word.box)
)

function toTable(box: Box, rows: readonly (readonly LinePiece[])[], columns: readonly Range[], heads: number): TableElement | null {
  const cells = rows.flatMap((row, r) => rowCells(row, r, columns))
  const perRow = rows.map((_, r) => cells.filter((cell) => cell.row === r).length)
  if (perRow.filter((count) => count >= 2).length < TABULAR_SHARE * rows.length) return null
  if (isProse(cells, columns.length)) return null
  const blanks = rows.flatMap((row, r) => blankCells(row, r, columns, cells))
  const all = [...cells, ...blanks].sort((a, b) => a.row - b.row || a.column - b.column)
  return { type: 'table', box, table: { rows: rows.length, columns: columns.length, headerRows: heads, cells: all } }
}

/** Cells without text, where a row holds nothing in a column. */
function blankCells(row: readonly LinePiece[], r: number, columns: readonly Range[], cells: readonly TableCell[]): TableCell[] {
  const band = union(row.map((piece) => piece.box))
  return columns.flatMap(([x0, x1], column) => {
    const taken = cells.some((cell) => cell.row === r && column >= cell.column && column < cell.column + cell.columnSpan)
    return taken ? [] : [{ row: r, column, rowSpan: 1, columnSpan: 1, box: { x0, y0: band.y0, x1, y1: band.y1 }, lines: [] }]
  })
}

function isProse(cells: readonly TableCell[], columns: number): boolean {
  const length = (cell: TableCell): number => cell.lines.reduce((sum, line) => sum + line.text.length, 0)
  const medians = Array.from({ length: columns }, (_, column) => (
    quantile(cells.filter((cell) => cell.column === column).map(length), 0.5) ?? 0
  )).sort((a, b) => b - a)
  return (medians[1] ?? 0) >= PROSE_CHARACTERS
}

/** One row's pieces as cells; a piece that covers several columns spans them. */
function rowCells(row: readonly LinePiece[], r: number, columns: readonly Range[]): TableCell[] {
  const cells: { column: number; end: number; pieces: LinePiece[] }[] = []
  for (const piece of row.flatMap((piece) => cutAtColumns(piece, columns)).sort((a, b) => a.box.x0 - b.box.x0)) {
    const touched = columns.flatMap(([x0, x1], i) => (overlap1d(x0, x1, piece.box.x0, piece.box.x1) > 0 ? [i] : []))
    const column = touched[0] ?? nearest(columns, piece.box)
    const end = (touched.at(-1) ?? column) + 1
    const last = cells.at(-1)
    if (last !== undefined && column < last.end) {
      last.pieces.push(piece)
      last.end = Math.max(last.end, end)
    } else cells.push({ column, end, pieces: [piece] })
  }
  return cells.map(({ column, end, pieces }) => ({
    row: r, column, rowSpan: 1, columnSpan: end - column,
    box: union(pieces.map((piece) => piece.box)), lines: sortLines(pieces.map((piece) => piece.piece)),
  }))
}

/** Cuts a piece where a word gap stands over a white gutter between columns. */
function cutAtColumns(piece: LinePiece, columns: readonly Range[]): LinePiece[] {
  if (piece.from === piece.to) return [piece]
  return cutPieces(piece.origin, piece.from, piece.to, (i) => {
    const before = piece.origin.words[i - 1]
    const after = piece.origin.words[i]
    if (before === undefined || after === undefined || gapBefore(piece.origin, i) <= 0) return false
    return columns.some(([, x1], c) => c + 1 < columns.length && before.box.x1 <= x1 + 1 && after.box.x0 >= (columns[c + 1]?.[0] ?? 0) - 1)
  })
}

function nearest(columns: readonly Range[], box: Box): number {
  const x = box.x0 + width(box) / 2
  const distances = columns.map(([x0, x1]) => Math.max(x0 - x, x - x1, 0))
  return distances.indexOf(Math.min(...distances))
}
