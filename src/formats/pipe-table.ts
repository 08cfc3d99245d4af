// Tables with pipes, in both directions.
import type { Tokens } from 'marked'
import type { WrittenTable } from '../seams/output-format.ts'
import { escapeCell } from './escape-markdown.ts'
import { gridFields } from './html-table.ts'
import { PLAIN, readInline, writeInline, type InlineStyle } from './inline.ts'

export interface PipeTableStyle {
  /** 'one': a space on each side of a text; 'padded': columns of equal width; 'none': bare texts. */
  readonly spaces: 'one' | 'padded' | 'none'
  /** In padded tables, how much wider than its heading a column is at least, and columns of numbers set to the right. */
  readonly headingRoom: number
  readonly numbersRight: boolean
  readonly escape: (text: string) => string
  /** What a line break in a cell becomes. */
  readonly lineBreak: '<br>' | ' '
  /** What the fields of a span hold besides its first: nothing, or its text again. */
  readonly spans: 'empty' | 'repeat'
}

export const PLAIN_PIPES: PipeTableStyle = {
  spaces: 'one', headingRoom: 0, numbersRight: false, escape: escapeCell, lineBreak: '<br>', spans: 'empty',
}

const CELL_TEXT: InlineStyle = { ...PLAIN, breaks: 'keep' }

/** A table token of marked; marks are dropped from the cells' texts, `<br>` is a line break. */
export function readPipeTable(token: Tokens.Table, brackets: boolean): WrittenTable {
  const rows = [token.header, ...token.rows]
  const cells = rows.flatMap((fields, row) => fields.map(({ text }, column) => ({
    row, column, rowSpan: 1, columnSpan: 1, text: writeInline(readInline(text, brackets), CELL_TEXT).trim(),
  })))
  return { rows: rows.length, columns: token.header.length, headerRows: 1, cells }
}

/** GitHub's pipe tables have exactly one heading row: the first one, whether it is marked or not. */
export function writePipeTable(table: WrittenTable, style: PipeTableStyle): string {
  const [heading = [], ...body] = fieldTexts(table, style)
  if (style.spaces === 'padded') return padded(heading, body, style)
  const line = (fields: readonly string[]): string => (style.spaces === 'one' ? `| ${fields.join(' | ')} |` : `|${fields.join('|')}|`)
  return [line(heading), line(heading.map(() => '---')), ...body.map(line)].join('\n')
}

/** Markdown's rule has three dashes. */
const NARROWEST = 3
const NUMBER = /^[-+]?[\d.,]+(?:e[-+]?\d+)?$/i

function padded(heading: readonly string[], body: readonly (readonly string[])[], style: PipeTableStyle): string {
  const widths = heading.map((text, column) =>
    body.reduce((widest, row) => Math.max(widest, row[column]!.length), Math.max(NARROWEST, text.length + style.headingRoom)))
  const right = heading.map((_, column) =>
    style.numbersRight && body.length > 0 && body.every((row) => NUMBER.test(row[column]!) || row[column] === ''))
  const line = (fields: readonly string[]): string =>
    `| ${fields.map((text, column) => (right[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!))).join(' | ')} |`
  return [line(heading), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

function fieldTexts(table: WrittenTable, style: PipeTableStyle): string[][] {
  const grid = gridFields(table).map((fields) => fields.map((field) =>
    (typeof field === 'string' ? '' : style.escape(field.text).replaceAll('\n', style.lineBreak))))
  if (style.spans === 'repeat') {
    for (const cell of table.cells) {
      for (let row = cell.row; row < cell.row + cell.rowSpan; row++) {
        for (let column = cell.column; column < cell.column + cell.columnSpan; column++) grid[row]![column] = grid[cell.row]![cell.column]!
      }
    }
  }
  return grid
}

