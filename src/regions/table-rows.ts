// Rows of text and the columns they stand in -> the cells of a table.
import { union } from '../model/box.ts'
import type { TableCell, TableGrid } from '../model/region.ts'
import { FIGURE } from '../model/figure.ts'
import { quantile } from '../model/quantile.ts'
import { type LinePiece, sortLines } from './element.ts'
import type { Rule } from './rules.ts'
import { boldRows, YEAR } from './table-head.ts'
import { headRows } from './head-cells.ts'
import { boxOf, type Cell, pitchOf, rowCells, textOf } from './table-cells.ts'
import type { Range } from './table-columns.ts'
import { bodyRows } from './wrapped-rows.ts'

/** Share of the rows of a table that hold text in two columns or more. */
const TABULAR_SHARE = 0.6
/** Characters in the median cell of the two fullest columns: from here on they are columns of prose, not of a table. */
const PROSE_CHARACTERS = 32

/** True when most rows have several cells, and they are no columns of running text. */
export function isTabularGrid(table: TableGrid): boolean {
  const { rows, columns, cells } = table
  const filled = cells.filter((cell) => cell.lines.length > 0)
  const length = (cell: TableCell): number => cell.lines.reduce((sum, line) => sum + line.text.length, 0)
  const medians = Array.from({ length: columns }, (_, column) => (
    quantile(filled.filter((cell) => cell.column === column).map(length), 0.5) ?? 0
  )).sort((a, b) => b - a)
  return filledRows(table, 2) >= TABULAR_SHARE * rows && (medians[1] ?? 0) < PROSE_CHARACTERS
}

/** Share of the rows that open with a word in a table of two columns, and for each of which a wider one without a head has a word. */
const LABELLED_SHARE = 0.5
/** Headings of columns that a head has at least. */
const MIN_HEADINGS = 2
const WORD = /\p{L}{3}|\p{Script=Han}{2}/u

/** A table names what it holds; matrices, the scales of charts and the answers of a multiple choice do not. */
export function hasWords({ rows, columns, headerRows, cells }: TableGrid): boolean {
  const named = cells.filter((cell) => cell.lines.some((line) => WORD.test(line.text)))
  const headings = cells.filter((cell) => cell.row < headerRows && cell.lines.length > 0)
  const isNamed = headings.length >= MIN_HEADINGS || named.length >= LABELLED_SHARE * rows
  return named.length >= 2 && (columns > 2 && isNamed || named.filter((cell) => cell.column === 0).length >= LABELLED_SHARE * rows)
}

/** Rows of a table with so many cells that hold text. */
export function filledRows({ rows, cells }: TableGrid, least: number): number {
  const filled = cells.filter((cell) => cell.lines.length > 0)
  return Array.from({ length: rows }, (_, row) => filled.filter((cell) => cell.row === row).length).filter((count) => count >= least).length
}

/** Rows at the top that leave the first column empty are headings, when they are no more than this. */
const MAX_STUBLESS = 3

/** Horizontal rules in a table: those that part its rows, and those under headings over several columns. */
export interface InnerRules {
  readonly parting: readonly Rule[]
  readonly heading: readonly Rule[]
}

/** The grid of these rows of text; the first `heads` of them at least are headings. */
export function gridOf(lines: readonly (readonly LinePiece[])[], columns: readonly Range[], heads: number, rules: InnerRules): TableGrid {
  const rows = lines.map((line) => rowCells(line, columns))
  const bold = boldRows(rows.map((row) => row.flatMap(({ pieces }) => pieces.map(({ piece }) => piece))))
  const stub = rows.findIndex((row) => row[0]?.column === 0 || isOfFigures(row))
  const depth = Math.min(rows.length, Math.max(heads, bold, stub <= MAX_STUBLESS ? stub : 0))
  const under = rows.slice(depth)
  const head = headRows(rows.slice(0, depth), columns, rules.heading, pitchOf(under, 0.5) ?? Infinity)
  const body = bodyRows(under, columns, rules.parting)
  const all = [...head, ...body.map((row) => acrossColumns(row, columns))]
  return { rows: all.length, columns: columns.length, headerRows: head.length, cells: all.flatMap((row, r) => rowOf(row, r, all, columns)) }
}

/** Figures side by side, none a year: no row of headings. */
const isOfFigures = (row: readonly Cell[]): boolean => row.length > 1 && row.every((cell) => FIGURE.test(textOf(cell)) && !YEAR.test(textOf(cell)))

/** A section's title that runs on over the next column stands across the table. */
function acrossColumns(row: readonly Cell[], columns: readonly Range[]): readonly Cell[] {
  const [title, ...others] = row
  return title !== undefined && others.length === 0 && title.column === 0 && title.end > 1 ? [{ ...title, end: columns.length }] : row
}

function rowOf(row: readonly Cell[], r: number, rows: readonly (readonly Cell[])[], columns: readonly Range[]): TableCell[] {
  const over = rows.slice(0, r).flatMap((above, i) => above.filter((cell) => i + cell.rows > r))
  return [...row.map((cell) => tableCell(cell, r)), ...blanks(r, columns, row, over)].sort((a, b) => a.column - b.column)
}

const tableCell = ({ column, end, rows, pieces }: Cell, row: number): TableCell => ({
  row, column, rowSpan: rows, columnSpan: end - column,
  box: union(pieces.map((piece) => piece.box)), lines: sortLines(pieces.map((piece) => piece.piece)),
})

/** Cells without text, where a row holds nothing in a column, nor a cell of the rows `over` it reaches down. */
function blanks(r: number, columns: readonly Range[], cells: readonly Cell[], over: readonly Cell[]): TableCell[] {
  const band = boxOf(cells.length > 0 ? cells : over)
  return columns.flatMap(([x0, x1], column) => [...cells, ...over].some((cell) => column >= cell.column && column < cell.end) ? []
    : [{ row: r, column, rowSpan: 1, columnSpan: 1, box: { x0, y0: band.y0, x1, y1: band.y1 }, lines: [] }])
}
