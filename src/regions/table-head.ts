// How many rows head a table, told by weight, by a rule below them, and by words over figures.
import { type Box, centerY, overlap1d } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Ruling } from '../model/page.ts'
import type { TableCell } from '../model/region.ts'

/** Rows of a head at most. */
const MAX_HEAD = 4
/** Share of a table's width that a rule under its head covers. */
const RULE_COVERS = 0.6
/** Share of a table's body that figures take under a head of words. */
const FIGURES_SHARE = 0.3
/** A year heads a column of figures: '2009', 'FY 2021'. */
export const YEAR = /^(?:FY\s?)?(?:19|20)\d\d[A-Z*]?$/u

const isFigure = ({ text }: Line): boolean => /\d/.test(text) && !/\p{L}{3}/u.test(text) && !YEAR.test(text.trim())
const isBold = (lines: readonly Line[]): boolean => lines.every(({ bold }) => bold)

/** Rows at the top that are bold, where others are not; a section's title under them is none. `rows` are the lines of each. */
export function boldRows(rows: readonly (readonly Line[])[]): number {
  let head = Math.max(0, rows.findIndex((lines) => lines.length === 0 || !isBold(lines)))
  if (head === 0 || rows.slice(head).every(isBold)) return 0
  while (head > 1 && rows[head - 1]?.length === 1) head--
  return head > MAX_HEAD ? 1 : head
}

/** Rows above the first rule under one of the first rows of a table, where it is drawn across most of it. */
export function rowsAboveRule(rows: readonly Box[], rulings: readonly Ruling[]): number {
  const [x0, x1] = [Math.min(...rows.map((box) => box.x0)), Math.max(...rows.map((box) => box.x1))]
  const lying = rulings.filter(({ direction, box }) => direction === 'horizontal' && overlap1d(x0, x1, box.x0, box.x1) >= RULE_COVERS * (x1 - x0))
  const head = rows.slice(1, MAX_HEAD + 1).findIndex((row, i) => {
    const above = rows[i]
    return above !== undefined && lying.some(({ box }) => box.y0 > centerY(above) && box.y1 < centerY(row))
  })
  return head + 1
}

/** Heading rows of a grid of ruled cells: its bold rows, or words over figures, as deep as its first row's cells reach. */
export function headOfGrid(cells: readonly TableCell[], rows: number): number {
  const linesOf = (row: number): Line[] => cells.filter((cell) => cell.row === row).flatMap(({ lines }) => lines)
  const byRow = Array.from({ length: rows }, (_, row) => linesOf(row))
  const [first = [], ...others] = byRow
  const body = others.flat()
  if (first.length === 0 || body.length === 0) return 0
  const bold = boldRows(byRow)
  const overFigures = body.filter(isFigure).length >= FIGURES_SHARE * body.length && !first.some(isFigure)
  if (bold === 0 && !overFigures) return 0
  const reach = Math.max(...cells.filter(({ row }) => row === 0).map(({ rowSpan }) => rowSpan))
  return Math.max(1, bold, reach <= MAX_HEAD && reach < rows ? reach : 1)
}
