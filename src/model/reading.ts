// What the verifier read in one line.
import type { SpecparseError } from '../errors.ts'
import type { Acceptance } from './document.ts'

export interface ReadWord {
  readonly text: string
  /** How likely it is right, 0-1: the product of the probabilities of the word's tokens, calibrated where the target is. */
  readonly confidence: number
}

/** What a model drafts of a line, before anything has verified it. */
export interface DraftReading {
  readonly text: string
  /** The words of `text`, left to right. */
  readonly words: readonly ReadWord[]
  /** Geometric mean of the probabilities of what it is made of (characters, tokens), 0-1. */
  readonly confidence: number
}

/** What the verifier says. */
export interface LineReading extends DraftReading {
  /** What the target's encoder had drafted by itself: a second opinion of words; null = it drafts nothing. */
  readonly ownDraft: DraftReading | null
  /** False when the target ran into its token limit or a loop: a runaway, not a reading. */
  readonly complete: boolean
  /** Why the verifier broke down here; null = it did not. */
  readonly error: SpecparseError | null
  readonly acceptance: Acceptance
}

/** What was known of the line before it was verified; of a target that drafts nothing, what it says. */
export function draftOf(reading: DraftReading | LineReading): DraftReading {
  return isVerified(reading) && reading.ownDraft !== null && reading.ownDraft.text !== '' ? reading.ownDraft : reading
}

export function isVerified(reading: DraftReading | LineReading): reading is LineReading {
  return 'acceptance' in reading
}
