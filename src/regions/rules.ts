// Rulings as clean straight lines: pieces of one line put together, specks left out, crossing lines found.
import type { Ruling } from '../model/page.ts'

/** A straight line at `at` (y of a horizontal, x of a vertical one) from `from` to `to`, points. */
export interface Rule {
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface RuleSet {
  readonly horizontal: readonly Rule[]
  readonly vertical: readonly Rule[]
}

/** Shorter rulings are ticks, dashes or glyph parts. Points. */
const MIN_LENGTH = 6
/** Rulings this close are drawn as one: double lines, borders of neighbouring cells. Points. */
const SAME_LINE = 2.5
/** A gap this wide in a line is bridged: borders are often drawn cell by cell. Points. */
const BRIDGE = 4
/** Lines that miss each other by this much still meet. Points. */
export const REACH = 3
/** More rulings than this are a drawing, not a table. */
const MAX_RULINGS = 4000

export function cleanRules(rulings: readonly Ruling[]): RuleSet {
  if (rulings.length > MAX_RULINGS) return { horizontal: [], vertical: [] }
  const of = (direction: Ruling['direction']): Ruling[] => rulings.filter((ruling) => ruling.direction === direction)
  return {
    horizontal: joinCollinear(of('horizontal').map(({ box }) => ({ at: (box.y0 + box.y1) / 2, from: box.x0, to: box.x1 }))),
    vertical: joinCollinear(of('vertical').map(({ box }) => ({ at: (box.x0 + box.x1) / 2, from: box.y0, to: box.y1 }))),
  }
}

function joinCollinear(rules: readonly Rule[]): Rule[] {
  const lines: Rule[][] = []
  for (const rule of [...rules].sort((a, b) => a.at - b.at || a.from - b.from)) {
    const line = lines.at(-1)
    if (line !== undefined && rule.at - (line[0]?.at ?? 0) <= SAME_LINE) line.push(rule)
    else lines.push([rule])
  }
  return lines.flatMap((line) => joinLine(line)).filter((rule) => rule.to - rule.from >= MIN_LENGTH)
}

function joinLine(line: readonly Rule[]): Rule[] {
  const joined: Rule[] = []
  for (const rule of [...line].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last !== undefined && rule.from <= last.to + BRIDGE) joined[joined.length - 1] = { ...last, to: Math.max(last.to, rule.to) }
    else joined.push(rule)
  }
  return joined
}

/** Groups of rules that meet each other, directly or through others. */
export function connectedRules(rules: RuleSet): RuleSet[] {
  const { horizontal, vertical } = rules
  const parents = Array.from({ length: horizontal.length + vertical.length }, (_, i) => i)
  const find = (i: number): number => {
    let root = i
    while (parents[root] !== root) root = parents[root] ?? root
    return root
  }
  horizontal.forEach((h, i) => vertical.forEach((v, j) => {
    if (meets(h, v)) parents[find(i)] = find(horizontal.length + j)
  }))
  const groups = new Map<number, { horizontal: Rule[]; vertical: Rule[] }>()
  const groupOf = (i: number): { horizontal: Rule[]; vertical: Rule[] } => {
    const root = find(i)
    const group = groups.get(root) ?? { horizontal: [], vertical: [] }
    groups.set(root, group)
    return group
  }
  horizontal.forEach((rule, i) => groupOf(i).horizontal.push(rule))
  vertical.forEach((rule, j) => groupOf(horizontal.length + j).vertical.push(rule))
  return [...groups.values()]
}

function meets(h: Rule, v: Rule): boolean {
  return v.at >= h.from - REACH && v.at <= h.to + REACH && h.at >= v.from - REACH && h.at <= v.to + REACH
}

/** Distinct positions of rules, ascending; those closer than `SAME_LINE` are one. */
export function positions(values: readonly number[]): number[] {
  const distinct: number[] = []
  for (const value of [...values].sort((a, b) => a - b)) {
    if (distinct.length === 0 || value - (distinct.at(-1) ?? 0) > SAME_LINE) distinct.push(value)
  }
  return distinct
}
