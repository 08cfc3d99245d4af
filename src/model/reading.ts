// What the verifier read in one line.
import type { Acceptance } from './document.ts'

export interface LineReading {
  readonly text: string
  /** Geometric mean of the tokens' probabilities, 0-1. */
  readonly confidence: number
  /** False when the target ran into its token limit: a runaway, not a reading. */
  readonly complete: boolean
  readonly acceptance: Acceptance
}
