// Which predicted blocks stand for which blocks of the ground truth ("quick_match").
// Source: OmniDocBench v1.5 and v1.0, utils/match_quick.py, read, not copied.
import { assign } from './assignment.ts'
import { editDistance, normalizedDistance } from './edit-distance.ts'
import { mergeTruncated } from './merge-truncated.ts'
import type { Rules } from './normalize.ts'
import { occursWithin } from './window-distance.ts'

/** Pairs that are farther apart than this are not taken for each other. */
const TOO_FAR = 0.7
/** A block of the ground truth lies inside a longer prediction when some stretch of that is closer than this. */
const CONTAINED = 0.4

/** Indices on both sides; no truths = a surplus prediction, no predictions = a missed block. */
export interface Pairing {
  readonly truths: readonly number[]
  readonly predictions: readonly number[]
}

/**
 * Matches normalized texts in five steps: split paragraphs are joined; one-to-one assignment; blocks left over are
 * looked for inside longer predictions; what is then left is assigned again; the rest is missed or surplus.
 */
export function matchQuick(truths: readonly string[], predictions: readonly string[], rules: Rules): Pairing[] {
  const found = assignGroups(truths, predictions)
  const pairings = [...found.values()].flatMap(({ truths: indices, predictions: group }): Pairing[] =>
    [...new Set(indices)].sort((a, b) => a - b).map((truth) => ({ truths: [truth], predictions: group })))
  const usedTruths = new Set([...found.values()].flatMap((pairing) => pairing.truths))
  const usedPredictions = new Set([...found.values()].flatMap((pairing) => pairing.predictions))
  const restTruths = truths.flatMap((_, t) => (usedTruths.has(t) ? [] : [t]))
  const restPredictions = predictions.flatMap((_, p) => (usedPredictions.has(p) ? [] : [p]))
  if (restTruths.length > 0) {
    const distanceOf = rules === '1.5' ? normalizedDistance : editDistance
    const costs = restTruths.map((t) => restPredictions.map((p) => distanceOf(truths[t]!, predictions[p]!)))
    for (const { row, column } of assign(costs)) pairings.push({ truths: [restTruths[row]!], predictions: [restPredictions[column]!] })
  } else if (restPredictions.length > 0) {
    pairings.push({ truths: [], predictions: restPredictions })
  }
  const missed = truths.flatMap((_, t): Pairing[] => (pairings.some((pairing) => pairing.truths.includes(t)) ? [] : [{ truths: [t], predictions: [] }]))
  // v1.0 counts every missed block twice where no prediction is left over
  const twice = rules === '1.0' && restPredictions.length === 0 ? missed : []
  return [...mergeSamePrediction(pairings), ...twice, ...missed]
}

/** Steps 1 to 3, by prediction group in the order of discovery; a group may end up without a truth of its own. */
function assignGroups(truths: readonly string[], predictions: readonly string[]): Map<string, { truths: number[]; predictions: readonly number[] }> {
  const { groups, costs } = mergeTruncated(truths, predictions)
  const found = new Map<string, { truths: number[]; predictions: readonly number[] }>()
  const pairs = assign(costs).filter(({ row, column }) => costs[row]![column]! <= TOO_FAR)
  for (const { row, column } of pairs) found.set(groups[column]!.join(), { truths: [row], predictions: groups[column]! })
  const assigned = new Set(pairs.map(({ row }) => row))
  const open = truths.flatMap((_, t) => (assigned.has(t) ? [] : [t]))
  const taken = new Set<number>()
  predictions.forEach((prediction, p) => {
    const inside = open.filter((t) => occursWithin(truths[t]!, prediction, CONTAINED))
    if (inside.length === 0) return
    const group = found.get(String(p)) ?? { truths: [], predictions: [p] }
    found.set(String(p), group)
    for (const truth of inside) if (!taken.has(truth)) group.truths.push(truth)
    for (const truth of inside) taken.add(truth)
  })
  return found
}

/** One pairing per prediction group: all truths that lie in it, in order of discovery. */
function mergeSamePrediction(pairings: readonly Pairing[]): Pairing[] {
  const merged = new Map<string, { truths: number[]; predictions: readonly number[] }>()
  for (const pairing of pairings) {
    const key = pairing.predictions.join()
    const known = merged.get(key)
    if (known === undefined) merged.set(key, { truths: [...pairing.truths], predictions: pairing.predictions })
    else known.truths.push(...pairing.truths)
  }
  return [...merged.values()]
}
