// olmOCR-bench's unit tests: statements about a page that its Markdown must make true.
// Source: allenai/olmocr, olmocr/bench/tests.py, read, not copied. Not judged: whether two formulas that are written
// differently look the same (the original renders them); a formula passes when its LaTeX is equal but for
// spacing, fonts and braces around single characters.
import { z } from 'zod'
import { normalizeFormula } from './normalize.ts'
import { occursNearly, similarity, startRange } from './near-matches.ts'
import { markdownGrids, type Grid, type GridCell } from './table-grid.ts'

const common = { pdf: z.string(), page: z.int().positive(), id: z.string(), max_diffs: z.int().nonnegative().default(0) }
const presence = { ...common, text: z.string().min(1), case_sensitive: z.boolean().default(true), first_n: z.int().nullish(), last_n: z.int().nullish() }
const RELATIONS = ['up', 'down', 'left', 'right', 'top_heading', 'left_heading'] as const

export const olmocrTestSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('present'), ...presence }),
  z.looseObject({ type: z.literal('absent'), ...presence }),
  z.looseObject({ type: z.literal('order'), ...common, before: z.string().min(1), after: z.string().min(1) }),
  z.looseObject({ type: z.literal('table'), ...common, cell: z.string(), ...Object.fromEntries(RELATIONS.map((name) => [name, z.string().nullish()])) as Record<(typeof RELATIONS)[number], z.ZodOptional<z.ZodNullable<z.ZodString>>> }),
  z.looseObject({ type: z.literal('math'), ...common, math: z.string().min(1) }),
  z.looseObject({ type: z.literal('baseline'), ...common, max_length: z.int().nullish(), max_repeats: z.int().default(30), check_disallowed_characters: z.boolean().default(true) }),
])

export type OlmocrTest = z.output<typeof olmocrTestSchema>
type TestOf<T extends OlmocrTest['type']> = Extract<OlmocrTest, { type: T }>

/** Whether the page's Markdown passes. */
export function passesTest(test: OlmocrTest, markdown: string): boolean {
  switch (test.type) {
    case 'present': return isPresent(test, markdown)
    case 'absent': return !isPresent(test, markdown)
    case 'order': return inOrder(test, markdown)
    case 'table': return markdownGrids(markdown).some((grid) => grid.some((cell) => cellPasses(test, cell, grid)))
    case 'math': return hasFormula(test.math, markdown)
    case 'baseline': return isSound(test, markdown)
  }
}

const PLAIN: Readonly<Record<string, string>> = {
  '‘': '\'', '’': '\'', '‚': '\'', '“': '"', '”': '"', '„': '"', '＿': '_', '–': '-', '—': '-', '‑': '-', '‒': '-', '−': '-', 'µ': 'μ',
}

/** Without emphasis, white space as single spaces, typographic quotes and dashes as plain ones. */
export function plainText(markdown: string): string {
  const text = markdown.replace(/<br\/?>/g, ' ').replace(/\*\*(.*?)\*\*/g, '$1').replace(/__(.*?)__/g, '$1').replace(/<\/?[bi]>/g, '')
    .replace(/(\*|_)(.*?)\1/g, '$2').replace(/\s+/g, ' ').normalize('NFC')
  return text.replace(/[‘’‚“”„＿–—‑‒−µ]/g, (char) => PLAIN[char] ?? char)
}

function isPresent(test: TestOf<'present' | 'absent'>, markdown: string): boolean {
  const fold = (text: string): string => (test.case_sensitive ? text : text.toLowerCase())
  const wanted = fold(plainText(test.text))
  const text = fold(plainText(markdown))
  const head = test.first_n ? text.slice(0, test.first_n) : ''
  const tail = test.last_n ? text.slice(-test.last_n) : ''
  const searched = test.first_n || test.last_n ? head + tail : text
  return searched.length >= wanted.length - test.max_diffs && occursNearly(wanted, searched, test.max_diffs)
}

function inOrder(test: TestOf<'order'>, markdown: string): boolean {
  const text = plainText(markdown)
  const before = startRange(plainText(test.before), text, test.max_diffs)
  const after = startRange(plainText(test.after), text, test.max_diffs)
  return before !== null && after !== null && before.first < after.last
}

function cellPasses(test: TestOf<'table'>, cell: GridCell, grid: Grid): boolean {
  const matches = (wanted: string, text: string): boolean =>
    similarity(plainText(wanted), plainText(text).trim()) >= Math.max(0.5, 1 - test.max_diffs / Math.max(1, wanted.length))
  if (!matches(test.cell, cell.text)) return false
  return RELATIONS.every((name) => {
    const wanted = test[name]
    return wanted === undefined || wanted === null || wanted === '' || related(name, cell, grid).some((other) => matches(wanted, other.text))
  })
}

/** Neighbours of a cell, or the cells that head its column or row: heading cells in it, else the outermost one. */
function related(name: (typeof RELATIONS)[number], cell: GridCell, grid: Grid): Grid {
  const sameColumn = (other: GridCell): boolean => other.column <= cell.lastColumn && other.lastColumn >= cell.column
  const sameRow = (other: GridCell): boolean => other.row <= cell.lastRow && other.lastRow >= cell.row
  switch (name) {
    case 'up': return grid.filter((other) => sameColumn(other) && other.lastRow === cell.row - 1)
    case 'down': return grid.filter((other) => sameColumn(other) && other.row === cell.lastRow + 1)
    case 'left': return grid.filter((other) => sameRow(other) && other.lastColumn === cell.column - 1)
    case 'right': return grid.filter((other) => sameRow(other) && other.column === cell.lastColumn + 1)
    case 'top_heading': return headings(grid.filter((other) => sameColumn(other) && other.lastRow < cell.row), (other) => other.row)
    case 'left_heading': return headings(grid.filter((other) => sameRow(other) && other.lastColumn < cell.column), (other) => other.column)
  }
}

function headings(line: Grid, position: (cell: GridCell) => number): Grid {
  const named = line.filter((cell) => cell.text.trim() !== '')
  const marked = named.filter((cell) => cell.heading)
  const outermost = Math.min(...named.map(position))
  return marked.length > 0 ? marked : named.filter((cell) => position(cell) === outermost)
}

function hasFormula(wanted: string, markdown: string): boolean {
  const formulas = [...markdown.matchAll(/\$\$([^]+?)\$\$|\\\[([^]+?)\\\]|\\\(([^]+?)\\\)|\$([^]+?)\$/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
  const plain = (latex: string): string => normalizeFormula(latex.replace(/\\[,;:!> ]/g, ''), '1.5').replace(/\{([^{}\\])\}/g, '$1')
  return formulas.some((formula) => plain(formula) === plain(wanted))
}

const FOREIGN = /[\u4e00-\u9fff\u3040-\u30ff\u{1f600}-\u{1f64f}\u{1f300}-\u{1f5ff}\u{1f680}-\u{1f6ff}\u{1f1e0}-\u{1f1ff}]/u

function isSound(test: TestOf<'baseline'>, markdown: string): boolean {
  const letters = markdown.replace(/[^\p{L}\p{N}]/gu, '').length
  if (test.max_length !== null && test.max_length !== undefined) return letters <= test.max_length
  return letters > 0 && !(test.check_disallowed_characters && FOREIGN.test(markdown)) && [1, 2, 3, 4, 5].every((n) => repeatsAtEnd(markdown, n) <= test.max_repeats)
}

/** How often the last `n` characters stand there in a row. */
function repeatsAtEnd(text: string, n: number): number {
  const last = text.slice(-n)
  let count = 0
  while (text.slice(text.length - (count + 1) * n, text.length - count * n) === last && (count + 1) * n <= text.length) count++
  return count
}
