// What runs in a worker thread: a model with the sequences that it holds.
import type { DraftReading } from '../../src/model/reading.ts'
import type { TokenTree } from '../../src/model/tokens.ts'
import type { Capabilities, Verdict, VerifyInput } from '../../src/seams/verifier.ts'

export interface Opened {
  /** A draft that the encoder gave for nothing. */
  readonly ownDraft: DraftReading | null
  /** Tokens of image and prompt in the cache. */
  readonly promptTokens: number
}

/** What the decode core decided since the last forward. */
export type SequenceChange =
  | { readonly kind: 'commit', readonly id: number, readonly path: readonly number[], readonly next: number }
  | { readonly kind: 'close', readonly id: number }

export interface ModelStep {
  readonly id: number
  readonly draft: TokenTree
}

export interface WorkerModel {
  /** What the graphs were found to be able to do. */
  readonly capabilities: Pick<Capabilities, 'trees' | 'maxBatch' | 'maxDraftTokens' | 'skipsPadding' | 'invariant'>
  /** Opens one sequence for each input, under the given ids. */
  open(ids: readonly number[], inputs: readonly VerifyInput[]): Promise<Opened[]>
  /** One forward for all steps, or as few as the graph allows. */
  verify(steps: readonly ModelStep[]): Promise<Verdict[]>
  apply(change: SequenceChange): void
}
