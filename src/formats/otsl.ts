// OTSL, a table as a sequence of fields: <fcel> with text, <ecel> empty, <lcel> <ucel> <xcel> part of the cell to the left,
// above, or both, <nl> a row's end; <ched> <rhed> <srow> are headings. Source: arXiv 2305.03393; the heading tokens from
// docling-project/docling-core, docling_core/types/doc/tokens.py.
import type { WrittenTable } from '../seams/output-format.ts'
import { gridFields } from './html-table.ts'

type Cell = WrittenTable['cells'][number]

const FIELD = /<(fcel|ecel|lcel|ucel|xcel|ched|rhed|srow|nl)>/
export const LOOKS_LIKE_OTSL = FIELD

/** `heading`: the token of heading cells, for targets that tell them apart. */
export function writeOtsl(table: WrittenTable, heading: '<ched>' | '<fcel>'): string {
  return gridFields(table).map((fields, row) => {
    const origins = fields.map((field) => (typeof field === 'string' ? null : field))
    return fields.map((field, column) => {
      if (field === 'covered') return coveredField(table, row, column)
      const text = origins[column]?.text.replaceAll('\n', ' ') ?? ''
      return text === '' ? '<ecel>' : `${row < table.headerRows ? heading : '<fcel>'}${text}`
    }).join('') + '<nl>'
  }).join('')
}

function coveredField({ cells }: WrittenTable, row: number, column: number): string {
  const cell = cells.find((other) => row >= other.row && row < other.row + other.rowSpan
    && column >= other.column && column < other.column + other.columnSpan)
  if (cell === undefined || row === cell.row) return '<lcel>'
  return column === cell.column ? '<ucel>' : '<xcel>'
}

interface Field {
  readonly token: string
  readonly text: string
}

/** Rows may differ in length and spans may be wrong: a field that has text is always a cell. null = no fields. */
export function readOtsl(otsl: string): WrittenTable | null {
  const rows = fieldRows(otsl)
  if (rows.length === 0) return null
  const taken = rows.map((row) => row.map(() => false))
  const cells = rows.flatMap((row, r) => row.flatMap((_, c): Cell[] => {
    if (taken[r]?.[c] === true) return []
    const columnSpan = 1 + countWhile((i) => isPart(rows[r]?.[c + i], 'lcel') && taken[r]?.[c + i] === false)
    const rowSpan = 1 + countWhile((i) => continuesBelow(rows[r + i]?.slice(c, c + columnSpan), columnSpan))
    for (let i = 0; i < rowSpan; i++) taken[r + i]?.fill(true, c, c + columnSpan)
    return [{ row: r, column: c, rowSpan, columnSpan, text: row[c]?.text ?? '' }]
  }))
  const columns = Math.max(...rows.map((row) => row.length))
  return { rows: rows.length, columns, headerRows: headerRows(rows), cells }
}

function fieldRows(otsl: string): Field[][] {
  const [before = '', ...pieces] = otsl.split(new RegExp(FIELD, 'g'))
  const rows: Field[][] = [before.trim() === '' ? [] : [{ token: 'fcel', text: before.trim() }]]
  for (let i = 0; i + 1 < pieces.length; i += 2) {
    const [token = '', text = ''] = [pieces[i], pieces[i + 1]?.trim()]
    if (token !== 'nl') rows.at(-1)?.push({ token, text })
    else rows.push(text === '' ? [] : [{ token: 'fcel', text }])
  }
  return rows.at(-1)?.length === 0 ? rows.slice(0, -1) : rows
}

/** Leading rows of heading cells, or of nothing but the rest of those above. */
function headerRows(rows: readonly (readonly Field[])[]): number {
  const has = (row: readonly Field[], ...tokens: string[]): boolean => row.some(({ token }) => tokens.includes(token))
  const body = rows.findIndex((row, i) => has(row, 'fcel') || !(has(row, 'ched') || (i > 0 && has(row, 'ucel', 'xcel'))))
  return body < 0 ? rows.length : body
}

const isPart = (field: Field | undefined, token: string): boolean => field?.token === token && field.text === ''

/** True for the fields below a cell of the same width: <ucel>, then <xcel>. */
const continuesBelow = (fields: readonly Field[] | undefined, width: number): boolean =>
  fields?.length === width && fields.every((field, i) => isPart(field, i === 0 ? 'ucel' : 'xcel') || (i > 0 && isPart(field, 'ucel')))

/** How many of 1, 2, 3, ... hold before the first that does not. */
function countWhile(holds: (i: number) => boolean): number {
  let count = 0
  while (holds(count + 1)) count++
  return count
}
