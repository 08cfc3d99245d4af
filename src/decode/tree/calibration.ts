// How often each kind of guess turns out right, learnt while decoding: what a draft node is worth.

/** Guesses counted before the first one: how firmly the prior is held. */
const PRIOR_WEIGHT = 5
/** Guesses after which older ones count half, so that a new document is learnt quickly. */
const WINDOW = 500

export class Calibration {
  readonly #right: Float64Array
  readonly #tries: Float64Array

  /** Kinds are numbers below `kinds`. */
  constructor(kinds: number) {
    this.#right = new Float64Array(kinds)
    this.#tries = new Float64Array(kinds)
  }

  /** Probability that a guess of this kind is right; `prior`: what is believed before there was any. */
  expect(kind: number, prior: number): number {
    return ((this.#right[kind] ?? 0) + PRIOR_WEIGHT * prior) / ((this.#tries[kind] ?? 0) + PRIOR_WEIGHT)
  }

  record(kind: number, right: boolean): void {
    const tries = (this.#tries[kind] ?? 0) + 1
    const hits = (this.#right[kind] ?? 0) + (right ? 1 : 0)
    const age = tries > WINDOW ? 0.5 : 1
    this.#tries[kind] = tries * age
    this.#right[kind] = hits * age
  }
}
