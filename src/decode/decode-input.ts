// What goes into the decode core and what comes out of it, for one group of sequences (the lines of a page, a page).
import type { DecodeStats } from '../model/document.ts'
import type { VerifyInput } from '../seams/verifier.ts'
import type { Decoded } from './decoding.ts'

/** Proposed text of one sequence. */
export interface Draft {
  readonly text: string
  /** How likely a character of it is right, 0-1. */
  readonly confidence: number
}

export interface DecodeInput {
  readonly input: VerifyInput
  /** null = nothing is known of the text. */
  readonly draft: Draft | null
  /** Further drafts; the owner may append to it while the sequence is decoded (regions of a page as they are verified). */
  readonly more?: readonly string[]
}

export interface DecodeRun {
  /** In the order of the inputs. */
  readonly decoded: readonly Decoded[]
  readonly stats: DecodeStats
  /** Wall clock: image encoding and prefill, and everything after it. */
  readonly seconds: { readonly encode: number, readonly verify: number }
}
