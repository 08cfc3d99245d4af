// Tables with horizontal rules only: the rules say where the table is, white gutters that all its rows share say what
// its columns are.
import { type Box, centerY, overlap1d, union } from '../model/box.ts'
import type { TableGrid } from '../model/region.ts'
import { cutAtGaps, type LinePiece, type TableElement, takeInside } from './element.ts'
import type { Metrics } from './metrics.ts'
import { groupRows, LEADER } from './rows.ts'
import type { Rule } from './rules.ts'
import { headAbove } from './head-above.ts'
import { findColumns, type Range } from './table-columns.ts'
import { gridOf, hasWords, isTabularGrid } from './table-rows.ts'

/** Rules of one table begin and end within this many points of each other. */
const SAME_EXTENT = 6
/** Shortest rule of a table, in ems: shorter ones belong to footnotes and signatures. */
const MIN_RULE_EM = 8
/** Share of the rows between two rules that hold text in two columns or more. */
const TABULAR_SHARE = 0.6
/** Rows of text of a table at least and at most. */
const MIN_ROWS = 2
const MAX_ROWS = 120

/** Tables between stacked horizontal rules of one extent, and the pieces that stand in none. */
export function booktabsTables(
  rules: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics,
): { tables: TableElement[]; rest: LinePiece[] } {
  const tables: TableElement[] = []
  let rest = [...pieces]
  // the narrowest first, as a table may stand between the rules of a page
  for (const stack of stacks(rules.filter((rule) => rule.to - rule.from >= MIN_RULE_EM * metrics.bodySize))) {
    let start = 0
    while (start < stack.length - 1) {
      const end = lastRuleOfTable(stack, start, rules, rest, metrics)
      if (end === null) start++
      else {
        const element = withHeadAbove(end.element, stack.slice(start, end.index + 1), rules, rest, metrics)
        tables.push(element)
        rest = takeInside(rest, element.box).outside
        start = end.index + 1
      }
    }
  }
  return { tables, rest }
}

/** Rules of one extent, each stack from top to bottom. */
function stacks(rules: readonly Rule[]): Rule[][] {
  const stacks: Rule[][] = []
  for (const rule of [...rules].sort((a, b) => a.at - b.at)) {
    const stack = stacks.find(([first]) => first !== undefined
      && Math.abs(first.from - rule.from) <= SAME_EXTENT && Math.abs(first.to - rule.to) <= SAME_EXTENT)
    if (stack === undefined) stacks.push([rule])
    else stack.push(rule)
  }
  return stacks.sort((a, b) => extent(a) - extent(b))
}

const extent = ([rule]: readonly Rule[]): number => (rule === undefined ? 0 : rule.to - rule.from)

/** Strips between rules that may not make the table a table yet: titles of its sections come before their rows. */
const MAX_UNFILLED = 3

/** The longest table that starts at rule `start`: every strip between two rules has to be tabular together with the rest. */
function lastRuleOfTable(
  stack: readonly Rule[], start: number, rules: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics,
): { index: number; element: TableElement } | null {
  let best: { index: number; element: TableElement } | null = null
  for (let index = start + 1; index < stack.length && index - (best?.index ?? index) <= MAX_UNFILLED; index++) {
    const element = tableBetween(stack.slice(start, index + 1), rules, pieces, metrics)
    if (element !== null) best = { index, element }
  }
  return best
}

/** The table with the rows above its first rule, where those head its columns: not every table has a rule at its top. */
function withHeadAbove(
  element: TableElement, rules: readonly Rule[], all: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics,
): TableElement {
  const first = rules[0]
  if (first === undefined) return element
  const near = pieces.filter(({ box }) => centerY(box) < first.at && first.at - box.y1 <= MAX_HEAD_EM * metrics.bodySize && box.x0 < first.to && box.x1 > first.from)
  const rows = rowsOf(near)
  const count = headAbove(rows, first.at, columnsOfGrid(element.table), metrics.bodySize)
  if (count === 0) return element
  const above = { ...first, at: Math.min(...rows.slice(-count).flat().map(({ box }) => box.y0)) - 1 }
  const headed = tableBetween([above, ...rules], all, pieces, metrics)
  return headed?.table.columns === element.table.columns ? headed : element
}

/** Height that a head above the first rule has at most, in ems. */
const MAX_HEAD_EM = 8

/** Where the columns of a table stand, by the text in them. */
function columnsOfGrid({ columns, cells }: TableGrid): Range[] {
  return Array.from({ length: columns }, (_, column) => {
    const { x0, x1 } = union(cells.filter((cell) => cell.column === column && cell.columnSpan === 1).map(({ box }) => box))
    return [x0, x1]
  })
}

/** Pieces cut at their wide gaps, row by row. */
function rowsOf(pieces: readonly LinePiece[]): LinePiece[][] {
  return groupRows(pieces.flatMap((piece) => cutAtGaps(piece.origin, piece.from, piece.to)))
}

/** The table between the first and the last of `rules`, which are of one extent; `all` has the shorter ones in it as well. */
function tableBetween(rules: readonly Rule[], all: readonly Rule[], pieces: readonly LinePiece[], metrics: Metrics): TableElement | null {
  const first = rules[0]
  const last = rules.at(-1)
  if (first === undefined || last === undefined) return null
  const box = { x0: first.from - SAME_EXTENT, y0: first.at, x1: first.to + SAME_EXTENT, y1: last.at }
  // a piece that sticks out sideways means that the rules do not bound what is between them
  if (pieces.some((piece) => crossesSide(piece.box, box))) return null
  const { inside } = takeInside(pieces, box)
  const lines = rowsOf(inside)
  const rows = joinWrapped(lines, rules)
  if (rows.length < MIN_ROWS || rows.length > MAX_ROWS || isPageBetweenRules(rules, rows, metrics)) return null
  const second = rules[1]
  const isHead = (row: readonly LinePiece[]): boolean => rules.length >= 3 && second !== undefined && (row[0]?.box.y1 ?? 0) <= second.at + 2
  const body = rows.filter((row) => !isHead(row))
  if (!rules.slice(1).every((rule, i) => isTabularStrip(lines, rules[i]?.at ?? first.at, rule.at))) return null
  const columns = findColumns(body.length >= MIN_ROWS ? body : rows, metrics.bodySize)
  if (columns.length < 2) return null
  const table = gridOf(rows, columns, rows.filter(isHead).length, {
    parting: rules, heading: all.filter(({ from, to }) => to - from < last.to - last.from - SAME_EXTENT),
  })
  // the room at the sides was for what sticks out a little; a gutter beside the table may be no wider
  const drawn = union([{ ...box, x0: first.from, x1: first.to }, ...inside.map((piece) => piece.box)])
  return isTabularGrid(table) && (rules.length > 2 || hasWords(table)) ? { type: 'table', box: drawn, table } : null
}

function crossesSide(box: Box, outer: Box): boolean {
  const y = (box.y0 + box.y1) / 2
  return y > outer.y0 && y < outer.y1 && overlap1d(box.x0, box.x1, outer.x0, outer.x1) > 0 && (box.x0 < outer.x0 || box.x1 > outer.x1)
}

/** Two rules further apart than this share of the page belong to its header and footer. */
const PAGE_SHARE = 0.6
/** Share of rows with dot leaders from which on they are a list of contents. */
const LEADERS_SHARE = 0.3

function isPageBetweenRules(rules: readonly Rule[], rows: readonly (readonly LinePiece[])[], metrics: Metrics): boolean {
  const apart = (rules.at(-1)?.at ?? 0) - (rules[0]?.at ?? 0)
  const leaders = rows.filter((row) => row.some((piece) => LEADER.test(piece.piece.text)))
  return rules.length === 2 && (apart > PAGE_SHARE * metrics.page.height || leaders.length >= LEADERS_SHARE * rows.length)
}

/** White space between the lines of one heading, in font sizes, at most. */
const WRAP_GAP_EM = 0.6

/**
 * Heading rows over the second rule, with the second line of a wrapped heading put to its first: it holds fewer pieces,
 * and each of them stands under one of the row above.
 */
function joinWrapped(rows: readonly LinePiece[][], rules: readonly Rule[]): LinePiece[][] {
  const joined: LinePiece[][] = []
  for (const row of rows) {
    const above = joined.at(-1)
    const inHead = rules.length >= 3 && (row[0]?.box.y1 ?? 0) <= (rules[1]?.at ?? 0) + 2
    const gap = (row[0]?.box.y0 ?? 0) - Math.max(...(above ?? row).map((piece) => piece.box.y1))
    const wraps = inHead && above !== undefined && row.length < above.length && gap <= WRAP_GAP_EM * (row[0]?.piece.fontSize ?? 0)
      && row.every((piece) => above.some((other) => overlap1d(other.box.x0, other.box.x1, piece.box.x0, piece.box.x1) > 0))
    if (wraps) above.push(...row)
    else joined.push([...row])
  }
  return joined
}

/** Rows of a strip between two rules that may stand in one piece whatever their number: headings over several columns. */
const STRIP_HEADS = 2

/** Share of all its rows that do, unless it is one, as some labels take several lines. */
const LABELLED_SHARE = 0.2

/** A long strip between two rules is a table's only if most of its rows hold several pieces, lines of labels aside; else the rules part sections. */
function isTabularStrip(rows: readonly (readonly LinePiece[])[], top: number, bottom: number): boolean {
  const inside = rows.filter(([piece]) => piece !== undefined && centerY(piece.box) > top && centerY(piece.box) < bottom)
  const full = inside.filter((row) => row.length >= 2)
  const second = Math.min(...full.map((row) => row[1]?.box.x0 ?? Infinity))
  const others = inside.filter((row) => row.length === 1 && (row[0]?.box.x1 ?? 0) > second)
  return inside.length <= STRIP_HEADS || (full.length >= LABELLED_SHARE * inside.length || full.length === 1) && full.length >= TABULAR_SHARE * (full.length + others.length)
}
