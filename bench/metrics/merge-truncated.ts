// Predicted paragraphs that were split: neighbours that together make up one block of the ground truth are joined.
// Source: OmniDocBench v1.5, utils/match_quick.py (deal_with_truncated), read, not copied.
import { normalizedDistance } from './edit-distance.ts'
import { occursWithin } from './window-distance.ts'

/** Below this distance a pair is certain and takes no part in the merging. */
const CERTAIN = 0.25
/** A part belongs to a block when some stretch of the block is closer than this. */
const PART = 0.6

export interface MergedPredictions {
  /** Indices of the predictions in each group, ascending; most groups have one. */
  readonly groups: readonly (readonly number[])[]
  /** `[truths][groups]`, normalized distances. */
  readonly costs: readonly (readonly number[])[]
}

interface Candidate {
  readonly indices: readonly number[]
  readonly cost: number
}

export function costMatrix(truths: readonly string[], predictions: readonly string[]): number[][] {
  return truths.map((truth) => predictions.map((prediction) => normalizedDistance(truth, prediction)))
}

export function mergeTruncated(truths: readonly string[], predictions: readonly string[]): MergedPredictions {
  const costs = costMatrix(truths, predictions)
  const certain = new Set(predictions.flatMap((_, p) => (costs.some((row) => row[p]! < CERTAIN) ? [p] : [])))
  const candidates: Candidate[] = []
  truths.forEach((truth, t) => {
    if (costs[t]!.some((cost) => cost < CERTAIN)) return
    const best = bestRun(truth, predictions, certain, costs[t]!)
    if (best !== null) candidates.push(best)
  })
  const merged = consistent(candidates)
  if (merged.length === 0) return { groups: predictions.map((_, p) => [p]), costs }
  const starts = new Map(merged.map((run) => [run[0]!, run]))
  const groups: (readonly number[])[] = []
  for (let p = 0; p < predictions.length;) {
    const run = starts.get(p) ?? [p]
    groups.push(run)
    p += run.length
  }
  return { groups, costs: costMatrix(truths, groups.map((run) => run.map((p) => predictions[p]).join(' '))) }
}

/** The run of uncertain neighbours that comes closest to `truth`, grown from every start; the first of equals. */
function bestRun(truth: string, predictions: readonly string[], certain: ReadonlySet<number>, costs: readonly number[]): Candidate | null {
  let best: Candidate | null = null
  const occurs = (index: number, limit: number): boolean => occursWithin(predictions[index]!, truth, limit)
  for (let first = 0; first < predictions.length; first++) {
    if (certain.has(first)) continue
    let last = first
    let cost = costs[first]!
    // the part that starts the run may be at the limit, a new one may not
    for (let next = first + 1; next < predictions.length && !certain.has(next); next++) {
      if (!occurs(next, PART) || (next === first + 1 && !occurs(first, PART + 1e-12))) break
      const text = predictions.slice(first, next + 1).join(' ')
      const grown = normalizedDistance(truth, text)
      if (grown > cost) break
      last = next
      cost = grown
      if (text.length > truth.length) break
    }
    if (best === null || cost < best.cost) best = { indices: range(first, last), cost }
  }
  return best
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** A subset of the runs in which none overlap: within each cluster of overlapping runs, the set of the lowest mean cost. */
function consistent(candidates: readonly Candidate[]): (readonly number[])[] {
  const sorted = [...candidates].sort((a, b) => a.indices[0]! - b.indices[0]!)
  const clusters: Candidate[][] = []
  for (const candidate of sorted) {
    const cluster = clusters.at(-1)
    if (cluster?.some((other) => overlaps(other, candidate)) === true) cluster.push(candidate)
    else clusters.push([candidate])
  }
  return clusters.flatMap((cluster) => cheapest(alternatives(cluster)).map((candidate) => candidate.indices))
}

const overlaps = (a: Candidate, b: Candidate): boolean => a.indices.some((index) => b.indices.includes(index))
const same = (a: Candidate, b: Candidate): boolean => a.indices.length === b.indices.length && a.indices[0] === b.indices[0]

/** Sets of runs that can stand together, built in one pass: each run joins every set it fits, or opens one. */
function alternatives(cluster: readonly Candidate[]): Candidate[][] {
  const sets: Candidate[][] = [[cluster[0]!]]
  for (const candidate of cluster.slice(1)) {
    let placed = false
    for (const set of sets) {
      const twin = set.findIndex((other) => same(other, candidate))
      if (twin >= 0) {
        if (set[twin]!.cost > candidate.cost) {
          set.splice(twin, 1)
          set.push(candidate)
        }
        placed = true
      } else if (!set.some((other) => overlaps(other, candidate))) {
        set.push(candidate)
        placed = true
      }
    }
    if (!placed) sets.push([candidate])
  }
  return sets
}

function cheapest(sets: readonly Candidate[][]): readonly Candidate[] {
  const mean = (set: readonly Candidate[]): number => set.reduce((sum, run) => sum + run.cost, 0) / set.length
  return sets.reduce((best, set) => (mean(set) < mean(best) ? set : best))
}
