// Table rows that no rule parts: a tall field of figures is cut where its lines stand in rows.
import { type Box, contains } from '../model/box.ts'
import type { LinePiece } from './element.ts'
import type { Grid, GridCell } from './grid.ts'
import { groupRows } from './rows.ts'

/** Rows of text that a field is cut into at least; two may be a wrapped label. */
const MIN_ROWS = 3
/** Share of what stands right of the first column that has to be figures: wrapped words stand in rows as well. */
const FIGURES_SHARE = 0.6
/** Share of the text rows that hold two cells or more. */
const FILLED_SHARE = 0.6
const FIGURE = /^[^\p{L}]*\d[^\p{L}]*$|^[-–—.*×()+/%$€£]+$|^n\/?a\.?$/iu

/** The grid with bands of figures cut into their text rows. */
export function splitRows(grid: Grid, pieces: readonly LinePiece[]): Grid {
  const cuts = Array.from({ length: grid.rows }, (_, row) => bandCuts(grid, row, pieces))
  if (cuts.every((band) => band.length === 0)) return grid
  const first = cuts.map((_, row) => row + cuts.slice(0, row).reduce((sum, band) => sum + band.length, 0))
  const rowCount = grid.rows + cuts.reduce((sum, band) => sum + band.length, 0)
  const cells = grid.cells.flatMap((cell): GridCell[] => {
    const row = first[cell.row] ?? cell.row
    const band = cuts[cell.row] ?? []
    if (cell.rowSpan > 1) return [{ ...cell, row, rowSpan: (first[cell.row + cell.rowSpan] ?? rowCount) - row }]
    const edges = [cell.box.y0, ...band, cell.box.y1]
    return edges.slice(1).map((y1, i) => ({ ...cell, row: row + i, box: { ...cell.box, y0: edges[i] ?? cell.box.y0, y1 } }))
  })
  return { ...grid, rows: rowCount, cells: cells.sort((a, b) => a.row - b.row || a.column - b.column) }
}

/** Heights, points, at which row `row` of the grid is to be cut; none when its fields are single rows or running words. */
function bandCuts(grid: Grid, row: number, pieces: readonly LinePiece[]): number[] {
  const fields = grid.cells.filter((cell) => cell.row === row && cell.rowSpan === 1)
  if (fields.length < 2) return []
  const inside = pieces.filter((piece) => fields.some((field) => contains(field.box, piece.box)))
  const rows = groupRows(inside).map((elements) => elements.map((element) => element.box))
  if (rows.length < MIN_ROWS) return []
  const columnOf = (box: Box): number => fields.find((field) => contains(field.box, box))?.column ?? 0
  const leftmost = Math.min(...fields.map((field) => field.column))
  const figures = inside.filter((piece) => columnOf(piece.box) > leftmost)
  if (figures.filter((piece) => FIGURE.test(piece.piece.text.replace(/\s/g, ''))).length < FIGURES_SHARE * figures.length) return []
  const filled = rows.filter((boxes) => new Set(boxes.map(columnOf)).size >= 2)
  if (filled.length < FILLED_SHARE * rows.length) return []
  return rows.slice(1).map((boxes, i) => {
    const above = Math.max(...(rows[i] ?? boxes).map((box) => box.y1))
    return (above + Math.min(...boxes.map((box) => box.y0))) / 2
  })
}
