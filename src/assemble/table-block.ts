// A settled table: cell texts for the JSON, a pipe table or HTML for the Markdown.
import type { Block } from '../model/document.ts'
import type { TableGrid } from '../model/region.ts'
import { escapeCell, escapeHtml } from './escape-markdown.ts'
import { joinLines, type Vocabulary } from './join-lines.ts'

export type TableContent = NonNullable<Block['table']>

/** Cells with their texts; `texts` are in the order of the cells' lines. */
export function tableContent(table: TableGrid, texts: readonly string[], vocabulary: Vocabulary): TableContent {
  let next = 0
  const cells = table.cells.map(({ lines, ...cell }) => {
    const own = texts.slice(next, next + lines.length)
    next += lines.length
    return { ...cell, text: joinLines(own, vocabulary) }
  })
  return { rows: table.rows, columns: table.columns, headerRows: table.headerRows, cells }
}

/** Rows on lines, cells parted by tabs. */
export function tableText(table: TableContent): string {
  return rowsOf(table).map((row) => row.map((cell) => cell.text).join('\t')).join('\n')
}

/** A pipe table; HTML where cells span or several rows head the table. */
export function tableMarkdown(table: TableContent): string {
  const spans = table.cells.some((cell) => cell.rowSpan > 1 || cell.columnSpan > 1)
  return spans || table.headerRows > 1 ? htmlTable(table) : pipeTable(table)
}

function rowsOf(table: TableContent): TableContent['cells'][] {
  return Array.from({ length: table.rows }, (_, row) => (
    table.cells.filter((cell) => cell.row === row).sort((a, b) => a.column - b.column)
  ))
}

/** GitHub's pipe tables have exactly one heading row: the first one, whether it is marked or not. */
function pipeTable(table: TableContent): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = rowsOf(table).map((row) => line(Array.from({ length: table.columns }, (_, column) => (
    escapeCell(row.find((cell) => cell.column === column)?.text ?? '')
  ))))
  const rule = line(Array.from({ length: table.columns }, () => '---'))
  return [rows[0] ?? '', rule, ...rows.slice(1)].join('\n')
}

function htmlTable(table: TableContent): string {
  const covered = new Set(table.cells.flatMap((cell) => fieldsOf(cell)))
  const rows = Array.from({ length: table.rows }, (_, row) => {
    const tag = row < table.headerRows ? 'th' : 'td'
    const fields = Array.from({ length: table.columns }, (_, column) => {
      const cell = table.cells.find((other) => other.row === row && other.column === column)
      if (cell === undefined) return covered.has(`${row},${column}`) ? '' : `<${tag}></${tag}>`
      const span = (cell.rowSpan > 1 ? ` rowspan="${cell.rowSpan}"` : '') + (cell.columnSpan > 1 ? ` colspan="${cell.columnSpan}"` : '')
      return `<${tag}${span}>${escapeHtml(cell.text)}</${tag}>`
    })
    return `<tr>${fields.join('')}</tr>`
  })
  return ['<table>', ...rows, '</table>'].join('\n')
}

function fieldsOf(cell: TableContent['cells'][number]): string[] {
  const fields: string[] = []
  for (let row = cell.row; row < cell.row + cell.rowSpan; row++) {
    for (let column = cell.column; column < cell.column + cell.columnSpan; column++) fields.push(`${row},${column}`)
  }
  return fields
}
