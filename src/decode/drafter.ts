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
 * came true, 2^(n-1) - 1 tokens are decoded plainly. Where the drafts of late were much worse than they said, WARY tokens
 * are, before the first proposal and after a miss. Nothing of this looks at the clock; but the record of drafts is one for all lanes, and which of
 * them is judged first may vary from run to run, and with it how much is proposed. What comes out does not.
 */
export function createAlignedDrafter(): DrafterFactory {
  const record = new DraftRecord()
  return ([draft = ''], tokenizer, confidence = 1) => {
    const aligner = new DraftAligner(draft)
    let proposed: Int32Array = new Int32Array(0)
    let longest = Math.max(1, FIRST / Math.log(confidence) ** 2)
    let misses = 0
    /** What the aligner has yet to follow: nothing has to be followed while nothing is proposed. */
    let heard = ''
    let pause = record.isPoor ? WARY : 0
    return {
      propose(emitted, { nodes, depth }) {
        if (pause-- > 0) return EMPTY_TREE
        aligner.advance(heard)
        heard = ''
        const limit = Math.min(nodes, depth, longest)
        proposed = proposeTokens(tokenizer, emitted, aligner.continuation(), limit)
        return linearTree(proposed)
      },
      observe(ids, text) {
        heard += text
        if (proposed.length === 0) return
        const wrong = proposed.findIndex((id, i) => id !== ids[i])
        const missed = wrong !== -1
        record.add(confidence, missed ? wrong : proposed.length, missed)
        longest = missed ? Math.max(SHORTEST, GROWTH * wrong) : longest * GROWTH
        misses = wrong === 0 ? misses + 1 : 0
        pause = misses > 0 && record.isPoor ? WARY : 2 ** Math.max(0, misses - 1) - 1
        proposed = new Int32Array(0)
      },
    }
  }
}

/**
 * Tokens of the first proposal, times the square of the logarithm of its draft's confidence. On scans a token of nano's CTC
 * drafts is wrong with about 3 times that square: a line at 0.95 in one of 150, at 0.9 in one of 30, at 0.7 in one of 3.
 */
const FIRST = 1 / 3
/** Tokens proposed at least, unless it pauses. */
const SHORTEST = 2
const GROWTH = 2
/** Tokens decoded plainly where drafts are not what they say: most lines end before. */
const WARY = 16

/** Whether the drafts of a target keep what their confidences promise: what came true of what was proposed, proposals of long ago counting less. */
class DraftRecord {
  #promised = 0
  #kept = 0

  /** `right`: tokens that came true; `missed`: the one after them did not. */
  add(confidence: number, right: number, missed: boolean): void {
    this.#promised = this.#promised * FADING + confidence * (right + Number(missed))
    this.#kept = this.#kept * FADING + right
  }

  get isPoor(): boolean {
    return this.#promised > EVIDENCE && this.#kept < POOR * this.#promised
  }
}

/** Remembers some thirty proposals. */
const FADING = 1 - 1 / 32
/** Tokens promised before a record says anything, and the share of kept ones below which it is poor. */
const EVIDENCE = 8
const POOR = 0.5
