// Rows of text -> rows of a table's body: cells of several lines are put together.
import { centerY, height, width } from '../model/box.ts'
import { FIGURE } from '../model/figure.ts'
import { quantile } from '../model/quantile.ts'
import { gapBefore } from './element.ts'
import type { Rule } from './rules.ts'
import { boxOf, type Cell, joinCells, meet, pitchOf, textOf } from './table-cells.ts'
import type { Range } from './table-columns.ts'

/** Lines of one cell have a leading of so many ems at most; that of rows is larger by this factor at least. */
const MAX_LEADING_EM = 1.8
const LEADING_RATIO = 1.2
/** Share of the steps taken for a cell's leading that may stand between two rows of figures. */
const CLASHING_SHARE = 0.1
/** Rules between rows from which on every row has its own. */
const RULED_ROWS = 3

const CONTINUES = /^\p{Ll}/u
/** Goes on in the next line: '5.4 ±', '0.94–'. */
const UNFINISHED = /[-–—±+,/]$/u

/**
 * The rows of a table's body. A row of text belongs to the one above it when it stands closer than rows do, between the same two
 * rules, or goes on in lower case; if it has cells of its own, only when what it begins with had no room in the line above.
 */
export function bodyRows(lines: readonly Cell[][], columns: readonly Range[], rules: readonly Rule[]): Cell[][] {
  const rows = joinStraddling(joinLevel(lines))
  const boxes = rows.map(boxOf)
  const parted = boxes.map((box, i) => i > 0 && rules.some(({ at }) => at > (boxes[i - 1] ?? box).y1 - height(box) / 2 && at < box.y0 + height(box) / 2))
  const usual = quantile(boxes.map(height), 0.5) ?? 0
  // distances from the row above, as if all were of one height
  const steps = boxes.map((box, i) => box.y0 - (boxes[i - 1] ?? box).y1 + usual)
  const leading = leadingOf(rows, steps, parted)
  const joined: Cell[][] = []
  rows.forEach((row, i) => {
    const above = joined.at(-1)
    const near = leading !== null && (steps[i] ?? Infinity) <= leading
    if (above !== undefined && parted[i] === false && goesOn(above, row, near, columns)) joined[joined.length - 1] = joinCells(above, row)
    else joined.push(row)
  })
  return joined
}

/** What lines of one cell are apart at most, points; null when rows of text stand at one distance. */
function leadingOf(rows: readonly Cell[][], steps: readonly number[], parted: readonly boolean[]): number | null {
  const em = quantile(rows.flatMap((row) => row.flatMap(({ pieces }) => pieces.map(({ piece }) => piece.fontSize))), 0.5) ?? 0
  const free = rows.map((_, i) => i).filter((i) => i > 0 && parted[i] === false)
  const isNear = (reach: number): boolean => {
    const near = free.filter((i) => (steps[i] ?? Infinity) <= reach)
    return near.filter((i) => clash(rows[i - 1] ?? [], rows[i] ?? [])).length <= CLASHING_SHARE * near.length
  }
  if (parted.filter(Boolean).length >= RULED_ROWS && isNear(Infinity)) return Infinity
  const sorted = steps.slice(1).sort((a, b) => a - b)
  let best: { ratio: number; reach: number } | null = null
  for (let i = 1; i < sorted.length; i++) {
    const [near, far] = [sorted[i - 1] ?? 0, sorted[i] ?? 0]
    const ratio = near > 0 ? far / near : 0
    if (near <= MAX_LEADING_EM * em && ratio >= LEADING_RATIO && ratio > (best?.ratio ?? 0)) best = { ratio, reach: (near + far) / 2 }
  }
  return best !== null && isNear(best.reach) ? best.reach : null
}

/** True when both have figures in one column, the first one finished: these are two rows. */
export function hasFigureTwice(above: readonly Cell[], row: readonly Cell[]): boolean {
  return row.some((cell) => above.some((other) => meet(other, cell) && FIGURE.test(textOf(cell)) && FIGURE.test(textOf(other)) && !isUnfinished(textOf(other))))
}

/** True when two rows of text have cells in the same columns, two or more. */
export function hasSameCells(above: readonly Cell[], row: readonly Cell[]): boolean {
  return row.length > 1 && row.length === above.length && row.every((cell) => above.some((other) => meet(other, cell)))
}

/** True for two rows for sure. */
const clash = (above: readonly Cell[], row: readonly Cell[]): boolean => hasSameCells(above, row) || hasFigureTwice(above, row)

const count = (text: string, sign: string): number => text.split(sign).length - 1
const isUnfinished = (text: string): boolean => UNFINISHED.test(text) || count(text, '(') > count(text, ')')

function goesOn(above: readonly Cell[], row: readonly Cell[], near: boolean, columns: readonly Range[]): boolean {
  const under = row.filter((cell) => above.some((other) => meet(other, cell)))
  if (under.length === 0 || clash(above, row)) return false
  const inLowerCase = under.every(({ pieces }) => CONTINUES.test(pieces[0]?.piece.text ?? ''))
  if (under.length === row.length && row.length < above.length) return near || inLowerCase
  const isLabel = above.length === 1 && above[0]?.column === 0
  return (near || isLabel && inLowerCase) && under.every((cell) => hadNoRoom(cell, above.find((other) => meet(other, cell)), columns))
}

/** Room that a line may leave, in ems: columns are measured by their ink. */
const ROOM_EM = 0.5

/** True when the first word of `cell` would not have fitted into the line above it. */
export function hadNoRoom({ column, end, pieces }: Cell, above: Cell | undefined, columns: readonly Range[]): boolean {
  const [piece, line] = [pieces[0], above?.pieces.at(-1)]
  if (piece === undefined || line === undefined) return false
  const em = piece.piece.fontSize
  const word = piece.piece.words[0]?.box ?? piece.box
  const space = piece.piece.words.length > 1 ? gapBefore(piece.piece, 1) : em / 4
  return width(line.box) + space + width(word) > (columns[end - 1]?.[1] ?? 0) - (columns[column]?.[0] ?? 0) - ROOM_EM * em
}

/** Share of the usual distance between rows that what stands in one row may be apart; labels of two rows stand at half of it. */
const LEVEL_SHARE = 0.25

/** Pieces of one row that scans have found on slightly different heights. */
function joinLevel(lines: readonly Cell[][]): Cell[][] {
  const pitch = pitchOf(lines, 0.75) ?? 0
  const joined: Cell[][] = []
  for (const line of lines) {
    const above = joined.at(-1)
    if (above !== undefined && centerY(boxOf(line)) - centerY(boxOf(above)) <= LEVEL_SHARE * pitch && areApart(line, above)) joined[joined.length - 1] = joinCells(above, line)
    else joined.push(line)
  }
  return joined
}

const areApart = (row: readonly Cell[], other: readonly Cell[]): boolean => !row.some((cell) => other.some((each) => meet(each, cell)))

/**
 * A row that reaches into the heights of those above and below it is none: it holds the other cells of one whose text takes two lines,
 * or labels of two rows.
 */
function joinStraddling(rows: readonly Cell[][]): Cell[][] {
  const joined: Cell[][] = []
  for (let r = 0; r < rows.length; r++) {
    const [above, row, below] = [joined.at(-1), rows[r] ?? [], rows[r + 1]]
    if (above === undefined || below === undefined || !straddles(row, above, below)) joined.push(row)
    else if (isOneRow(above, row, below)) {
      joined[joined.length - 1] = joinCells(row, joinCells(above, below))
      r++
    } else joined[joined.length - 1] = [...above, ...row.map((cell) => ({ ...cell, rows: 2 }))].sort((a, b) => a.column - b.column)
  }
  return joined
}

function straddles(row: readonly Cell[], above: readonly Cell[], below: readonly Cell[]): boolean {
  const box = boxOf(row)
  return box.y0 < boxOf(above).y1 && box.y1 > boxOf(below).y0 && areApart(row, above) && areApart(row, below)
}

/** True when the rows above and below hold two lines of one cell, and the row between them the others. */
function isOneRow([first, ...others]: readonly Cell[], row: readonly Cell[], [second, ...more]: readonly Cell[]): boolean {
  if (first === undefined || second === undefined || others.length + more.length > 0 || first.column !== second.column) return false
  return row.length > 1 || CONTINUES.test(second.pieces[0]?.piece.text ?? '')
}
