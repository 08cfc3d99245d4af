// What has been written in place of what: counted in several contexts, of which a narrower one corrects a wider one.

/** Ways of writing something that are considered. */
const WAYS = 6

export interface Way {
  readonly text: string
  readonly probability: number
}

interface Counts {
  total: number
  readonly of: Map<string, number>
}

export class RewriteCounts {
  readonly #counts = new Map<string, Counts>()
  readonly #weights: readonly number[]
  readonly #remembered: number

  /** `weights`: guesses counted before the first observation, a context each. `remembered`: contexts; then all are forgotten. */
  constructor(weights: readonly number[], remembered: number) {
    this.#weights = weights
    this.#remembered = remembered
  }

  /** `contexts`: the widest first. */
  learn(contexts: readonly string[], written: string): void {
    if (this.#counts.size > this.#remembered) this.#counts.clear()
    for (const context of contexts) {
      let counts = this.#counts.get(context)
      if (counts === undefined) this.#counts.set(context, counts = { total: 0, of: new Map() })
      counts.total++
      counts.of.set(written, (counts.of.get(written) ?? 0) + 1)
    }
  }

  /** The likeliest ways, likeliest first; each context's guess is the prior of the next. */
  ways(contexts: readonly string[], prior: ReadonlyMap<string, number>): readonly Way[] {
    const counts = contexts.map((context) => this.#counts.get(context))
    const texts = new Set([...prior.keys(), ...counts.flatMap((one) => one === undefined ? [] : commonest(one))])
    return [...texts].map((text) => ({
      text, probability: counts.reduce((guess, one, i) => ((one?.of.get(text) ?? 0) + this.#weight(i) * guess) / ((one?.total ?? 0) + this.#weight(i)), prior.get(text) ?? 0),
    })).sort((a, b) => b.probability - a.probability).slice(0, WAYS)
  }

  #weight(context: number): number {
    return this.#weights[context] ?? 1
  }
}

function commonest({ of }: Counts): string[] {
  return of.size <= WAYS ? [...of.keys()] : [...of].sort((a, b) => b[1] - a[1]).slice(0, WAYS).map(([text]) => text)
}
