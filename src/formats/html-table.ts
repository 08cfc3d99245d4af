// Tables as HTML, in both directions.
import type { Element } from 'domhandler'
import type { WrittenTable } from '../seams/output-format.ts'
import { escapeHtml } from './escape-markdown.ts'
import { findElements, parseHtml, textOf } from './html-text.ts'

type Cell = WrittenTable['cells'][number]

export interface HtmlTableStyle {
  /** The opening tag, such as '<table border="1">'. */
  readonly open: string
  /** True: `<thead>` and `<tbody>` around the rows. */
  readonly sections: boolean
  /** Tag of heading cells. */
  readonly heading: 'th' | 'td'
  /** 'line': the whole table on one line; 'rows': a line a row; 'tree': a line a tag and a text, indented by their depth. */
  readonly layout: 'line' | 'rows' | 'tree'
  /** How a cell's text is escaped. */
  readonly escape: (text: string) => string
  /** What a line break in a cell becomes. */
  readonly lineBreak: '<br>' | ' '
}

export const PLAIN_HTML: HtmlTableStyle = {
  open: '<table>', sections: false, heading: 'th', layout: 'rows', escape: escapeHtml, lineBreak: '<br>',
}

/** What HTML allows. */
const MOST_COLUMNS = 1000

/**
 * The first table's cells, each in the first free column of its row, as a browser places them; spans that leave the
 * table or run into another cell are cut. null = no rows. Tables inside cells are text.
 */
export function readHtmlTable(html: string): WrittenTable | null {
  const rows = findElements(parseHtml(html), ['tr'])
  if (rows.length === 0) return null
  const busyUntil: number[] = []
  const cells = rows.flatMap((tr, row) => placeRow(findElements(tr.children, ['td', 'th']), row, rows.length, busyUntil))
  const columns = cells.reduce((most, cell) => Math.max(most, cell.column + cell.columnSpan), 0)
  return { rows: rows.length, columns, headerRows: headerRows(rows), cells }
}

/** `busyUntil[column]` is the first row in which the column is free; kept up to date here. */
function placeRow(elements: readonly Element[], row: number, rows: number, busyUntil: number[]): Cell[] {
  let column = 0
  const free = (at: number): boolean => (busyUntil[at] ?? 0) <= row
  return elements.map((element) => {
    while (!free(column)) column++
    const rowSpan = Math.min(spanOf(element.attribs['rowspan']), rows - row)
    const wanted = spanOf(element.attribs['colspan'])
    let columnSpan = 0
    while (columnSpan < wanted && free(column + columnSpan)) busyUntil[column + columnSpan++] = row + rowSpan
    return { row, column: column, rowSpan, columnSpan, text: cellText(element) }
  })
}

const spanOf = (value: string | undefined): number => Math.min(MOST_COLUMNS, Math.max(1, Number.parseInt(value ?? '1', 10) || 1))
const cellText = (element: Element): string => textOf(element.children).replace(/[^\S\n]+/g, ' ').replace(/ ?\n\s*/g, '\n').trim()

/** Leading rows that stand in a `<thead>` or whose cells are all `<th>`; a row that those above cover belongs to them. */
function headerRows(rows: readonly Element[]): number {
  const isHeading = (tr: Element, row: number): boolean => {
    const cells = findElements(tr.children, ['td', 'th'])
    const inHead = tr.parent !== null && 'name' in tr.parent && tr.parent.name === 'thead'
    return inHead || ((cells.length > 0 || row > 0) && cells.every((cell) => cell.name === 'th'))
  }
  const body = rows.findIndex((tr, row) => !isHeading(tr, row))
  return body < 0 ? rows.length : body
}

/** Fields of the grid, row by row: the cell that starts there, 'covered' by a span, or 'empty'. */
export function gridFields(table: WrittenTable): (Cell | 'covered' | 'empty')[][] {
  const grid = Array.from({ length: table.rows }, () => new Array<Cell | 'covered' | 'empty'>(table.columns).fill('empty'))
  for (const cell of table.cells) {
    for (let row = cell.row; row < cell.row + cell.rowSpan; row++) {
      for (let column = cell.column; column < cell.column + cell.columnSpan; column++) {
        const fields = grid[row]
        if (fields?.[column] !== undefined) fields[column] = row === cell.row && column === cell.column ? cell : 'covered'
      }
    }
  }
  return grid
}

export function writeHtmlTable(table: WrittenTable, style: HtmlTableStyle): string {
  const rows = gridFields(table).map((fields, row) => writeRow(fields, row < table.headerRows ? style.heading : 'td', style))
  const section = (name: string, part: readonly string[]): string[] =>
    (part.length === 0 ? [] : style.sections ? [`<${name}>`, ...part, `</${name}>`] : [...part])
  const parts = [...section('thead', rows.slice(0, table.headerRows)), ...section('tbody', rows.slice(table.headerRows))]
  const written = [style.open, ...parts, '</table>'].join(style.layout === 'line' ? '' : '\n')
  return style.layout === 'tree' ? `${written}\n` : written
}

function writeRow(fields: ReturnType<typeof gridFields>[number], tag: string, style: HtmlTableStyle): string {
  const cells = fields.filter((field) => field !== 'covered').map((field) => {
    if (field === 'empty') return { open: `<${tag}>`, text: '' }
    const span = (field.rowSpan > 1 ? ` rowspan="${field.rowSpan}"` : '') + (field.columnSpan > 1 ? ` colspan="${field.columnSpan}"` : '')
    return { open: `<${tag}${span}>`, text: style.escape(field.text).replaceAll('\n', style.lineBreak) }
  })
  if (style.layout !== 'tree') return `<tr>${cells.map(({ open, text }) => `${open}${text}</${tag}>`).join('')}</tr>`
  const lines = cells.flatMap(({ open, text }) => [`  ${open}`, ...(text === '' ? [] : [`   ${text}`]), `  </${tag}>`])
  return [' <tr>', ...lines, ' </tr>'].join('\n')
}
