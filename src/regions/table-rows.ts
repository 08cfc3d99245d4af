// Rows of text and the columns they stand in -> the cells of a table, with headings that stand over several columns.
import { type Box, centerX, centerY, overlap1d, union, width } from '../model/box.ts'
import type { TableCell, TableGrid } from '../model/region.ts'
import { quantile } from '../model/quantile.ts'
import { type LinePiece, sortLines } from './element.ts'
import type { Rule } from './rules.ts'
import { boldRows } from './table-head.ts'
import { columnsOf, cutAtColumns, type Range } from './table-columns.ts'

/** A rule under a heading spans the heading's columns; it is drawn this close under the text, in ems. */
const HEAD_RULE_EM = 1.2
/** Share of a column that such a rule has to cover. */
const RULE_COVERS = 0.5
/** A heading is centred over its columns within this share of their width. */
const CENTRED = 0.12

/** Share of the rows of a table that hold text in two columns or more. */
const TABULAR_SHARE = 0.6
/** Characters in the median cell of the two fullest columns: from here on they are columns of prose, not of a table. */
const PROSE_CHARACTERS = 32

/** True when most rows have several cells, and they are no columns of running text. */
export function isTabularGrid({ rows, columns, cells }: TableGrid): boolean {
  const filled = cells.filter((cell) => cell.lines.length > 0)
  const full = Array.from({ length: rows }, (_, row) => filled.filter((cell) => cell.row === row).length).filter((count) => count >= 2)
  const length = (cell: TableCell): number => cell.lines.reduce((sum, line) => sum + line.text.length, 0)
  const medians = Array.from({ length: columns }, (_, column) => (
    quantile(filled.filter((cell) => cell.column === column).map(length), 0.5) ?? 0
  )).sort((a, b) => b - a)
  return full.length >= TABULAR_SHARE * rows && (medians[1] ?? 0) < PROSE_CHARACTERS
}

interface Cell {
  column: number
  end: number
  /** Rows that it spans: 2 of one that stands between two rows. */
  readonly rows: 1 | 2
  readonly pieces: LinePiece[]
}

/** Rows at the top that leave the first column empty are headings, when they are no more than this. */
const MAX_STUBLESS = 3

/** The grid of `lines`; the first `heads` of them at least are headings, `rules` are horizontal ones in the table. */
export function gridOf(lines: readonly (readonly LinePiece[])[], columns: readonly Range[], heads: number, rules: readonly Rule[]): TableGrid {
  const rows = joinStraddling(joinWrapped(lines.map((line) => rowCells(line, columns))))
  const bold = boldRows(rows.map((row) => row.flatMap(({ pieces }) => pieces.map(({ piece }) => piece))))
  const headBottom = Math.max(-Infinity, ...(lines[heads - 1] ?? []).map(({ box }) => box.y1))
  const stub = rows.findIndex((row) => row[0]?.column === 0)
  const headed = Math.max(rows.filter((row) => centerY(boxOf(row)) < headBottom).length, bold, stub <= MAX_STUBLESS ? stub : 0)
  const headerRows = headed === 1 && rows[0]?.some((cell) => cell.rows === 2) === true ? 2 : Math.min(rows.length, headed)
  const cells = rows.flatMap((row, r): TableCell[] => {
    const over = (rows[r - 1] ?? []).filter((cell) => cell.rows === 2)
    const spread = r < headerRows ? spreadHeads(row, over, columns, rules) : row
    return [...spread.map((cell) => tableCell(cell, r)), ...blanks(r, columns, spread, over)].sort((a, b) => a.column - b.column)
  })
  return { rows: rows.length, columns: columns.length, headerRows, cells }
}

const CONTINUES = /^\p{Ll}/u

/** A row whose texts go on in lower case under those of the row above is the rest of it: labels and cells of several lines. */
function joinWrapped(rows: readonly Cell[][]): Cell[][] {
  const joined: Cell[][] = []
  for (const row of rows) {
    const above = joined.at(-1)
    const under = row.flatMap((cell) => above?.filter(({ column }) => column === cell.column).map(() => cell) ?? [])
    const fewer = above !== undefined && (above.length === 1 && above[0]?.column === 0 || under.length === row.length && row.length < above.length)
    if (fewer && under.length > 0 && under.every(({ pieces }) => CONTINUES.test(pieces[0]?.piece.text ?? ''))) {
      const rest = row.filter((cell) => !under.includes(cell))
      joined[joined.length - 1] = [
        ...above.map((cell) => ({ ...cell, pieces: [...cell.pieces, ...under.filter(({ column }) => column === cell.column).flatMap(({ pieces }) => pieces)] })),
        ...rest,
      ]
    } else joined.push(row)
  }
  return joined
}

const boxOf = (row: readonly Cell[]): Box => union(row.flatMap(({ pieces }) => pieces.map(({ box }) => box)))

/**
 * A row that reaches into the heights of those above and below it is none: it holds the other cells of one whose text takes two lines,
 * or labels of two rows.
 */
function joinStraddling(rows: readonly Cell[][]): Cell[][] {
  const joined: Cell[][] = []
  for (let r = 0; r < rows.length; r++) {
    const [above, row, below] = [joined.at(-1), rows[r] ?? [], rows[r + 1]]
    if (above === undefined || below === undefined || !straddles(row, above, below)) joined.push(row)
    else if (isOneRow(above, row, below)) {
      joined[joined.length - 1] = [...row, ...above.map((cell) => ({ ...cell, pieces: [...cell.pieces, ...below.flatMap(({ pieces }) => pieces)] }))].sort((a, b) => a.column - b.column)
      r++
    } else joined[joined.length - 1] = [...above, ...row.map((cell) => ({ ...cell, rows: 2 as const }))].sort((a, b) => a.column - b.column)
  }
  return joined
}

function straddles(row: readonly Cell[], above: readonly Cell[], below: readonly Cell[]): boolean {
  const box = boxOf(row)
  const isFree = (other: readonly Cell[]): boolean => row.every(({ column, end }) => other.every((cell) => cell.end <= column || cell.column >= end))
  return box.y0 < boxOf(above).y1 && box.y1 > boxOf(below).y0 && isFree(above) && isFree(below)
}

/** True when the rows above and below hold two lines of one cell, and the row between them the others. */
function isOneRow([first, ...others]: readonly Cell[], row: readonly Cell[], [second, ...more]: readonly Cell[]): boolean {
  if (first === undefined || second === undefined || others.length + more.length > 0 || first.column !== second.column) return false
  return row.length > 1 || CONTINUES.test(second.pieces[0]?.piece.text ?? '')
}

const tableCell = ({ column, end, rows, pieces }: Cell, row: number): TableCell => ({
  row, column, rowSpan: rows, columnSpan: end - column,
  box: union(pieces.map((piece) => piece.box)), lines: sortLines(pieces.map((piece) => piece.piece)),
})

/** One row's pieces as cells; a piece that covers several columns spans them. */
function rowCells(row: readonly LinePiece[], columns: readonly Range[]): Cell[] {
  const cells: Cell[] = []
  for (const piece of row.flatMap((piece) => cutAtColumns(piece, columns)).sort((a, b) => a.box.x0 - b.box.x0)) {
    const [column, end] = columnsOf(piece.box, columns)
    const last = cells.at(-1)
    if (last !== undefined && column < last.end) {
      last.pieces.push(piece)
      last.end = Math.max(last.end, end)
    } else cells.push({ column, end, rows: 1, pieces: [piece] })
  }
  return cells
}

/** Cells without text, where a row holds nothing in a column, nor a cell of the row `over` it reaches down. */
function blanks(r: number, columns: readonly Range[], cells: readonly Cell[], over: readonly Cell[]): TableCell[] {
  const band = union(cells.flatMap((cell) => cell.pieces.map((piece) => piece.box)))
  return columns.flatMap(([x0, x1], column) => [...cells, ...over].some((cell) => column >= cell.column && column < cell.end) ? []
    : [{ row: r, column, rowSpan: 1, columnSpan: 1, box: { x0, y0: band.y0, x1, y1: band.y1 }, lines: [] }])
}

/** Headings over several columns: those with a rule of their own below them, and those centred over columns without one. */
function spreadHeads(cells: readonly Cell[], over: readonly Cell[], columns: readonly Range[], rules: readonly Rule[]): Cell[] {
  const all = [...cells, ...over]
  return cells.map((cell) => {
    const box = union(cell.pieces.map((piece) => piece.box))
    const em = cell.pieces[0]?.piece.fontSize ?? 0
    const free: Range = [
      Math.max(0, ...all.filter(({ end }) => end <= cell.column).map(({ end }) => end)),
      Math.min(columns.length, ...all.filter(({ column }) => column >= cell.end).map(({ column }) => column)),
    ]
    const rule = rules.find(({ at, from, to }) => at >= box.y1 - em && at <= box.y1 + HEAD_RULE_EM * em && from <= box.x0 + em && to >= box.x1 - em)
    const under = rule === undefined ? null : underRule(rule, columns)
    const span = under !== null && under[1] - under[0] < columns.length ? under : centredSpan(cell, box, free, columns)
    return { ...cell, column: Math.max(free[0], span[0]), end: Math.min(free[1], span[1]) }
  })
}

function underRule({ from, to }: Rule, columns: readonly Range[]): Range | null {
  const inside = columns.flatMap(([x0, x1], i) => (overlap1d(x0, x1, from, to) >= RULE_COVERS * (x1 - x0) ? [i] : []))
  return inside.length === 0 ? null : [inside[0] ?? 0, (inside.at(-1) ?? 0) + 1]
}

/** The widest run of free columns, more than the heading's own, whose middle is the heading's. */
function centredSpan({ column, end }: Cell, box: Box, [first, last]: Range, columns: readonly Range[]): Range {
  let best: Range = [column, end]
  for (let from = Math.max(1, first); from <= column; from++) {
    for (let to = last; to >= end && to - from > best[1] - best[0]; to--) {
      const [x0, x1] = [columns[from]?.[0] ?? 0, columns[to - 1]?.[1] ?? 0]
      if (Math.abs((x0 + x1) / 2 - centerX(box)) <= CENTRED * (x1 - x0) && width(box) <= x1 - x0) best = [from, to]
    }
  }
  return best
}
