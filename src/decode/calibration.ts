// How often each kind of guess turns out right, learnt while decoding: what a draft node is worth.

/** Guesses counted before the first one: how firmly the prior is held. */
const PRIOR_WEIGHT = 6

interface Counts {
  first: [hits: number, tries: number]
  later: [hits: number, tries: number]
}

export class Calibration {
  readonly #counts = new Map<string, Counts>()
  readonly #prior: (kind: string) => readonly [first: number, later: number]

  /** `prior`: expected share of right first tokens, and of right tokens after a right one, by kind of guess. */
  constructor(prior: (kind: string) => readonly [first: number, later: number]) {
    this.#prior = prior
  }

  /** Probability that the first token of such a guess is right, and that one after a right one is. */
  expect(kind: string): readonly [first: number, later: number] {
    const { first, later } = this.#get(kind)
    return [first[0] / first[1], later[0] / later[1]]
  }

  /** A guess was made of which `right` tokens came true; `ended` true: it was right as far as one could see. */
  record(kind: string, right: number, ended: boolean): void {
    const { first, later } = this.#get(kind)
    first[1]++
    if (right > 0) first[0]++
    if (right === 0) return
    later[0] += right - 1
    later[1] += right - 1 + (ended ? 0 : 1)
  }

  #get(kind: string): Counts {
    let counts = this.#counts.get(kind)
    if (counts === undefined) {
      const [first, later] = this.#prior(kind)
      counts = { first: [first * PRIOR_WEIGHT, PRIOR_WEIGHT], later: [later * PRIOR_WEIGHT, PRIOR_WEIGHT] }
      this.#counts.set(kind, counts)
    }
    return counts
  }
}
