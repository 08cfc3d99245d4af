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

/** Makes the drafter of one sequence from its drafts, the one believed most first; there may be none. `confidence`: see Draft, of the first. */
export type DrafterFactory = (drafts: readonly string[], tokenizer: Tokenizer, confidence?: number) => Drafter

/** Proposes nothing: plain decoding, one token per forward. */
export const plainDrafter: DrafterFactory = () => ({ propose: () => EMPTY_TREE, observe: () => undefined })

/**
 * Proposes the rest of the best draft from where the emitted characters have led (see DraftAligner): one path, no
 * branches. What is proposed at first follows from the draft's confidence. A disappointed draft is followed cautiously:
 * the next proposal is at most twice as long as what has just come true, and after the n-th in a row of which nothing
 * came true, 2^(n-1) - 1 tokens are decoded plainly. Nothing of this depends on the clock.
 */
export const alignedDrafter: DrafterFactory = ([draft = ''], tokenizer, confidence = 1) => {
  const aligner = new DraftAligner(draft)
  let proposed: Int32Array = new Int32Array(0)
  let longest = Math.max(1, FIRST / Math.abs(Math.log(confidence)))
  let [misses, pause] = [0, 0]
  return {
    propose(emitted, { nodes, depth }) {
      const limit = pause-- > 0 ? 0 : Math.min(nodes, depth, longest)
      proposed = proposeTokens(tokenizer, emitted, aligner.continuation(), limit)
      return linearTree(proposed)
    },
    observe(ids, text) {
      aligner.advance(text)
      if (proposed.length === 0) return
      const wrong = proposed.findIndex((id, i) => id !== ids[i])
      longest = wrong === -1 ? longest * GROWTH : Math.max(SHORTEST, GROWTH * wrong)
      misses = wrong === 0 ? misses + 1 : 0
      pause = 2 ** Math.max(0, misses - 1) - 1
      proposed = new Int32Array(0)
    },
  }
}

/**
 * Tokens of the first proposal where a character is right with probability 1/e; the surer the draft, the longer. In a batch of
 * nano's lines a token verified in vain costs a quarter to a half of a decoding step: on the rendered pages half of this costs
 * good drafts more steps, and twice this costs bad ones more tokens, than the other gains.
 */
const FIRST = 1
/** Tokens proposed at least, unless it pauses. */
const SHORTEST = 2
const GROWTH = 2
