// Stops a target that repeats itself without end. Plain decoding passes the same guard, token by token, so speculation
// stops at the same one.
import type { Tokenizer } from '../seams/verifier.ts'

/** Tokens of the pattern, and how often it may be said: HSD (arXiv 2602.12957), released code. */
const PATTERN = 10
const REPEATS = 10
/** Longest tag that is looked for, characters. */
const TAG = 8

/** Watches one sequence. Tables repeat themselves for good reasons (empty cells), so inside them nothing is counted. */
export class LoopGuard {
  readonly #tokenizer: Tokenizer
  readonly #recent: number[] = []
  readonly #seen = new Map<string, { readonly firstEnd: number, times: number }>()
  #length = 0
  #tail = ''
  /** First and last character of the line. */
  #line = ''
  #inTable = false

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer
  }

  /** Takes in one emitted token. A number: the sequence loops, and is sound up to that many tokens; null: go on. */
  push(id: number): number | null {
    this.#length++
    this.#follow(this.#tokenizer.decode([id]))
    this.#recent.push(id)
    if (this.#recent.length > PATTERN) this.#recent.shift()
    if (this.#recent.length < PATTERN || this.#inTable || this.#line.startsWith('|')) return null
    const key = this.#recent.join()
    const seen = this.#seen.get(key)
    if (seen === undefined) this.#seen.set(key, { firstEnd: this.#length, times: 1 })
    else if (++seen.times > REPEATS) return seen.firstEnd
    return null
  }

  /** Is the text inside a table: HTML, OTSL, or a line of a pipe table? */
  #follow(piece: string): void {
    for (const character of piece) {
      this.#tail = (this.#tail + character).slice(-TAG)
      if (/<(?:table|otsl)$/.test(this.#tail)) this.#inTable = true
      else if (/<\/(?:table|otsl)$/.test(this.#tail)) this.#inTable = false
      // A line ends with its line break, not before it.
      if (this.#line.endsWith('\n')) this.#line = ''
      this.#line = this.#line.slice(0, 1) + character
    }
  }
}
