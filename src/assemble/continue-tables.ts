// Tables that go on over a page break: the rows on the next page are joined to the table before them.
import { FIGURE } from '../model/figure.ts'
import type { Block, ParsedPage } from '../model/document.ts'
import { writeHtmlTable } from '../formats/html-table.ts'
import { OURS } from '../formats/markdown-style.ts'
import { tableMarkdown } from '../formats/written-block.ts'

/** Edges of the two parts may differ by this share of the page's width. */
const SAME_EDGE = 0.02
/** The first part ends below this share of its page's height, the second begins above that one. */
const ENDS_BELOW = 0.5
const BEGINS_ABOVE = 0.35

type Grid = NonNullable<Block['table']>

/** What a page may go on with. */
export interface Before {
  /** The last block in the Markdown so far. */
  readonly block: Block
  readonly page: ParsedPage
  /** The table with its head, of a block that is a table or the rest of one. */
  readonly table: Grid | null
}

export interface Continuation {
  /** The page with its first table as the rest of the one that ends the page before; as it was where it is none. */
  readonly page: ParsedPage
  /** What the table before has to be written as, so that rows can follow; null: as it is. */
  readonly opened: string | null
}

export function continueTable(page: ParsedPage, before: Before | null): Continuation {
  const block = page.blocks.find(({ span }) => span?.start === 0)
  if (block === undefined || before === null || !goesOn(before, block, page)) return { page, opened: null }
  const plain = isPipes(before.block) && isPipes(block)
  const opened = plain ? null : openHtml(before.block)
  if (!plain && opened === null) return { page, opened }
  const rows = (plain ? pipeRows : htmlRows)(block, repeatedRows(before.table, block.table))
  const shift = rows.length - block.markdown.length
  const moved = (other: Block): Block => {
    if (other === block) return { ...block, markdown: rows, continues: before.block.id, span: { start: 0, end: rows.length } }
    return other.span === null ? other : { ...other, span: { start: other.span.start + shift, end: other.span.end + shift } }
  }
  return { page: { ...page, markdown: rows + page.markdown.slice(block.markdown.length), blocks: page.blocks.map(moved) }, opened }
}

function goesOn({ block: a, page: above, table }: Before, b: Block, page: ParsedPage): boolean {
  if (table === null || b.table === null || a.page + 1 !== b.page || table.columns !== b.table.columns) return false
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= SAME_EDGE * page.width
  if (!near(a.box.x0, b.box.x0) || !near(a.box.x1, b.box.x1)) return false
  if (a.box.y1 < ENDS_BELOW * above.height || b.box.y0 > BEGINS_ABOVE * page.height) return false
  // what a model has written stays as it wrote it
  if (b.markdown !== tableMarkdown(b.table) || a.continues === null && a.markdown !== tableMarkdown(table)) return false
  return repeatedRows(table, b.table) > 0 || beginsWithFigures(table, b.table)
}

const isPipes = ({ markdown }: Block): boolean => markdown.startsWith('|')

const CLOSED = '\n</table>'

/** A table in HTML that rows may follow; null for pipe rows that go on from a page before: their table has been written. */
function openHtml({ table, markdown, continues }: Block): string | null {
  if (!markdown.startsWith('|')) return markdown.endsWith(CLOSED) ? markdown.slice(0, -CLOSED.length) : null
  return table === null || continues !== null ? null : writeHtmlTable(table, OURS.html).slice(0, -CLOSED.length)
}

const rowTexts = (table: Grid, row: number): string => table.cells.filter((cell) => cell.row === row).map(({ text }) => text).join('\t')

/** Rows of the second table's head that are the first one's: all of them or none. */
function repeatedRows(a: Grid | null, b: Grid | null): number {
  const head = Math.max(1, a?.headerRows ?? 1)
  const same = a !== null && b !== null && b.rows >= head && Array.from({ length: head }, (_, row) => rowTexts(a, row) === rowTexts(b, row)).every(Boolean)
  return same ? head : 0
}

/** True when the second table opens with a figure in a column that the first one heads with words: it has no head of its own. */
function beginsWithFigures(a: Grid, b: Grid): boolean {
  const isFigure = (table: Grid, column: number): boolean => (
    table.cells.some((cell) => cell.row === 0 && cell.column === column && FIGURE.test(cell.text))
  )
  return Array.from({ length: b.columns }, (_, column) => isFigure(b, column) && !isFigure(a, column)).some(Boolean)
}

/** The second table's rows without the first `repeated` ones. */
function pipeRows({ markdown }: Block, repeated: number): string {
  const [head = '', , ...body] = markdown.split('\n')
  return [head, ...body].slice(repeated).join('\n')
}

/** The same in HTML, up to the end of the table. */
function htmlRows({ table }: Block, repeated: number): string {
  const [, ...rows] = table === null ? [] : writeHtmlTable({ ...table, headerRows: 0 }, OURS.html).split('\n')
  return rows.slice(repeated).join('\n')
}
