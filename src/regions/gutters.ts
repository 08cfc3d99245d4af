// Where white gutters between columns may stand: valleys in how much of the page's height each x is covered by.
import { quantile } from '../model/quantile.ts'
import { type Element, gapBefore, type LinePiece } from './element.ts'
import type { Metrics } from './metrics.ts'

/** Width of a bin of the coverage profile, in ems of the body size. */
const BIN_EM = 0.2
/** Bins of a profile at most, whatever the page's size. */
const MAX_BINS = 2000
/** Narrowest gutter, in ems; narrower gaps are word spaces. */
const MIN_GUTTER_EM = 0.7
/** Levels of coverage, as shares of the profile's maximum, at which valleys are looked for: titles and figures span columns. */
const LEVELS = [0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6]

/** Share of the whole width from which on an element spans columns and says nothing of the gutters between them. */
const SPANNING = 0.7

/** Centres of possible gutters, points, leftmost first. */
export function gutterCandidates(elements: readonly Element[], metrics: Metrics): number[] {
  const x0 = Math.min(...elements.map((element) => element.box.x0))
  const x1 = Math.max(...elements.map((element) => element.box.x1))
  if (!(x1 - x0 > 0) || !Number.isFinite(x1 - x0)) return []
  const bin = Math.max(BIN_EM * metrics.bodySize, (x1 - x0) / MAX_BINS)
  const narrow = elements.filter(({ box }) => box.x1 - box.x0 < SPANNING * (x1 - x0))
  const profile = coverage(narrow, x0, bin, Math.ceil((x1 - x0) / bin))
  const top = Math.max(...profile)
  const least = Math.max(1, Math.floor(MIN_GUTTER_EM * metrics.bodySize / bin))
  const centres = new Set<number>()
  for (const level of LEVELS) {
    for (const [start, end] of runsBelow(profile, level * top)) {
      if (start === 0 || end === profile.length) continue
      const [from, to] = deepest(profile, start, end, least)
      if (to - from >= least) centres.add(x0 + (from + to) / 2 * bin)
    }
  }
  for (const x of [...solidEdges(elements), ...sharedGaps(elements, SPANNING * (x1 - x0))]) centres.add(x)
  return [...centres].sort((a, b) => a - b)
}

/** So many lines with a gap this wide, ems, at one place were merged over a narrow gutter: rivers in running text are shorter. */
const SHARED_LINES = 8
const SHARED_GAP_EM = 0.5
/** ... and this many times the line's usual word space. */
const WORD_SPACES = 1.5
/** Share of the lines, of those with gaps at the place where most have one. */
const MOST_SHARED = 0.9

const IN_WORDS = /[\p{L}\p{N}]/u

/** Where the lines that are at least `wide` points wide, merged over two columns, have gaps under each other. */
function sharedGaps(elements: readonly Element[], wide: number): number[] {
  const lines = elements.filter((element): element is LinePiece => element.type === 'line' && element.box.x1 - element.box.x0 >= wide)
  if (lines.length < SHARED_LINES) return []
  const edges = lines.flatMap(({ origin, from, to, piece }) => {
    const gaps = Array.from({ length: to - from - 1 }, (_, i) => gapBefore(origin, from + 1 + i))
    if (!gaps.some((gap) => gap >= SHARED_GAP_EM * piece.fontSize)) return []
    const least = Math.max(SHARED_GAP_EM * piece.fontSize, WORD_SPACES * (quantile(gaps, 0.5) ?? 0))
    return gaps.flatMap((gap, i) => {
      const [before, after] = origin.words.slice(from + i, from + i + 2)
      // the dots of a contents list stand under each other
      if (gap < least || before === undefined || after === undefined || !IN_WORDS.test(before.text) || !IN_WORDS.test(after.text)) return []
      return [{ x: before.box.x1, by: 1 }, { x: after.box.x0, by: -1 }]
    })
  }).sort((a, b) => a.x - b.x)
  let [depth, most] = [0, 0]
  const depths = edges.map(({ by }) => (most = Math.max(most, depth += by), depth))
  const least = Math.max(SHARED_LINES, MOST_SHARED * most)
  return edges.flatMap(({ x }, i) => ((depths[i] ?? 0) >= least ? [(x + (edges[i + 1]?.x ?? x)) / 2] : []))
}

/** More tables, pictures and frames than this are a mosaic, whose edges are no gutters. */
const MAX_SOLIDS = 24

/** What stands beside a table, a picture or a frame may stand close to it: gutters at their very edges. */
function solidEdges(elements: readonly Element[]): number[] {
  const solids = elements.filter((element) => element.type !== 'line')
  return solids.length > MAX_SOLIDS ? [] : solids.flatMap(({ box }) => [box.x0 - EDGE, box.x1 + EDGE])
}

/** Points beside an edge. */
const EDGE = 0.1

/** Points of height covered over each bin, `[bins]`; a bin counts when the element covers its middle. */
function coverage(elements: readonly Element[], x0: number, bin: number, bins: number): number[] {
  const steps = new Array<number>(bins + 1).fill(0)
  for (const { box } of elements) {
    const from = Math.max(0, Math.ceil((box.x0 - x0) / bin - 0.5))
    const to = Math.min(bins, Math.floor((box.x1 - x0) / bin + 0.5))
    if (from >= to) continue
    const weight = box.y1 - box.y0
    steps[from] = (steps[from] ?? 0) + weight
    steps[to] = (steps[to] ?? 0) - weight
  }
  let sum = 0
  return steps.slice(0, bins).map((step) => Math.max(0, sum += step))
}

/** Rounding left over from adding and taking away heights, points. */
const ROUNDING = 1e-6

function runsBelow(profile: readonly number[], level: number): [number, number][] {
  const runs: [number, number][] = []
  let start = -1
  for (let i = 0; i <= profile.length; i++) {
    const low = i < profile.length && (profile[i] ?? 0) <= level + ROUNDING
    if (low && start < 0) start = i
    if (!low && start >= 0) {
      runs.push([start, i])
      start = -1
    }
  }
  return runs
}

/** The longest run of the profile's least value within [start, end); all of it when that is too narrow for a gutter. */
function deepest(profile: readonly number[], start: number, end: number, least: number): [number, number] {
  const part = profile.slice(start, end)
  const runs = runsBelow(part, Math.min(...part))
  const best = runs.reduce((a, b) => (b[1] - b[0] > a[1] - a[0] ? b : a))
  return best[1] - best[0] < least ? [start, end] : [start + best[0], start + best[1]]
}
