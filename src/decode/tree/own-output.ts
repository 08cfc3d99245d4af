// What the target says after what: an n-gram model of its own output, of this page and of earlier ones.

/** Tokens of context, longest first. */
const ORDERS = [6, 4, 3, 2, 1] as const
/** Contexts remembered: 4 MiB a target; an older one makes room for a newer one in the same slot. */
const SLOTS = 1 << 18
/** Continuations remembered of each context. */
const WAYS = 3
const MOST_COUNTED = 250
/** Guesses, most probable ones first by order, and probability left to shorter contexts below which they are not asked. */
const GUESSES = 16
const LEAST_REST = 0.02
/** Counts of evidence: of this order, how often was a continuation with this count and rank right? */
const STATES = 32
const PRIOR_WEIGHT = 6
const WINDOW = 400

export interface NextToken {
  readonly id: number
  readonly probability: number
}

/**
 * Prediction by partial matching: the longest context known guesses, and leaves the rest of the probability to the
 * next shorter one. How far a context is to be trusted is learnt from how often it was right (Cleary and Witten 1984;
 * Shkarin 2002, secondary escape estimation). Repeated tags, table skeletons and running heads come from here.
 */
export class OwnOutput {
  readonly #checks = new Uint16Array(SLOTS)
  readonly #ids = new Int32Array(SLOTS * WAYS)
  readonly #counts = new Uint8Array(SLOTS * WAYS)
  readonly #right = new Float64Array(ORDERS.length * STATES)
  readonly #tries = new Float64Array(ORDERS.length * STATES)

  constructor() {
    ORDERS.forEach((order, o) => {
      for (let state = 0; state < STATES; state++) {
        const count = (state & 3) + 1
        const sole = (state & 4) !== 0
        const belief = (sole ? 0.35 + 0.12 * count : 0.25 + 0.05 * count) * (0.5 + 0.1 * order) / (1 + (state >> 3))
        this.#tries[o * STATES + state] = PRIOR_WEIGHT
        this.#right[o * STATES + state] = PRIOR_WEIGHT * Math.min(0.95, belief)
      }
    })
  }

  /** Likely next tokens after the tokens `context`, of which the last 6 count. */
  predict(context: readonly number[]): NextToken[] {
    const guesses: NextToken[] = []
    let rest = 1
    for (let o = 0; o < ORDERS.length && rest > LEAST_REST; o++) {
      const base = this.#find(context, o)
      let used = 0
      for (let way = 0; base !== -1 && way < WAYS && (this.#counts[base + way] ?? 0) > 0; way++) {
        const id = this.#ids[base + way] ?? 0
        if (guesses.length === GUESSES || guesses.some((guess) => guess.id === id)) continue
        const state = this.#state(o, base, way)
        const probability = Math.min((this.#right[state] ?? 0) / (this.#tries[state] ?? 1), 0.98, 0.99 - used)
        guesses.push({ id, probability: rest * probability })
        used += probability
      }
      rest *= 1 - used
    }
    return guesses
  }

  /** The target said `next` after `context`. */
  learn(context: readonly number[], next: number): void {
    const wrong: number[] = []
    let found = false
    for (let o = 0; o < ORDERS.length; o++) {
      if (context.length < (ORDERS[o] ?? 0)) continue
      const base = this.#find(context, o)
      for (let way = 0; base !== -1 && !found && way < WAYS && (this.#counts[base + way] ?? 0) > 0; way++) {
        const id = this.#ids[base + way] ?? 0
        if (wrong.includes(id)) continue
        this.#judge(this.#state(o, base, way), id === next)
        if (id === next) found = true
        else wrong.push(id)
      }
      this.#count(base === -1 ? this.#claim(context, o) : base, next)
    }
  }

  /** Where the continuations of the last ORDERS[o] tokens are; -1 = never seen. */
  #find(context: readonly number[], o: number): number {
    const order = ORDERS[o] ?? 0
    if (context.length < order) return -1
    const key = hash(context, order)
    return this.#checks[key % SLOTS] === check(key) ? key % SLOTS * WAYS : -1
  }

  #claim(context: readonly number[], o: number): number {
    const key = hash(context, ORDERS[o] ?? 0)
    this.#checks[key % SLOTS] = check(key)
    const base = key % SLOTS * WAYS
    this.#counts.fill(0, base, base + WAYS)
    return base
  }

  /** Evidence that counts alike: this order, the continuation's count and rank, and whether it is the only one. */
  #state(o: number, base: number, way: number): number {
    const count = this.#counts[base + way] ?? 0
    const sole = this.#counts[base + (way === 0 ? 1 : 0)] === 0
    return o * STATES + Math.min(count, 4) - 1 + (sole ? 4 : 0) + 8 * way
  }

  #judge(state: number, right: boolean): void {
    const age = (this.#tries[state] ?? 0) > WINDOW ? 0.5 : 1
    this.#tries[state] = (this.#tries[state] ?? 0) * age + 1
    this.#right[state] = (this.#right[state] ?? 0) * age + (right ? 1 : 0)
  }

  /** Counts up `next`, in the last way's place where it is new, and the others down: what was said lately counts more. */
  #count(base: number, next: number): void {
    let at = base
    while (at < base + WAYS - 1 && this.#ids[at] !== next && (this.#counts[at] ?? 0) > 0) at++
    const known = this.#ids[at] === next && (this.#counts[at] ?? 0) > 0
    for (let other = base; other < base + WAYS; other++) {
      const count = this.#counts[other] ?? 0
      if (other !== at && count > (known ? 2 : 1)) this.#counts[other] = count - 1
    }
    const count = known ? Math.min(MOST_COUNTED, (this.#counts[at] ?? 0) + 1) : 1
    for (; at > base && (this.#counts[at - 1] ?? 0) <= count; at--) {
      this.#ids[at] = this.#ids[at - 1] ?? 0
      this.#counts[at] = this.#counts[at - 1] ?? 0
    }
    this.#ids[at] = next
    this.#counts[at] = count
  }
}

function hash(context: readonly number[], order: number): number {
  let sum = Math.imul(order, 0x85EBCA6B)
  for (let i = context.length - order; i < context.length; i++) {
    sum = Math.imul(sum ^ (context[i] ?? 0), 0x9E3779B1)
    sum ^= sum >>> 13
  }
  sum = Math.imul(sum, 0xC2B2AE35)
  return (sum ^ sum >>> 16) >>> 0
}

/** Tells contexts of one slot apart; never 0, which is an empty slot. */
function check(key: number): number {
  return key >>> 18 | 1
}
