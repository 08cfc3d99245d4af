// Numbers that count a manuscript's lines in its margin, as reviewers want them: no part of the text beside them.
import { quantile } from './quantile.ts'

/** A piece of text from u0 to u1 along its line; points. */
export interface Mark {
  readonly text: string
  readonly u0: number
  readonly u1: number
  readonly baseline: number
  readonly size: number
}

/** Numbers of one margin end, or start, this near to each other, in their sizes. */
const ALIGNED = 0.3
const SAME_SIZE = 0.05
/** Lines counted, at least, and numbers that are seen of them: every line, every second, every fifth may have one. */
const MIN_LINES = 6
const MIN_NUMBERS = 4
const MAX_STEP = 10
/** They are set smaller than the text by this factor and beside prose: letters and digits of a row in the upper quartile ... */
const SMALLER = 0.87
const PROSE = 24
/** ... or, where they are set in its size, beside longer rows, more of them, and farther off, in sizes: a list's numbers are not. */
const EQUAL_NUMBERS = 20
const EQUAL_PROSE = 38
const EQUAL_GAP = 1.2
/** Share of neighbouring numbers, where every line has one, that have no line between them, looked for so far off, in sizes. */
const ALONE = 0.8
const NEAR = 10
/** Pieces whose baselines are this near stand on one line, in sizes. */
const SAME_LINE = 0.35

/** The numbers among all marks of a page, one array a margin, from top to bottom; longer ones first. */
export function lineNumbers<T extends Mark>(marks: readonly T[]): T[][] {
  const numbers = marks.filter(({ text }) => /^\d{1,5}$/.test(text))
  if (numbers.length < MIN_NUMBERS) return []
  const texts = marks.filter(({ text }) => !/^\d{1,5}$/.test(text))
  const taken = new Set<T>()
  const runs = [...inColumns(numbers, 'u1'), ...inColumns(numbers, 'u0')].flatMap(countingRuns).toSorted((a, b) => b.length - a.length)
  return runs.filter((run) => {
    if (run.some((number) => taken.has(number)) || !countLines(run, texts)) return false
    for (const number of run) taken.add(number)
    return true
  })
}

/** Numbers of one size with one edge, from top to bottom. */
function inColumns<T extends Mark>(numbers: readonly T[], edge: 'u0' | 'u1'): T[][] {
  return grouped(numbers, ({ size }) => size, ({ size }) => SAME_SIZE * size)
    .flatMap((group) => grouped(group, (number) => number[edge], ({ size }) => ALIGNED * size))
    .map((column) => column.toSorted((a, b) => a.baseline - b.baseline))
}

/** Neighbours in the order of a value that are no farther apart than is near. */
function grouped<T>(things: readonly T[], value: (thing: T) => number, near: (thing: T) => number): T[][] {
  const groups: T[][] = []
  for (const thing of things.toSorted((a, b) => value(a) - value(b))) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group !== undefined && last !== undefined && value(thing) - value(last) <= near(last)) group.push(thing)
    else groups.push([thing])
  }
  return groups
}

/** Stretches of a column that grow by one step all the way. */
function countingRuns<T extends Mark>(column: readonly T[]): T[][] {
  const runs: T[][] = []
  for (const number of column) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const step = last === undefined ? 0 : Number(number.text) - Number(last.text)
    if (run !== undefined && step >= 1 && step <= MAX_STEP && (run.length === 1 || step === stepOf(run))) run.push(number)
    else runs.push([number])
  }
  return runs
}

const stepOf = (run: readonly Mark[]): number => Number(run[1]?.text) - Number(run[0]?.text)

/** True when a run counts the lines beside it, to its right or left. */
function countLines(run: readonly Mark[], texts: readonly Mark[]): boolean {
  const step = stepOf(run)
  if (run.length < MIN_NUMBERS || step * (run.length - 1) + 1 < MIN_LINES) return false
  return SIDES.some((away) => {
    const rows = run.map((number) => texts.filter((text) => away(number, text) >= 0 && Math.abs(text.baseline - number.baseline) <= SAME_LINE * number.size))
    // lines of code are short more often than not; dots of a leader are no prose
    const length = quantile(rows.map((row) => row.reduce((sum, { text }) => sum + text.replace(/[^\p{L}\p{N}]/gu, '').length, 0)), 0.75) ?? 0
    const sizes = median(rows.flat().map(({ size }) => size))
    const gap = median(run.map((number, i) => Math.min(...(rows[i] ?? []).map((text) => away(number, text))))) / sizes
    const small = median(run.map(({ size }) => size)) <= SMALLER * sizes
    if (small ? length < PROSE : length < EQUAL_PROSE || gap < EQUAL_GAP || run.length < EQUAL_NUMBERS) return false
    // entries of a list go on below their number
    const alone = run.slice(1).filter((number, i) => !hasLineBetween(run[i] ?? number, number, texts, away))
    return step > 1 || alone.length >= ALONE * (run.length - 1)
  })
}

/** How far a text is to the right of a number, and to its left. */
const SIDES = [(number: Mark, text: Mark) => text.u0 - number.u1, (number: Mark, text: Mark) => number.u0 - text.u1]

/** True when a line begins, or ends, between two numbers, near them. */
function hasLineBetween(above: Mark, below: Mark, texts: readonly Mark[], away: (number: Mark, text: Mark) => number): boolean {
  const apart = 2 * SAME_LINE * above.size
  return texts.some((text) => text.baseline > above.baseline + apart && text.baseline < below.baseline - apart && text.text.length > 1
    && away(above, text) >= 0 && away(above, text) < NEAR * above.size)
}

const median = (values: readonly number[]): number => quantile(values, 0.5) ?? 0
