// A region whose text is settled: between the draft and the verifier the choice is made. Assembly makes a block of it.
import type { Acceptance, Provenance } from './document.ts'
import type { Region } from './region.ts'
import type { SettledWord } from './settled-word.ts'

export interface SettledRegion {
  readonly region: Region
  /** Final text of each line, in the order of `regionLines(region)`. */
  readonly texts: readonly string[]
  /** 0-1. */
  readonly confidence: number
  /** Words that a person should look at. */
  readonly review: readonly SettledWord[]
  readonly provenance: Provenance
  /** Id of the draft source; null for regions without lines. */
  readonly source: string | null
  /** Why the verifier was not used or not believed here; null when there is nothing to say. */
  readonly note: string | null
  /** null when nothing was verified here. */
  readonly acceptance: Acceptance | null
}
