// What a forward costs, learnt from the forwards themselves: the price side of the budget.
import type { CostModel } from '../seams/verifier.ts'

/**
 * Where nothing has been measured: a token more in a forward costs this share of the forward. FACTS of a 135M decoder
 * on 2 threads: T(64) = 5 T(1); only the ratio matters to the budget.
 */
const PRIOR_SHARE = 0.06
/** Forwards that the prior is worth, and the share of a measurement's weight that is left after the next one. */
const PRIOR_WEIGHT = 2
const DECAY = 0.98
/** The share of the prior's scale that is left after a measurement. */
const SCALE_DECAY = 0.9
/** A forward this many times slower than foretold was disturbed (another process, a first run), and counts as that much. */
const DISTURBED = 3
/** Measurements before disturbance can be told. */
const SETTLED = 4
/** Units of the features, to keep the sums well scaled. */
const TOKENS = 64
const CACHED = 4096
/** Terms of the prior, in forwards of one token. */
const PRIOR = [1, PRIOR_SHARE * TOKENS, 0.1]

export interface MeterState {
  /** Weighted sums of the least-squares fit: the normal matrix, row by row, and the right side. */
  readonly matrix: readonly number[]
  readonly right: readonly number[]
  /** Forwards seen. */
  readonly measured: number
  /** Milliseconds of a forward of one token, by the prior's shape; 0 = nothing measured. */
  readonly scale: number
}

const NOTHING: MeterState = { matrix: new Array<number>(9).fill(0), right: [0, 0, 0], measured: 0, scale: 0 }

/**
 * Fits T = a + b * (new tokens of all sequences) + c * (cached tokens of all sequences), milliseconds, by least squares
 * that forget: a machine that slows down is followed within some fifty forwards. The prior is never forgotten, so that
 * a term which did not vary lately stays near it.
 */
export class CostMeter {
  #state: MeterState
  #terms: readonly number[]

  constructor(state: MeterState = NOTHING) {
    this.#state = state
    this.#terms = termsOf(state)
  }

  get state(): MeterState {
    return this.#state
  }

  /** Takes in one forward: `newTokens` and `context` per sequence, padding included. */
  observe(newTokens: number, context: number, batch: number, milliseconds: number): void {
    const { matrix, right, measured, scale } = this.#state
    // The first forward also warms the runtime up.
    if (measured === 0) {
      this.#state = { ...this.#state, measured: 1 }
      return
    }
    const x = features(newTokens, context, batch)
    const y = measured >= SETTLED ? Math.min(milliseconds, DISTURBED * this.estimate(newTokens, context, batch)) : milliseconds
    const seen = y / dot(PRIOR, x)
    this.#state = {
      matrix: matrix.map((sum, i) => DECAY * sum + (x[Math.floor(i / 3)] ?? 0) * (x[i % 3] ?? 0)),
      right: right.map((sum, i) => DECAY * sum + (x[i] ?? 0) * y),
      measured: measured + 1,
      // A disturbed beginning must not hold width dear for good.
      scale: scale === 0 ? seen : SCALE_DECAY * scale + (1 - SCALE_DECAY) * seen,
    }
    this.#terms = termsOf(this.#state)
  }

  /** Milliseconds of a forward; before anything was measured, in units of a forward of one token. */
  readonly estimate: CostModel = (newTokens, context, batch) => dot(this.#terms, features(newTokens, context, batch))
}

function termsOf({ matrix, right, scale }: MeterState): readonly number[] {
  if (scale === 0) return PRIOR
  const [a, b, c] = solve(
    matrix.map((sum, i) => sum + (i % 4 === 0 ? PRIOR_WEIGHT : 0)),
    right.map((sum, i) => sum + PRIOR_WEIGHT * scale * (PRIOR[i] ?? 0)),
  )
  // Noise can turn a term negative; no forward is free, and no token makes one cheaper.
  const fixed = Math.max(a, 0.05 * scale)
  return [fixed, Math.max(b, 0.01 * fixed), Math.max(c, 0)]
}

const features = (newTokens: number, context: number, batch: number): readonly number[] =>
  [1, newTokens * batch / TOKENS, context * batch / CACHED]

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

/** Solves a symmetric positive 3 x 3 system by Gaussian elimination. */
function solve(matrix: readonly number[], right: readonly number[]): readonly [number, number, number] {
  const rows = [0, 1, 2].map((r) => [...matrix.slice(3 * r, 3 * r + 3), right[r] ?? 0])
  for (let pivot = 0; pivot < 3; pivot++) {
    for (let r = 0; r < 3; r++) {
      const factor = r === pivot ? 0 : (rows[r]?.[pivot] ?? 0) / (rows[pivot]?.[pivot] ?? 1)
      rows[r] = (rows[r] ?? []).map((value, c) => value - factor * (rows[pivot]?.[c] ?? 0))
    }
  }
  const of = (i: number): number => (rows[i]?.[3] ?? 0) / (rows[i]?.[i] ?? 1)
  return [of(0), of(1), of(2)]
}
