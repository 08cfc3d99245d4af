// From claims to a calibration: what `trust` prints, and how much nearer to the truth it brings claims that it was not fitted to.
import { type Calibration, calibrated } from '../../src/model/calibration.ts'
import { calibrationError, type Claim } from './calibration-error.ts'

/** Bins, each with one point; narrow where readers put most of their words. */
const EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.99]
/** Bins with fewer claims go with their neighbours. */
const MIN_CLAIMS = 30

interface Bin {
  readonly said: number
  readonly right: number
  readonly count: number
}

/** Shares of right claims by bins, bins that fall merged until all rise (isotonic regression; Zadrozny and Elkan 2002). */
export function fitCalibration(claims: readonly Claim[]): Calibration {
  const bins = EDGES.map((from, i) => claims.filter(({ confidence }) => confidence >= from && confidence < (EDGES[i + 1] ?? Infinity)))
    .filter((bin) => bin.length > 0)
    .map((bin): Bin => ({ said: bin.reduce((sum, { confidence }) => sum + confidence, 0), right: bin.filter(({ right }) => right).length, count: bin.length }))
  const merged: Bin[] = []
  for (const bin of bins) {
    merged.push(bin)
    for (let [last, before] = [merged.at(-1), merged.at(-2)]; last !== undefined && before !== undefined && mustMerge(before, last); [last, before] = [merged.at(-1), merged.at(-2)]) {
      merged.splice(-2, 2, { said: before.said + last.said, right: before.right + last.right, count: before.count + last.count })
    }
  }
  return merged.map(({ said, right, count }) => [rounded(said / count), rounded((right + 0.5) / (count + 1))] as const)
}

const mustMerge = (before: Bin, last: Bin): boolean =>
  last.right / last.count <= before.right / before.count || before.count < MIN_CLAIMS || last.count < MIN_CLAIMS

const rounded = (share: number): number => Math.round(share * 1000) / 1000

/** Calibration errors of claims as they are, and calibrated by what was fitted to the other half of the pages. */
export function crossCalibrated(pages: readonly (readonly Claim[])[]): { before: number | null, after: number | null } {
  const half = (parity: number): Claim[] => pages.filter((_, i) => i % 2 === parity).flat()
  const after = [0, 1].flatMap((parity) => {
    const points = fitCalibration(half(1 - parity))
    return half(parity).map(({ confidence, right }) => ({ confidence: calibrated(points, confidence), right }))
  })
  return { before: calibrationError(pages.flat()), after: calibrationError(after) }
}
