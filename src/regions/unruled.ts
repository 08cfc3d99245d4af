// Tables without rules: rows of a stream whose fields stand under each other.
import { type Box, overlap1d, union, width } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'
import type { TableCell, TableGrid } from '../model/region.ts'
import { quantile } from '../model/quantile.ts'
import { findCode } from './code.ts'
import { cutAtGaps, type LinePiece, type TableElement, takeInside } from './element.ts'
import { markerOf } from './lists.ts'
import type { Metrics } from './metrics.ts'
import { DOT_LEADER, groupRows, LEADER, makeRow, type Row } from './rows.ts'
import { headAbove } from './head-above.ts'
import { findColumns } from './table-columns.ts'
import { rowsAboveRule, YEAR } from './table-head.ts'
import { filledRows, gridOf, hasWords, isTabularGrid } from './table-rows.ts'
import type { Sheet } from './upright.ts'

export interface UnruledTable {
  /** Rows [from, to) of the stream. */
  readonly from: number
  readonly to: number
  readonly box: Box
  readonly table: TableGrid
}

/** Rows with several fields that a table has at least. */
const MIN_FILLED = 3
/** Rows with one field that may stand between two with several: section titles, and lines of a label that stand before the second column. */
const MAX_BETWEEN = 2
const MAX_LABEL = 8
/** White space between two rows of a table at most, in ems. */
const ROW_GAP_EM = 1.8
/** Share of the fields beside the first column that are figures, from which on two columns are a table. */
const FIGURES_SHARE = 0.5
/** Columns and share of the rows that fill three of them, from which on words are a table as well ... */
const WORD_COLUMNS = 3
const WORD_ROWS_SHARE = 0.6
/** ... when this share of the fields begins, ends or is centred where its column's usually do, within this many ems. */
const ALIGNED_SHARE = 0.7
const ALIGNED_EM = 0.5
/** '12', '1,204.5', '-3 %', '$ 40', '—', 'n/a', 'W', '12.1 ± 0.3', '(0.02)', '<0.001': short fields with a digit, or without letters. */
const FIGURE = /^(?:[^\p{L}]*|[^\p{L}]*\d[^\p{L}]*\p{L}{0,3}|n\/?a\.?|\p{Lu})$/u

/** The tables of one stream, top to bottom. */
export function findUnruled(rows: readonly Row[], rulings: readonly Ruling[], metrics: Metrics): UnruledTable[] {
  const fields = rows.map((row) => row.lines.flatMap((line) => cutAtGaps(line)).sort((a, b) => a.box.x0 - b.box.x0))
  const tables: UnruledTable[] = []
  let from = 0
  while (from < rows.length) {
    const to = isFilled(rows, fields, from) ? endOfRun(rows, fields, from, metrics) : from + 1
    const found = to - from < MIN_FILLED ? null : tableOf(fields.slice(tables.at(-1)?.to ?? 0, from), fields.slice(from, to), rulings, metrics)
    if (found !== null) tables.push({ from: from - found.above, to, table: found.table, box: union(rows.slice(from - found.above, to).map((row) => row.box)) })
    from = to
  }
  return tables
}

/** So many columns of such short fields, characters, are no page in columns: they are found before the page is cut into its columns. */
const WIDE_COLUMNS = 4
const SHORT_FIELD = 20
/** Share of the cells that hold text; what stands beside one another on a page by chance leaves more of them empty. */
const WIDE_FILLED = 0.55
/** Lines of a first column this long, characters, are running text beside a table, unless this share of the rows has one each, and half of them are this much narrower than the widest. */
const LABEL_LINE = 40
const ROW_LABELS = 0.9
const LABEL_FILL = 0.8
/** Lines of a label before the second column have so many characters at most. */
const SHORT_LABEL = 32

/** Tables without rules that can be told before the reading order is known, and the pieces that stand in none. */
export function findWide(
  pieces: readonly LinePiece[], { typewriter, rulings }: Pick<Sheet, 'typewriter' | 'rulings'>, metrics: Metrics,
): { tables: TableElement[]; rest: LinePiece[] } {
  const rows = groupRows(pieces).map(makeRow)
  const code = findCode(rows, typewriter)
  const tables = findUnruled(rows.filter((_, i) => code[i] === false), rulings, metrics).filter(({ table }) => isWide(table)).map(({ box, table }): TableElement => ({ type: 'table', box, table }))
  return { tables, rest: tables.reduce<LinePiece[]>((rest, { box }) => takeInside(rest, box).outside, [...pieces]) }
}

function isWide(table: TableGrid): boolean {
  const { rows, columns, cells } = table
  const filled = cells.filter((cell) => cell.lines.length > 0)
  const inColumn = (column: number): TableCell[] => filled.filter((cell) => cell.column === column)
  const isShort = (column: number): boolean => (
    (quantile(inColumn(column).map((cell) => cell.lines.reduce((sum, line) => sum + line.text.length, 0)), 0.5) ?? 0) <= SHORT_FIELD
  )
  return columns >= WIDE_COLUMNS && filledRows(table, WORD_COLUMNS) >= MIN_FILLED && filled.length >= WIDE_FILLED * cells.length
    && !isRunningText(inColumn(0), rows) && Array.from({ length: columns - 1 }, (_, i) => i + 1).every(isShort)
}

/** Lines as long as those of a text column, which most of them fill or which are not those of rows. */
function isRunningText(labels: readonly TableCell[], rows: number): boolean {
  const lines = labels.flatMap((cell) => cell.lines)
  const widths = lines.map((line) => width(line.box))
  const isRagged = (quantile(widths, 0.5) ?? 0) < LABEL_FILL * Math.max(...widths)
  const inRows = labels.filter((cell) => cell.lines.length === 1).length >= ROW_LABELS * rows
  return (quantile(lines.map((line) => line.text.length), 0.5) ?? 0) >= LABEL_LINE && !(isRagged && inRows)
}

function isFilled(rows: readonly Row[], fields: readonly (readonly LinePiece[])[], i: number): boolean {
  const row = fields[i] ?? []
  return row.length >= 2 && !DOT_LEADER.test(rows[i]?.text ?? '') && !(row.length === 2 && markerOf(`${row[0]?.piece.text ?? ''} x`) !== null)
}

/** The row after the last one with several fields that stands close enough under the one before. */
function endOfRun(rows: readonly Row[], fields: readonly (readonly LinePiece[])[], from: number, metrics: Metrics): number {
  let end = from + 1
  // where the second column starts, so far
  let labelled = fields[from]?.[1]?.box.x0 ?? 0
  let others = 0
  for (let i = from + 1; i < rows.length && others <= MAX_BETWEEN && i - end <= MAX_LABEL; i++) {
    const [above, row] = [rows[i - 1], rows[i]]
    if (above === undefined || row === undefined || row.box.y0 - above.box.y1 > ROW_GAP_EM * metrics.bodySize) break
    if (isFilled(rows, fields, i)) {
      [end, others, labelled] = [i + 1, 0, Math.min(labelled, fields[i]?.[1]?.box.x0 ?? labelled)]
    // a label ends before the last column; running text does not
    } else if (row.box.x1 > (fields[end - 1]?.at(-1)?.box.x0 ?? 0)) break
    else if (row.box.x1 > labelled || row.text.length > SHORT_LABEL) others++
  }
  return end
}

/** The table that a run of rows makes, and how many of the rows before it belong to its head. */
function tableOf(
  before: readonly (readonly LinePiece[])[], run: readonly (readonly LinePiece[])[], rulings: readonly Ruling[], metrics: Metrics,
): { table: TableGrid; above: number } | null {
  const filled = run.filter((row) => row.length >= 2)
  const columns = findColumns(run, metrics.bodySize)
  if (filled.length < MIN_FILLED || columns.length < 2) return null
  const above = headAbove(before, Math.min(...(run[0] ?? []).map(({ box }) => box.y0)), columns, metrics.bodySize)
  const rows = [...above === 0 ? [] : before.slice(-above), ...run]
  const heads = rowsAboveRule(rows.map((row) => union(row.map(({ box }) => box))), rulings) || headRows(rows)
  const table = gridOf(rows, columns, heads, { parting: [], heading: [] })
  return isTabularGrid(table) && filledRows(table, 2) >= MIN_FILLED && hasWords(table) && (hasFigures(table) || isAligned(table, metrics)) && !isContents(table) && !isEquations(table) ? { table, above } : null
}

/** Rows of text of a head without a rule at most. */
const MAX_HEAD = 5

/**
 * The first row is a heading when it holds words over figures; so are the next ones without figures that have fewer fields than the
 * table, except for the title of its first section.
 */
function headRows(rows: readonly (readonly LinePiece[])[]): number {
  const isFigures = (row: readonly LinePiece[]): boolean => row.slice(1).some(({ piece }) => FIGURE.test(piece.text) && !YEAR.test(piece.text))
  const first = rows.findIndex(isFigures)
  if (first <= 0) return 0
  const usual = Math.max(...rows.map((row) => row.length))
  const left = quantile(rows.flatMap(([piece]) => (piece === undefined ? [] : [piece.box.x0])), 0.5) ?? 0
  let depth = 1
  while (depth < Math.min(first, MAX_HEAD) && (rows[depth]?.length ?? 0) < usual) depth++
  const isTitle = (row: readonly LinePiece[], above: readonly LinePiece[]): boolean => {
    const [a, b] = [union(row.map(({ box }) => box)), union(above.map(({ box }) => box))]
    return row.length === 1 && a.x0 <= left && overlap1d(a.y0, a.y1, b.y0, b.y1) <= 0
  }
  while (depth > 1 && isTitle(rows[depth - 1] ?? [], rows[depth - 2] ?? [])) depth--
  return depth
}

function hasFigures({ cells }: TableGrid): boolean {
  const texts = cells.filter((cell) => cell.column > 0 && cell.lines.length > 0).map((cell) => cell.lines.map((line) => line.text).join(' '))
  return texts.filter((text) => FIGURE.test(text)).length >= FIGURES_SHARE * texts.length
}

function isAligned({ rows, columns, cells }: TableGrid, metrics: Metrics): boolean {
  const filled = cells.filter((cell) => cell.lines.length > 0 && cell.columnSpan === 1)
  const wide = Array.from({ length: rows }, (_, row) => filled.filter((cell) => cell.row === row).length).filter((count) => count >= WORD_COLUMNS)
  if (columns < WORD_COLUMNS || wide.length < Math.max(MIN_FILLED, WORD_ROWS_SHARE * rows)) return false
  const slack = ALIGNED_EM * metrics.bodySize
  const aligned = Array.from({ length: columns }, (_, column) => {
    const boxes = filled.filter((cell) => cell.column === column).map((cell) => cell.box)
    const edges = [boxes.map((box) => box.x0), boxes.map((box) => box.x1), boxes.map((box) => (box.x0 + box.x1) / 2)]
    return Math.max(...edges.map((places) => Math.max(0, ...places.map((x) => places.filter((other) => Math.abs(other - x) <= slack).length))))
  })
  return aligned.reduce((sum, count) => sum + count, 0) >= ALIGNED_SHARE * filled.length
}

/** Share of a column's cells that are a relation between the sides of equations. */
const RELATIONS_SHARE = 0.6
const RELATION = /^[=≠≤≥≈≡∼→⇒↦]$/u
/** Parts of large brackets. */
const BRACKET = /[\u239B-\u23AE]/u

/** Equations under each other, or a matrix. */
function isEquations({ columns, cells }: TableGrid): boolean {
  const byColumn = Array.from({ length: columns }, (_, column) => cells.filter((cell) => cell.column === column && cell.lines.length > 0))
  return cells.filter(({ lines }) => lines.some(({ text }) => BRACKET.test(text))).length >= 2
    || byColumn.some((filled) => filled.length >= 2 && filled.filter(({ lines }) => RELATION.test(lines[0]?.text ?? '')).length >= RELATIONS_SHARE * filled.length)
}

/** Share of a table's rows with dot leaders from which on they are a list of contents. */
const LEADERS_SHARE = 0.3
const LEADER_END = /(?:\.\s?){3}$/

/** Titles with dots after them, or with page numbers that never fall, in one column or in two: a list of contents. */
function isContents({ rows, columns, cells }: TableGrid): boolean {
  const led = new Set(cells.filter(({ lines }) => lines.some(({ text }) => LEADER_END.test(text) || LEADER.test(text))).map(({ row }) => row))
  if (led.size >= LEADERS_SHARE * rows) return true
  const pagesIn = (column: number): number[] => {
    const texts = cells.filter((cell) => cell.column === column && cell.lines.length > 0).map((cell) => cell.lines[0]?.text ?? '')
    return texts.every((page, i) => /^\d{1,4}$/.test(page) && Number(page) >= Number(texts[i - 1] ?? 0)) ? texts.map(Number) : []
  }
  const last = pagesIn(columns - 1)
  const isSecond = (first: number[]): boolean => first.length >= MIN_FILLED && (first.at(-1) ?? 0) <= (last[0] ?? 0)
  return last.length > 0 && (columns <= 3 || Array.from({ length: columns - 2 }, (_, i) => pagesIn(i + 1)).some(isSecond))
}
