// Rows of text as cells of a table's columns.
import { type Box, centerY, union } from '../model/box.ts'
import { quantile } from '../model/quantile.ts'
import type { LinePiece } from './element.ts'
import { columnsOf, cutAtColumns, type Range } from './table-columns.ts'

/** What stands in the columns [column, end) of one row, and in the rows under it that it reaches into. */
export interface Cell {
  readonly column: number
  readonly end: number
  readonly rows: number
  readonly pieces: readonly LinePiece[]
}

/** One row's pieces as cells; a piece that covers several columns spans them. */
export function rowCells(row: readonly LinePiece[], columns: readonly Range[]): Cell[] {
  const cells: Cell[] = []
  for (const piece of row.flatMap((piece) => cutAtColumns(piece, columns)).sort((a, b) => a.box.x0 - b.box.x0)) {
    const [column, end] = columnsOf(piece.box, columns)
    const last = cells.at(-1)
    if (last !== undefined && column < last.end) cells[cells.length - 1] = { ...last, end: Math.max(last.end, end), pieces: [...last.pieces, piece] }
    else cells.push({ column, end, rows: 1, pieces: [piece] })
  }
  return cells
}

export const boxOf = (cells: readonly Cell[]): Box => union(cells.flatMap(({ pieces }) => pieces.map(({ box }) => box)))

export const textOf = ({ pieces }: Cell): string => pieces.map(({ piece }) => piece.text).join(' ')

export const meet = (a: Cell, b: Cell): boolean => a.column < b.end && b.column < a.end

/** Quantile `q` of the distances between the middles of consecutive rows, points; null for fewer than two. */
export function pitchOf(rows: readonly (readonly Cell[])[], q: number): number | null {
  const middles = rows.map((row) => centerY(boxOf(row)))
  return quantile(middles.slice(1).map((y, i) => y - (middles[i] ?? y)), q)
}

/** `below` put to the cells above it in the same columns; the others are cells of their own. */
export function joinCells(above: readonly Cell[], below: readonly Cell[]): Cell[] {
  const joined = [...above]
  for (const cell of below) {
    const i = joined.findIndex((other) => meet(other, cell))
    const host = joined[i]
    if (host === undefined) joined.push(cell)
    else joined[i] = { ...host, column: Math.min(host.column, cell.column), end: Math.max(host.end, cell.end), pieces: [...host.pieces, ...cell.pieces] }
  }
  return joined.sort((a, b) => a.column - b.column)
}
