// How much of a table's structure was found: pairs of neighbouring cells, as in the ICDAR 2013 table competition.
// Source: M. Göbel et al., "A methodology for evaluating algorithms for table understanding in PDF documents", 2012. Markdown
// does not say where a table stood, so the pairs of all tables of a document are pooled; the competition pairs tables first.
import type { Grid, GridCell } from './table-grid.ts'

export interface AdjacencyCounts {
  readonly found: number
  readonly predicted: number
  readonly truth: number
}

export function countAdjacencies(predicted: readonly Grid[], truth: readonly Grid[]): AdjacencyCounts {
  const a = predicted.flatMap(adjacencies)
  const b = truth.flatMap(adjacencies)
  const open = new Map<string, number>()
  for (const pair of b) open.set(pair, (open.get(pair) ?? 0) + 1)
  let found = 0
  for (const pair of a) {
    const left = open.get(pair) ?? 0
    if (left === 0) continue
    open.set(pair, left - 1)
    found++
  }
  return { found, predicted: a.length, truth: b.length }
}

/** Harmonic mean of precision and recall over all documents together; null without any pair. */
export function adjacencyF1(counts: readonly AdjacencyCounts[]): number | null {
  const total = counts.reduce((sum, { predicted, truth }) => sum + predicted + truth, 0)
  return total === 0 ? null : 2 * counts.reduce((sum, { found }) => sum + found, 0) / total
}

/** "text|text|direction" for every cell and its next cell with text to the right and below; blank cells are skipped over. */
function adjacencies(grid: Grid): string[] {
  const at = new Map<string, GridCell>()
  const cells = grid.filter((cell) => normalize(cell.text) !== '')
  for (const cell of cells) {
    for (let row = cell.row; row <= cell.lastRow; row++) for (let column = cell.column; column <= cell.lastColumn; column++) at.set(`${row},${column}`, cell)
  }
  const rows = Math.max(0, ...cells.map((cell) => cell.lastRow + 1))
  const columns = Math.max(0, ...cells.map((cell) => cell.lastColumn + 1))
  return cells.flatMap((cell) => {
    const right = new Set(range(cell.row, cell.lastRow).map((row) => first(range(cell.lastColumn + 1, columns - 1), (column) => at.get(`${row},${column}`))))
    const below = new Set(range(cell.column, cell.lastColumn).map((column) => first(range(cell.lastRow + 1, rows - 1), (row) => at.get(`${row},${column}`))))
    return [...named(cell, right, 'right'), ...named(cell, below, 'below')]
  })
}

const named = (cell: GridCell, others: ReadonlySet<GridCell | undefined>, direction: string): string[] =>
  [...others].flatMap((other) => (other === undefined ? [] : [`${normalize(cell.text)}|${normalize(other.text)}|${direction}`]))

/** Letters and digits in lower case: the competition ignores white space and special characters. */
const normalize = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

function first<T>(positions: readonly number[], find: (position: number) => T | undefined): T | undefined {
  for (const position of positions) {
    const value = find(position)
    if (value !== undefined) return value
  }
  return undefined
}
