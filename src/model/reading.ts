// What the verifier read in one line.
import type { SpecparseError } from '../errors.ts'
import type { Acceptance } from './document.ts'

export interface ReadWord {
  readonly text: string
  /** How likely it is right, 0-1: the product of the probabilities of the word's tokens, calibrated where the target is. */
  readonly confidence: number
}

export interface LineReading {
  readonly text: string
  /** The words of `text`, left to right. */
  readonly words: readonly ReadWord[]
  /** What the target's encoder had drafted by itself: a second opinion of words; null = it drafts nothing. */
  readonly ownDraft: string | null
  /** Geometric mean of the tokens' probabilities, 0-1. */
  readonly confidence: number
  /** False when the target ran into its token limit or a loop: a runaway, not a reading. */
  readonly complete: boolean
  /** Why the verifier broke down here; null = it did not. */
  readonly error: SpecparseError | null
  readonly acceptance: Acceptance
}
