// Settled regions made by hand, for tests of assembly.
import type { Line } from '../../src/model/line.ts'
import type { Region, TableCell } from '../../src/model/region.ts'
import type { SettledRegion } from '../../src/model/settled-region.ts'

const BOX = { x0: 0, y0: 0, x1: 10, y1: 10 }

const bareLine = (text: string): Line => ({
  text, words: text.split(' ').map((word) => ({ text: word, box: BOX, confidence: 1 })), box: BOX,
  source: 'test', fontSize: 10, bold: false, italic: false, rotation: 0,
})

let made = 0

export function settled(kind: Region['kind'], texts: readonly string[], parts: Partial<Region> = {}): SettledRegion {
  made++
  const region = { id: `r${made}`, kind, box: BOX, lines: parts.table == null ? texts.map(bareLine) : [], level: null, marker: null, table: null, ...parts }
  return { region, texts, confidence: 1, review: [], provenance: 'native', source: texts.length === 0 ? null : 'test', note: null, acceptance: null }
}

/** A table of single-line cells; a cell is given as its text, or as text with spans. */
export function settledTable(rows: readonly (readonly (string | { text: string; rowSpan?: number; columnSpan?: number; column?: number })[])[], headerRows = 1): SettledRegion {
  const cells = rows.flatMap((row, r) => row.map((cell, c): TableCell => {
    const { text, rowSpan = 1, columnSpan = 1, column = c } = typeof cell === 'string' ? { text: cell } : cell
    return { row: r, column, rowSpan, columnSpan, box: BOX, lines: text === '' ? [] : [bareLine(text)] }
  }))
  const columns = Math.max(...cells.map((cell) => cell.column + cell.columnSpan))
  const texts = cells.flatMap((cell) => cell.lines.map((line) => line.text))
  return settled('table', texts, { table: { rows: rows.length, columns, headerRows, cells } })
}
