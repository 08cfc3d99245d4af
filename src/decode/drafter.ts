// Who proposes what the target will say next. The decode loop is the same for all of them, the baselines included.
import { type DraftTree, EMPTY_TREE, linearTree } from '../model/tokens.ts'
import type { Tokenizer } from '../seams/verifier.ts'
import { DraftAligner } from './align.ts'
import { proposeTokens } from './propose-tokens.ts'

export interface Drafter {
  /** Tokens to verify next: a tree of at most `nodes` nodes, at most `depth` deep. */
  propose(emitted: readonly number[], limit: { readonly nodes: number, readonly depth: number }): DraftTree
  /** Takes in what the target has said since: its tokens, and the text that they complete. */
  observe(ids: readonly number[], text: string): void
  /** Takes in a further draft that has turned up while decoding; a drafter without this goes on with those it has. */
  add?(draft: string): void
}

/** Makes the drafter of one sequence from its drafts, the one believed most first; there may be none. */
export type DrafterFactory = (drafts: readonly string[], tokenizer: Tokenizer) => Drafter

/** Proposes nothing: plain decoding, one token per forward. */
export const plainDrafter: DrafterFactory = () => ({ propose: () => EMPTY_TREE, observe: () => undefined })

/**
 * Proposes the rest of the best draft from where the emitted characters have led (see DraftAligner): one path, no
 * branches. A disappointed draft is followed cautiously, so that a hopeless one costs little more than none: the next
 * proposal is at most twice as long as what has just come true, and grows again as it comes true.
 */
export const alignedDrafter: DrafterFactory = ([draft = ''], tokenizer) => {
  const aligner = new DraftAligner(draft)
  let proposed: Int32Array = new Int32Array(0)
  let longest = Infinity
  return {
    propose(emitted, { nodes, depth }) {
      proposed = proposeTokens(tokenizer, emitted, aligner.continuation(), Math.min(nodes, depth, longest))
      return linearTree(proposed)
    },
    observe(ids, text) {
      const wrong = proposed.findIndex((id, i) => id !== ids[i])
      longest = wrong === -1 ? longest * GROWTH : Math.max(SHORTEST, GROWTH * wrong)
      aligner.advance(text)
    },
  }
}

/** Tokens proposed at least, while there is a draft: they cost next to nothing beside the token that is decoded anyway. */
const SHORTEST = 2
const GROWTH = 2
