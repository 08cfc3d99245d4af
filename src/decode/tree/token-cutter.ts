// Cuts guessed text into tokens, a word at a time and with a memory, because most words are guessed again and again.
import type { Tokenizer } from '../../seams/verifier.ts'
import { isContent } from './gap-reader.ts'

/** Words remembered; then all are forgotten. */
const REMEMBERED = 20_000
/** Stands for the word before, so that the tokenizer does not take the text for a beginning. */
const BEFORE = 'a'

export class TokenCutter {
  readonly #tokenizer: Tokenizer
  readonly #before: Int32Array
  readonly #cut = new Map<string, Int32Array>()
  readonly #gaps = new Map<number, string | null>()

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer
    this.#before = tokenizer.encode(BEFORE)
  }

  /** Tokens of a gap and a word that follow another word. */
  afterWord(text: string): Int32Array {
    return this.#remember(`${BEFORE}${text}`, () => {
      const joined = this.#tokenizer.encode(BEFORE + text)
      return this.#before.length === 1 && joined[0] === this.#before[0] ? joined.subarray(1) : this.#tokenizer.encode(text)
    })
  }

  /** Tokens of a word that goes on in the middle of a gap, or without one. */
  alone(text: string): Int32Array {
    return this.#remember(text, () => this.#tokenizer.encode(text))
  }

  /** What a token says, if it is part of a gap between words; null = it is not. */
  gapText(id: number): string | null {
    let text = this.#gaps.get(id)
    if (text === undefined) {
      text = this.#tokenizer.decode([id])
      if (text === '' || text.includes('\uFFFD') || [...text].some(isContent)) text = null
      this.#gaps.set(id, text)
    }
    return text
  }

  #remember(text: string, cut: () => Int32Array): Int32Array {
    let ids = this.#cut.get(text)
    if (ids === undefined) {
      if (this.#cut.size >= REMEMBERED) this.#cut.clear()
      this.#cut.set(text, ids = cut())
    }
    return ids
  }
}
