// The text of a growing token sequence, decoded piece by piece.
import type { Tokenizer } from '../seams/verifier.ts'

/**
 * Decodes only the newest tokens, in the context of the ones before them, and waits while a character's bytes are
 * incomplete. Source: the two-offset scheme of vLLM's incremental detokenizer.
 */
export class EmittedText {
  readonly #tokenizer: Tokenizer
  readonly #ids: number[] = []
  /** Context starts here ... */
  #contextStart = 0
  /** ... and everything before this has been returned. */
  #returned = 0

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer
  }

  get ids(): readonly number[] {
    return this.#ids
  }

  /** Adds tokens and returns the text that they complete. */
  append(ids: readonly number[]): string {
    this.#ids.push(...ids)
    const before = this.#tokenizer.decode(this.#ids.slice(this.#contextStart, this.#returned))
    const now = this.#tokenizer.decode(this.#ids.slice(this.#contextStart))
    if (now.length <= before.length || now.endsWith('\uFFFD')) return ''
    this.#contextStart = this.#returned
    this.#returned = this.#ids.length
    return now.slice(before.length)
  }
}
