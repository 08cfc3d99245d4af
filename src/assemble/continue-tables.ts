// Tables that go on over a page break: the rows on the next page are joined to the table before them.
import type { Block, ParsedPage } from '../model/document.ts'
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

/** The page with its first table as the rest of the one that ends the page before; as it was where it is none. */
export function continueTable(page: ParsedPage, before: Before | null): ParsedPage {
  const block = page.blocks.find(({ span }) => span?.start === 0)
  if (block === undefined || before === null || !goesOn(before, block, page)) return page
  const rows = restOf(before.table, block)
  const shift = rows.length - block.markdown.length
  const moved = (other: Block): Block => {
    if (other === block) return { ...block, markdown: rows, continues: before.block.id, span: { start: 0, end: rows.length } }
    return other.span === null ? other : { ...other, span: { start: other.span.start + shift, end: other.span.end + shift } }
  }
  return { ...page, markdown: rows + page.markdown.slice(block.markdown.length), blocks: page.blocks.map(moved) }
}

function goesOn({ block: a, page: above, table }: Before, b: Block, page: ParsedPage): boolean {
  if (table === null || b.table === null || a.page + 1 !== b.page || table.columns !== b.table.columns) return false
  const near = (x: number, y: number): boolean => Math.abs(x - y) <= SAME_EDGE * page.width
  if (!near(a.box.x0, b.box.x0) || !near(a.box.x1, b.box.x1)) return false
  if (a.box.y1 < ENDS_BELOW * above.height || b.box.y0 > BEGINS_ABOVE * page.height) return false
  // what a model has written stays as it wrote it; HTML tables cannot be left open
  if (!isPipes(b) || !(isPipes(a) || a.continues !== null)) return false
  return sameHead(table, b.table) || beginsWithFigures(table, b.table)
}

const isPipes = ({ table, markdown }: Block): boolean => table !== null && markdown.startsWith('|') && markdown === tableMarkdown(table)

const rowTexts = (table: Grid, row: number): string => table.cells.filter((cell) => cell.row === row).map(({ text }) => text).join('\t')

const sameHead = (a: Grid, b: Grid): boolean => rowTexts(a, 0) === rowTexts(b, 0)

const FIGURE = /^[^\p{L}]*\d[^\p{L}]*$/u

/** True when the second table opens with a figure in a column that the first one heads with words: it has no head of its own. */
function beginsWithFigures(a: Grid, b: Grid): boolean {
  const isFigure = (table: Grid, column: number): boolean => (
    table.cells.some((cell) => cell.row === 0 && cell.column === column && FIGURE.test(cell.text))
  )
  return Array.from({ length: b.columns }, (_, column) => isFigure(b, column) && !isFigure(a, column)).some(Boolean)
}

/** The second table's rows, without its heading row where that repeats the first one's. */
function restOf(a: Grid | null, b: Block): string {
  const [head = '', , ...body] = b.markdown.split('\n')
  const repeated = a !== null && b.table !== null && sameHead(a, b.table)
  return (repeated ? body : [head, ...body]).join('\n')
}
