// Which question pays at a server: to score a draft, or to decode plainly for a while? A request has a price of its own (the
// network, the queue, a prefill), so a draft that is soon wrong can cost more than the tokens it saves.

/** How much of a measurement is left after the next one of its kind. */
const DECAY = 0.8
/** Tokens expected of a draft below which plain decoding is tried once, to know what it gives. */
const POOR = 8

interface Rate {
  tokens: number
  milliseconds: number
}

/** Learns, over all sequences at a server, the tokens per millisecond of both kinds of questions. */
export class Pace {
  readonly #plain: Rate = { tokens: 0, milliseconds: 0 }
  /** `tokens`: learnt; `expected`: what the drafts were worth. */
  readonly #scored: Rate & { expected: number, requests: number } = { tokens: 0, milliseconds: 0, expected: 0, requests: 0 }

  /** True when decoding plainly is the better question; `worth`: expected accepted tokens of the draft. */
  prefersPlain(worth: number): boolean {
    const { tokens, milliseconds, expected, requests } = this.#scored
    if (requests === 0) return false
    if (this.#plain.milliseconds === 0) return 1 + worth < POOR
    const gain = (1 + worth) * tokens / expected
    return gain / (milliseconds / requests) < this.#plain.tokens / this.#plain.milliseconds
  }

  /** `worth` null: the question had no draft. `tokens`: learnt along the target's own path. */
  observe(worth: number | null, tokens: number, milliseconds: number): void {
    const rate = worth === null ? this.#plain : this.#scored
    rate.tokens = DECAY * rate.tokens + tokens
    rate.milliseconds = DECAY * rate.milliseconds + milliseconds
    if (worth === null) return
    this.#scored.expected = DECAY * this.#scored.expected + 1 + worth
    this.#scored.requests = DECAY * this.#scored.requests + 1
  }
}
