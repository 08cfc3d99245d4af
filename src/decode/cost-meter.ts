// What a forward costs, learnt from the forwards themselves: the price side of the budget.
import type { CostModel, ForwardSize } from '../seams/verifier.ts'

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
/**
 * Where nothing has been measured, terms in forwards of one token, of a 135M decoder on 2 threads (docs/benchmarks.md): 64
 * tokens cost 4 such forwards, reading 4096 cached tokens 0.4, and what 64 tokens attend to among them 3.
 */
const PRIOR = [1, 4, 0.4, 3] as const
const TERMS = PRIOR.length

export interface MeterState {
  /** Weighted sums of the least-squares fit: the normal matrix, `[4, 4]` row by row, and the right side, `[4]`. */
  readonly matrix: readonly number[]
  readonly right: readonly number[]
  /** Forwards seen. */
  readonly measured: number
  /** Milliseconds of a forward of one token, by the prior's shape; 0 = nothing measured. */
  readonly scale: number
}

const NOTHING: MeterState = { matrix: new Array<number>(TERMS ** 2).fill(0), right: new Array<number>(TERMS).fill(0), measured: 0, scale: 0 }

/**
 * Fits T = a + b * tokens + c * rows * context + d * rows * width * context, milliseconds: weights, linear layers, reading
 * the cache, attending to it. By least squares that forget: a machine that slows down is followed within some fifty
 * forwards. The prior is never forgotten, so that a term which did not vary lately stays near it.
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

  /** Takes in one forward. */
  observe(size: ForwardSize, milliseconds: number): void {
    const { matrix, right, measured, scale } = this.#state
    // The first forward also warms the runtime up.
    if (measured === 0) {
      this.#state = { ...this.#state, measured: 1 }
      return
    }
    const x = features(size)
    const y = measured >= SETTLED ? Math.min(milliseconds, DISTURBED * this.estimate(size)) : milliseconds
    const seen = y / dot(PRIOR, x)
    // Relative errors count: the price of a narrow forward must not drown in the noise of wide ones.
    const weight = ((scale === 0 ? seen : scale) / y) ** 2
    this.#state = {
      matrix: matrix.map((sum, i) => DECAY * sum + weight * (x[Math.floor(i / TERMS)] ?? 0) * (x[i % TERMS] ?? 0)),
      right: right.map((sum, i) => DECAY * sum + weight * (x[i] ?? 0) * y),
      measured: measured + 1,
      // A disturbed beginning must not hold width dear for good.
      scale: scale === 0 ? seen : SCALE_DECAY * scale + (1 - SCALE_DECAY) * seen,
    }
    this.#terms = termsOf(this.#state)
  }

  /** Milliseconds of a forward; before anything was measured, in units of a forward of one token. */
  readonly estimate: CostModel = ({ rows, tokens, width, context }) => {
    const [a = 0, b = 0, c = 0, d = 0] = this.#terms
    // Written out: the budget asks thousands of times a forward.
    return a + b * tokens / TOKENS + rows * context / CACHED * (c + d * width / TOKENS)
  }
}

function termsOf({ matrix, right, scale }: MeterState): readonly number[] {
  if (scale === 0) return PRIOR
  const [a = 0, b = 0, c = 0, d = 0] = solve(
    matrix.map((sum, i) => sum + (i % (TERMS + 1) === 0 ? PRIOR_WEIGHT : 0)),
    right.map((sum, i) => sum + PRIOR_WEIGHT * scale * (PRIOR[i] ?? 0)),
  )
  // Noise can turn a term negative; no forward is free, and no token makes one cheaper.
  const fixed = Math.max(a, 0.05 * scale)
  return [fixed, Math.max(b, 0.01 * fixed), Math.max(c, 0), Math.max(d, 0)]
}

const features = ({ rows, tokens, width, context }: ForwardSize): readonly number[] =>
  [1, tokens / TOKENS, rows * context / CACHED, rows * width * context / (TOKENS * CACHED)]

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

/** Solves a symmetric positive system by Gaussian elimination; `matrix` row by row. */
function solve(matrix: readonly number[], right: readonly number[]): number[] {
  const size = right.length
  const rows = right.map((value, r) => [...matrix.slice(size * r, size * (r + 1)), value])
  for (let pivot = 0; pivot < size; pivot++) {
    for (let r = 0; r < size; r++) {
      const factor = r === pivot ? 0 : (rows[r]?.[pivot] ?? 0) / (rows[pivot]?.[pivot] ?? 1)
      rows[r] = (rows[r] ?? []).map((value, c) => value - factor * (rows[pivot]?.[c] ?? 0))
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1))
}
