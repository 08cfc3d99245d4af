// Rows of text over a table's first row that head its columns.
import { centerX, union, width } from '../model/box.ts'
import { isNamed } from './captions.ts'
import type { LinePiece } from './element.ts'
import { LEADER } from './rows.ts'
import { columnsOf, type Range } from './table-columns.ts'

/** White space between the lines of a head, and below it, at most, in ems. */
const GAP_EM = 0.9
/** Rows of text of a head at most. */
const MAX_LINES = 6
/** A heading of several columns is centred over them within this share of their width. */
const CENTRED = 0.15
/** Share of the columns beside the first one that a head has headings for. */
const HEADED_SHARE = 0.6

/** How many of the last of `rows`, close to one another and to the height `top`, points, head these columns. */
export function headAbove(rows: readonly (readonly LinePiece[])[], top: number, columns: readonly Range[], em: number): number {
  const gap = GAP_EM * em
  const headed = new Set<number>()
  let below = top
  let count = 0
  for (const row of rows.slice(-MAX_LINES).reverse()) {
    const box = row.length === 0 ? null : union(row.map((piece) => piece.box))
    const reach = isStub(row, columns) ? headed.has(0) ? gap / 2 : 0 : gap
    if (box === null || below - box.y1 > reach || !row.every((piece) => isHeading(piece, columns)) || isNoHead(row)) break
    for (const piece of row) {
      const [from, to] = columnsOf(piece.box, columns)
      for (let column = from; column < to; column++) headed.add(column)
    }
    below = box.y0
    count++
  }
  headed.delete(0)
  return headed.size >= HEADED_SHARE * (columns.length - 1) ? count : 0
}

/** The table's caption, or a line of a list of contents. */
const isNoHead = (row: readonly LinePiece[]): boolean => isNamed(row[0]?.piece.text ?? '') || row.some(({ piece }) => LEADER.test(piece.text))

/** A label by itself: the title of the table or of a section, unless it goes on with one of the head. */
const isStub = (row: readonly LinePiece[], columns: readonly Range[]): boolean => row.length === 1 && row.every(({ box }) => columnsOf(box, columns)[0] === 0)

/** True for text that stands in one column, or over the middle of some beside the first. */
function isHeading({ box }: LinePiece, columns: readonly Range[]): boolean {
  const [from, to] = columnsOf(box, columns)
  const [x0, x1] = [columns[from]?.[0] ?? 0, columns[to - 1]?.[1] ?? 0]
  if (to - from === 1) return true
  return from > 0 && Math.abs(centerX(box) - (x0 + x1) / 2) <= CENTRED * (x1 - x0) && width(box) <= x1 - x0
}
