// A part of a page with a kind, made of lines: the unit of reading order, and of a block once its text is settled.
import type { Box } from './box.ts'
import type { Line } from './line.ts'

export const REGION_KINDS = [
  'title', 'heading', 'text', 'list-item', 'table', 'caption', 'picture', 'formula', 'code',
  'header', 'footer', 'page-number', 'footnote',
] as const

export type RegionKind = (typeof REGION_KINDS)[number]

export interface TableCell {
  /** Row and column of the cell's top-left corner in the grid, from 0. */
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  readonly box: Box
  readonly lines: readonly Line[]
}

export interface TableGrid {
  readonly rows: number
  readonly columns: number
  /** Number of leading rows that are headings. */
  readonly headerRows: number
  readonly cells: readonly TableCell[]
}

/** A formula inside a line of running text. */
export interface InlineFormula {
  /** Index of the line in the region, and its words [from, to). */
  readonly line: number
  readonly from: number
  readonly to: number
  /** Brackets and punctuation of the sentence that these words begin and end with. */
  readonly before: string
  readonly after: string
  /** Without delimiters. */
  readonly latex: string
}

export interface Region {
  /** Unique within the page, stable between runs: `r1`, `r2`, ... in reading order. */
  readonly id: string
  readonly kind: RegionKind
  readonly box: Box
  /** Top to bottom; of pictures the labels; empty for tables (whose lines are in the cells). */
  readonly lines: readonly Line[]
  /** Headings: 1 is the highest. List items, and texts that go on with one: nesting depth from 1. Otherwise null. */
  readonly level: number | null
  /** The marker of a list item as written ('•', '3.', '(a)'); it is part of the first line's text. Otherwise null. */
  readonly marker: string | null
  readonly table: TableGrid | null
  /** Formulas: what the glyphs say, without delimiters; null or missing when they do not tell. */
  readonly latex?: string | null
  /** Running text: the formulas in it that the glyphs tell; missing when there are none. */
  readonly formulas?: readonly InlineFormula[]
}

/** Every line of a region: its own, or those of its table's cells row by row. */
export function regionLines(region: Region): readonly Line[] {
  return region.table === null ? region.lines : region.table.cells.flatMap((cell) => cell.lines)
}
