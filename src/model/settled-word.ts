// A word, or a few that were read together, whose text is settled, with what else it might have been.
import type { Box } from './box.ts'

export interface SettledWord {
  /** Empty when the other reading has a word here that was not believed. */
  readonly text: string
  /** How likely it is right, 0-1. */
  readonly confidence: number
  /** What the other reader read; '' = nothing, null = the same, or nobody else read it. */
  readonly alternative: string | null
  readonly box: Box
}
