// Tables as cells on a grid: from a page's Markdown (pipe tables and HTML), and from ICDAR 2013's XML.
import { parseDocument } from 'htmlparser2'
import type { Element } from 'domhandler'
import { marked } from 'marked'
import { findElements, parseHtml, textOf } from '../../src/formats/html-text.ts'
import { htmlTables } from './marked-tables.ts'

export interface GridCell {
  readonly text: string
  /** First and last row and column, from 0. */
  readonly row: number
  readonly column: number
  readonly lastRow: number
  readonly lastColumn: number
  readonly heading: boolean
}

export type Grid = readonly GridCell[]

/** Every table of a page. */
export function markdownGrids(markdown: string): Grid[] {
  const pipes = marked.lexer(markdown).flatMap((token): Grid[] => {
    if (token.type !== 'table') return []
    const { header, rows } = token as { header: { text: string }[], rows: { text: string }[][] }
    return [[header, ...rows].flatMap((cells, row) => cells.map(({ text }, column) => ({
      text: textOf(parseHtml(text)), row, column, lastRow: row, lastColumn: column, heading: row === 0,
    })))]
  })
  return [...pipes, ...htmlTables(markdown).map(({ text }) => htmlGrid(text))]
}

/** Places the cells of an HTML table as a browser does: each in the first free column of its row. */
export function htmlGrid(html: string): Grid {
  const taken = new Set<string>()
  return findElements(parseHtml(html), ['tr']).flatMap((tr, row) => {
    let column = 0
    return findElements(tr.children, ['td', 'th']).map((cell): GridCell => {
      while (taken.has(`${row},${column}`)) column++
      const lastRow = row + span(cell.attribs['rowspan']) - 1
      const lastColumn = column + span(cell.attribs['colspan']) - 1
      for (let r = row; r <= lastRow; r++) for (let c = column; c <= lastColumn; c++) taken.add(`${r},${c}`)
      return { text: textOf(cell.children), row, column, lastRow, lastColumn, heading: cell.name === 'th' }
    })
  })
}

/** 1 to 1000: what HTML allows is more, and a misread span must not fill the memory. */
const span = (value: string | undefined): number => Math.min(1000, Math.max(1, Number.parseInt(value ?? '1', 10) || 1))

/** Tables of an ICDAR 2013 structure file (`*-str.xml`), those of several regions as one. */
export function icdarGrids(xml: string): Grid[] {
  const number = (element: Element, name: string, fallback: number): number => Number.parseInt(element.attribs[name] ?? '', 10) || fallback
  return findElements(parseDocument(xml, { xmlMode: true }).children, ['table']).map((table) =>
    findElements(table.children, ['region']).flatMap((region) => findElements(region.children, ['cell']).map((cell): GridCell => {
      const row = number(cell, 'start-row', 0) + number(region, 'row-increment', 0)
      const column = number(cell, 'start-col', 0) + number(region, 'col-increment', 0)
      return {
        text: textOf(findElements(cell.children, ['content']).flatMap((content) => content.children)), row, column, heading: false,
        lastRow: Math.max(row, number(cell, 'end-row', 0) + number(region, 'row-increment', 0)),
        lastColumn: Math.max(column, number(cell, 'end-col', 0) + number(region, 'col-increment', 0)),
      }
    })))
}

/** A grid as plain HTML: rows, cells, spans and text, nothing else, so that tables of any origin can be compared. */
export function gridHtml(grid: Grid): string {
  const escape = (text: string): string => text.replace(/\s+/g, ' ').trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const spanned = (name: string, count: number): string => (count > 1 ? ` ${name}="${count}"` : '')
  const rows = Array.from({ length: Math.max(0, ...grid.map((cell) => cell.row + 1)) }, (_, row) => grid.filter((cell) => cell.row === row)
    .sort((a, b) => a.column - b.column)
    .map((cell) => `<td${spanned('colspan', cell.lastColumn - cell.column + 1)}${spanned('rowspan', cell.lastRow - cell.row + 1)}>${escape(cell.text)}</td>`))
  return `<html><body><table>${rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('')}</table></body></html>`
}
