// The rows of a table's head: headings of several lines, headings over several columns, and those that stand beside both.
import { type Box, centerX, centerY, height, overlap1d, union, width } from '../model/box.ts'
import type { Rule } from './rules.ts'
import { boxOf, type Cell, joinCells, meet } from './table-cells.ts'
import type { Range } from './table-columns.ts'
import { hadNoRoom, hasFigureTwice, hasSameCells } from './wrapped-rows.ts'

/** A rule under a heading spans the heading's columns; it is drawn this close under the text, in ems. */
const HEAD_RULE_EM = 1.2
/** Share of a column that such a rule has to cover. */
const RULE_COVERS = 0.5
/** A heading is centred over its columns within this share of their width. */
const CENTRED = 0.12
/** It may be so much further off the middle for each column more, in ems. */
const COLUMN_EM = 0.5
/** White space between two lines of one heading at most, in heights of a line. */
const LEADING = 0.9
/** Share of the distance of rows that lines of a heading are apart at most. */
const LINE_SHARE = 0.92
/** Share of the lower one's height that two headings side by side have in common. */
const REACHES = 0.25

/** The rows of a head of these rows of text; `rules` are those in the table that part columns, `pitch` is the distance of rows under the head, points. */
export function headRows(lines: readonly Cell[][], columns: readonly Range[], rules: readonly Rule[], pitch: number): Cell[][] {
  const spread = lines.map((row, i) => {
    const below = lines.slice(i + 1)
    const wide = headedColumns(below, columns)
    return row.map((cell) => spreadHead(cell, lines.slice(0, i), row, below, wide, rules))
  })
  return blocksOf(spread, pitch).flatMap((block) => levelsOf(block))
}

/** The columns as wide as the headings of their own, which may stick out over the figures. */
function headedColumns(heads: readonly Cell[][], columns: readonly Range[]): Range[] {
  return columns.map(([x0, x1], column) => {
    const own = heads.flat().filter((cell) => cell.column === column && cell.end === column + 1).map((cell) => boxOf([cell]))
    return [Math.min(x0, ...own.map((box) => box.x0)), Math.max(x1, ...own.map((box) => box.x1))]
  })
}

/** Rows of text that are lines of the same headings: they stand close, and closer than rows do where both have all of the cells. */
function blocksOf(lines: readonly Cell[][], pitch: number): Cell[][][] {
  const blocks: Cell[][][] = []
  for (const line of lines) {
    const block = blocks.at(-1)
    const above = block?.at(-1)
    const isNear = above !== undefined && boxOf(line).y0 - boxOf(above).y1 <= LEADING * Math.max(...line.flatMap(({ pieces }) => pieces.map(({ box }) => height(box))))
    const isRow = above !== undefined && hasSameCells(above, line) && centerY(boxOf(line)) - centerY(boxOf(above)) > LINE_SHARE * pitch
    if (block !== undefined && isNear && !isRow && !block.some((other) => hasFigureTwice(other, line))) block.push(line)
    else blocks.push([line])
  }
  return blocks
}

const isSpanning = ({ column, end }: Cell): boolean => end - column > 1

/** One row for every level of headings over several columns, and one below them; what stands beside them spans them. */
function levelsOf(lines: readonly Cell[][]): Cell[][] {
  const over = lines.flat().filter(isSpanning)
  const isUnder = (cell: Cell): boolean => isSpanning(cell) || over.some((other) => meet(other, cell))
  const levels: Cell[][] = []
  let before: readonly Cell[] = []
  for (const line of lines) {
    const own = line.filter(isUnder)
    if (own.length === 0) continue
    const spanning = own.filter(isSpanning)
    const isSame = spanning.some((cell) => before.some((other) => other.column === cell.column && other.end === cell.end))
    const starts = levels.length === 0 || !isSame && before.length + spanning.length > 0
    if (starts) levels.push(own)
    else levels[levels.length - 1] = joinCells(levels.at(-1) ?? [], own)
    before = spanning
  }
  const beside = lines.map((line) => line.filter((cell) => !isUnder(cell))).reduce<Cell[]>((joined, line) => joinCells(joined, line), [])
  if (levels.length === 0) return [beside]
  const bands = levels.map(boxOf)
  for (const cell of beside) {
    const [from, to] = levelsBeside(boxOf([cell]), bands)
    levels[from] = [...levels[from] ?? [], { ...cell, rows: to - from }].sort((a, b) => a.column - b.column)
  }
  return levels
}

/** The levels [from, to) that a heading stands in the middle of. */
function levelsBeside(box: Box, bands: readonly Box[]): Range {
  const spans = bands.flatMap((band, from) => bands.slice(from).map((last, i) => ({ span: [from, from + i + 1] as const, off: Math.abs(centerY(union([band, last])) - centerY(box)) })))
  return spans.reduce((best, other) => (other.off < best.off ? other : best)).span
}

/** A heading with all the columns it heads: those that a rule of its own spans below it, or those that it is centred over. */
function spreadHead(cell: Cell, above: readonly Cell[][], row: readonly Cell[], below: readonly Cell[][], columns: readonly Range[], rules: readonly Rule[]): Cell {
  const box = boxOf([cell])
  const em = cell.pieces[0]?.piece.fontSize ?? 0
  const others = [...above, row, ...below].flat().filter((other) => other !== cell)
  const beside = others.filter((other) => isBeside(boxOf([other]), box))
  const free: Range = [
    Math.max(0, ...beside.filter(({ end }) => end <= cell.column).map(({ end }) => end)),
    Math.min(columns.length, ...beside.filter(({ column }) => column >= cell.end).map(({ column }) => column)),
  ]
  const rule = rules.find(({ at, from, to }) => at >= box.y1 - em && at <= box.y1 + HEAD_RULE_EM * em && from <= box.x0 + em && to >= box.x1 - em)
  const ruled = rule === undefined ? null : underRule(rule, columns)
  const span = ruled !== null && ruled[1] - ruled[0] < columns.length ? ruled : centredSpan(cell, box, free, above.flat(), below.flat().filter((other) => !beside.includes(other)), columns)
  return { ...cell, column: Math.max(free[0], span[0]), end: Math.min(free[1], span[1]) }
}

/** True when two boxes share a good part of their heights. */
const isBeside = (a: Box, b: Box): boolean => overlap1d(a.y0, a.y1, b.y0, b.y1) >= REACHES * Math.min(height(a), height(b))

function underRule({ from, to }: Rule, columns: readonly Range[]): Range | null {
  const inside = columns.flatMap(([x0, x1], i) => (overlap1d(x0, x1, from, to) >= RULE_COVERS * (x1 - x0) ? [i] : []))
  return inside.length === 0 ? null : [inside[0] ?? 0, (inside.at(-1) ?? 0) + 1]
}

/**
 * The run of free columns with the heading's own whose middle is the heading's, rather of more than of fewer. Each has a heading of its own
 * below, or none at all; and where the heading's own column does as well, this is not the line above of that one's.
 */
function centredSpan(
  cell: Cell, box: Box, [first, last]: Range, above: readonly Cell[], below: readonly Cell[], columns: readonly Range[],
): Range {
  const has = (cells: readonly Cell[], column: number): boolean => cells.some((other) => other.column <= column && column < other.end)
  const em = cell.pieces[0]?.piece.fontSize ?? 0
  const isFree = (column: number): boolean => column >= cell.column && column < cell.end || !has(above, column) && (below.length === 0 || has(below, column))
  let best: { span: Range; cost: number } = { span: [cell.column, cell.end], cost: Infinity }
  for (let from = Math.max(1, first); from <= cell.column; from++) {
    for (let to = last; to >= cell.end; to--) {
      const [x0, x1] = [columns[from]?.[0] ?? 0, columns[to - 1]?.[1] ?? 0]
      const off = Math.abs((x0 + x1) / 2 - centerX(box))
      const cost = off - COLUMN_EM * em * (to - from)
      const isCentred = off <= CENTRED * (x1 - x0) && width(box) <= x1 - x0
      if (isCentred && cost < best.cost && Array.from({ length: to - from }, (_, i) => from + i).every(isFree)) best = { span: [from, to], cost }
    }
  }
  return best.span[1] - best.span[0] > cell.end - cell.column && isLineAbove(cell, below, columns) ? [cell.column, cell.end] : best.span
}

/** True when the heading below, in the same column and on the same middle, goes on with this one. */
function isLineAbove(cell: Cell, below: readonly Cell[], columns: readonly Range[]): boolean {
  const under = below.find((other) => meet(other, cell))
  if (under === undefined || cell.end - cell.column > 1) return false
  const [a, b] = [boxOf([cell]), boxOf([under])]
  return Math.abs(centerX(a) - centerX(b)) <= CENTRED * width(union([a, b])) && hadNoRoom(under, cell, columns)
}
