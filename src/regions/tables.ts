// Ruled tables: grids of rules with text in them become cells; lines are cut at cell borders.
import { type Box, contains } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Ruling } from '../model/page.ts'
import type { TableCell, TableGrid } from '../model/region.ts'
import { quantile } from '../model/quantile.ts'
import { booktabsTables } from './booktabs.ts'
import { cutPieces, type LinePiece, sortLines, type TableElement, takeInside } from './element.ts'
import { buildGrid, closedAtEnds, type Grid, hasOpenSides } from './grid.ts'
import type { Metrics } from './metrics.ts'
import { splitRows } from './split-rows.ts'
import { headOfGrid } from './table-head.ts'
import { cleanRules, connectedRules, type RuleSet } from './rules.ts'

export interface TableFinding {
  readonly tables: readonly TableElement[]
  /** Groups of meeting rules that are no table. */
  readonly otherRules: readonly RuleSet[]
  /** The pieces of lines that stand in no table. */
  readonly rest: readonly LinePiece[]
}

/** Rows and columns with text that a grid must have to be a table; one-field grids are frames. */
const MIN_FILLED = 2
/** Share of the cells that hold text; a chart's grid holds next to none. */
const MIN_FILLED_SHARE = 0.2
/** Characters in the median filled cell; more is a page layout drawn with rules. */
const MAX_CELL_CHARACTERS = 320

export function findTables(pieces: readonly LinePiece[], rulings: readonly Ruling[], metrics: Metrics): TableFinding {
  const rules = cleanRules(rulings)
  const groups = connectedRules(rules)
  const tables: TableElement[] = []
  let rest = [...pieces]
  const grids = groups.flatMap((group) => {
    const grid = buildGrid(group)
    return grid === null ? [] : [{ group, grid }]
  }).sort((a, b) => size(b.grid.box) - size(a.grid.box))
  const used = new Set<RuleSet>()
  for (const { group, grid } of grids) {
    const found = openTable(group, grid, rest, metrics) ?? ruledTable(grid, rest)
    if (found === null) continue
    used.add(group)
    tables.push(found)
    rest = takeInside(rest, found.box).outside
  }
  const loose = groups.filter((group) => group.vertical.length === 0).flatMap((group) => group.horizontal)
  const open = booktabsTables(loose, rest, metrics)
  return { tables: [...tables, ...open.tables], otherRules: groups.filter((group) => !used.has(group)), rest: open.rest }
}

function ruledTable(grid: Grid, pieces: readonly LinePiece[]): TableElement | null {
  const fields = fieldPieces(grid, takeInside(pieces, grid.box).inside)
  const table = fillGrid(splitRows(grid, fields), fields)
  return table === null ? null : { type: 'table', box: grid.box, table }
}

/** A table without borders at its sides whose text stands in more columns than its few vertical rules part. */
function openTable(group: RuleSet, grid: Grid, pieces: readonly LinePiece[], metrics: Metrics): TableElement | null {
  if (!hasOpenSides(group)) return null
  const found = booktabsTables(closedAtEnds(group), pieces, metrics).tables[0]
  return found !== undefined && found.table.columns > grid.columns && found.table.rows >= grid.rows ? found : null
}

const size = (box: Box): number => (box.x1 - box.x0) * (box.y1 - box.y0)

const cellAt = (grid: Grid, box: Box): number => Math.max(0, grid.cells.findIndex((cell) => contains(cell.box, box)))

/** Pieces cut where their words pass from one field of the grid to another. */
function fieldPieces(grid: Grid, pieces: readonly LinePiece[]): LinePiece[] {
  return pieces.flatMap((piece) => {
    const wordCell = (i: number): number => cellAt(grid, piece.origin.words[i]?.box ?? piece.box)
    return piece.from === piece.to ? [piece] : cutPieces(piece.origin, piece.from, piece.to, (i) => wordCell(i) !== wordCell(i - 1))
  })
}

function fillGrid(grid: Grid, pieces: readonly LinePiece[]): TableGrid | null {
  const lines = grid.cells.map((): Line[] => [])
  for (const piece of pieces) lines[cellAt(grid, piece.box)]?.push(piece.piece)
  const cells = grid.cells.map((cell, i): TableCell => ({ ...cell, lines: sortLines(lines[i] ?? []) }))
  const table = { rows: grid.rows, columns: grid.columns, headerRows: headOfGrid(cells, grid.rows), cells }
  return isTable(table) ? table : null
}

function isTable(table: TableGrid): boolean {
  const filled = table.cells.filter((cell) => cell.lines.length > 0)
  const rows = new Set(filled.map((cell) => cell.row)).size
  const columns = new Set(filled.map((cell) => cell.column)).size
  const characters = quantile(filled.map((cell) => cell.lines.reduce((sum, line) => sum + line.text.length, 0)), 0.5) ?? 0
  return Math.min(rows, columns) >= MIN_FILLED && filled.length >= MIN_FILLED_SHARE * table.cells.length
    && characters <= MAX_CELL_CHARACTERS
}
