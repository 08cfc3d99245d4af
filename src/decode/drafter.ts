// Who proposes what the target will say next. The decode loop is the same for all of them, the baselines included.
import { EMPTY_TREE, linearTree, type TokenTree } from '../model/tokens.ts'
import type { Tokenizer } from '../seams/verifier.ts'
import { DraftAligner } from './align.ts'
import { proposeTokens } from './propose-tokens.ts'

export interface Drafter {
  /** Tokens to verify next: a tree of at most `nodes` nodes, at most `depth` deep. */
  propose(emitted: readonly number[], limit: { readonly nodes: number, readonly depth: number }): TokenTree
  /** Takes in what the target has said since: its tokens, and the text that they complete. */
  observe(ids: readonly number[], text: string): void
}

/** Makes the drafter of one sequence from its drafts, the one believed most first; there may be none. */
export type DrafterFactory = (drafts: readonly string[], tokenizer: Tokenizer) => Drafter

/** Proposes nothing: plain decoding, one token per forward. */
export const plainDrafter: DrafterFactory = () => ({ propose: () => EMPTY_TREE, observe: () => undefined })

/** Proposes the rest of the best draft from where the emitted characters have led (see DraftAligner): one path, no branches. */
export const alignedDrafter: DrafterFactory = ([draft = ''], tokenizer) => {
  const aligner = new DraftAligner(draft)
  return {
    propose: (emitted, { nodes, depth }) => linearTree(proposeTokens(tokenizer, emitted, aligner.continuation(), Math.min(nodes, depth))),
    observe: (_, text) => { aligner.advance(text) },
  }
}
