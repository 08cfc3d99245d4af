// A settled table: its cells with their texts, and its plain text.
import type { Block } from '../model/document.ts'
import type { TableGrid } from '../model/region.ts'
import { joinLines, type Vocabulary } from '../formats/join-lines.ts'

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

function rowsOf(table: TableContent): TableContent['cells'][] {
  return Array.from({ length: table.rows }, (_, row) => (
    table.cells.filter((cell) => cell.row === row).sort((a, b) => a.column - b.column)
  ))
}
