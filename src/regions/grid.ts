// A cell grid from crossing rules: every field of the grid is a cell, fields without a rule between them are one.
import type { Box } from '../model/box.ts'
import { positions, REACH, type Rule, type RuleSet } from './rules.ts'

export interface GridCell {
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  readonly box: Box
}

export interface Grid {
  readonly box: Box
  readonly rows: number
  readonly columns: number
  readonly cells: readonly GridCell[]
}

/** Rules that reach this far, points, past the outermost crossing rule enclose one more column or row: a table open at its sides. */
const OPEN_SIDE = 12
/** Share of a field's side that a rule has to cover to part it from its neighbour. */
const SIDE_COVERED = 0.6
/** Fields at most; a finer grid is a chart or a drawing. */
const MAX_FIELDS = 6000

/** The grid of one group of rules, or null when they enclose fewer than two by two fields. */
export function buildGrid({ horizontal, vertical }: RuleSet): Grid | null {
  const xs = withOpenSides(positions(vertical.map((rule) => rule.at)), horizontal)
  const ys = withOpenSides(positions(horizontal.map((rule) => rule.at)), vertical)
  const columns = xs.length - 1
  const rows = ys.length - 1
  if (columns < 2 || rows < 2 || columns * rows > MAX_FIELDS) return null
  const first = { x: xs[0] ?? 0, y: ys[0] ?? 0 }
  const last = { x: xs.at(-1) ?? 0, y: ys.at(-1) ?? 0 }
  const parents = Array.from({ length: rows * columns }, (_, i) => i)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const field = row * columns + column
      if (column > 0 && !parts(vertical, xs[column] ?? 0, ys[row] ?? 0, ys[row + 1] ?? 0)) join(parents, field - 1, field)
      if (row > 0 && !parts(horizontal, ys[row] ?? 0, xs[column] ?? 0, xs[column + 1] ?? 0)) join(parents, field - columns, field)
    }
  }
  const cells = rectangles(parents, rows, columns).map((cell) => ({ ...cell, box: cellBox(cell, xs, ys) }))
  return { box: { x0: first.x, y0: first.y, x1: last.x, y1: last.y }, rows, columns, cells }
}

/** True when the rules draw neither the left nor the right border. */
export function hasOpenSides({ horizontal, vertical }: RuleSet): boolean {
  const from = Math.min(...horizontal.map((rule) => rule.from))
  const to = Math.max(...horizontal.map((rule) => rule.to))
  return vertical.every((rule) => rule.at - from > OPEN_SIDE && to - rule.at > OPEN_SIDE)
}

/** The horizontal rules, and one more where vertical rules run on past the last of them: a last row without a line below it. */
export function closedAtEnds({ horizontal, vertical }: RuleSet): Rule[] {
  const last = horizontal.reduce<Rule | null>((low, rule) => (low === null || rule.at > low.at ? rule : low), null)
  const end = Math.max(...vertical.map((rule) => rule.to))
  return last === null || end - last.at <= OPEN_SIDE ? [...horizontal] : [...horizontal, { ...last, at: end }]
}

function withOpenSides(at: readonly number[], crossing: readonly Rule[]): number[] {
  const from = Math.min(...crossing.map((rule) => rule.from))
  const to = Math.max(...crossing.map((rule) => rule.to))
  const open = [...at]
  if (crossing.length >= 2 && open.length > 0) {
    if ((open[0] ?? 0) - from > OPEN_SIDE) open.unshift(from)
    if (to - (open.at(-1) ?? 0) > OPEN_SIDE) open.push(to)
  }
  return open
}

function parts(rules: readonly Rule[], at: number, from: number, to: number): boolean {
  let covered = 0
  for (const rule of rules) {
    if (Math.abs(rule.at - at) <= REACH) covered += Math.max(0, Math.min(rule.to, to) - Math.max(rule.from, from))
  }
  return covered >= SIDE_COVERED * (to - from)
}

function join(parents: number[], a: number, b: number): void {
  parents[rootOf(parents, a)] = rootOf(parents, b)
}

function rootOf(parents: readonly number[], field: number): number {
  let root = field
  while (parents[root] !== root) root = parents[root] ?? root
  return root
}

type Span = Omit<GridCell, 'box'>

/** Joined fields as rectangles: what is not rectangular grows to its bounding rectangle and swallows what it meets. */
function rectangles(parents: number[], rows: number, columns: number): Span[] {
  for (;;) {
    const spans = new Map<number, Span>()
    for (let field = 0; field < rows * columns; field++) {
      const root = rootOf(parents, field)
      spans.set(root, grow(spans.get(root), Math.floor(field / columns), field % columns))
    }
    let changed = false
    for (const [root, span] of spans) {
      for (const field of fieldsOf(span, columns)) {
        if (rootOf(parents, field) === rootOf(parents, root)) continue
        join(parents, field, root)
        changed = true
      }
    }
    if (!changed) return [...spans.values()].sort((a, b) => a.row - b.row || a.column - b.column)
  }
}

function grow(span: Span | undefined, row: number, column: number): Span {
  if (span === undefined) return { row, column, rowSpan: 1, columnSpan: 1 }
  const top = Math.min(span.row, row)
  const left = Math.min(span.column, column)
  const bottom = Math.max(span.row + span.rowSpan, row + 1)
  const right = Math.max(span.column + span.columnSpan, column + 1)
  return { row: top, column: left, rowSpan: bottom - top, columnSpan: right - left }
}

function fieldsOf(span: Span, columns: number): number[] {
  const fields: number[] = []
  for (let row = span.row; row < span.row + span.rowSpan; row++) {
    for (let column = span.column; column < span.column + span.columnSpan; column++) fields.push(row * columns + column)
  }
  return fields
}

function cellBox(span: Span, xs: readonly number[], ys: readonly number[]): Box {
  return {
    x0: xs[span.column] ?? 0, y0: ys[span.row] ?? 0,
    x1: xs[span.column + span.columnSpan] ?? 0, y1: ys[span.row + span.rowSpan] ?? 0,
  }
}
