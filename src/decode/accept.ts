// The acceptance rule. The only place where a draft token becomes output.
import type { TokenTree } from '../model/tokens.ts'
import type { Verdict } from '../seams/verifier.ts'

export interface Accepted {
  /** Accepted draft nodes, from the root down. */
  readonly path: readonly number[]
  /** The target's own token after the path: the recovered token at a disagreement, the bonus token after a full path. */
  readonly next: number
  /** Emitted tokens: the path's ids, then `next`. */
  readonly ids: readonly number[]
  /** Log-probability of each emitted token. */
  readonly logprobs: readonly number[]
  /** Top-1 minus top-2 log-probability at each emitted token, nat. */
  readonly margins: readonly number[]
}

/**
 * Exact policy: follow the target's argmax through the tree; a node is accepted only if it IS that argmax.
 * A stop token ends the walk whether or not the draft had it. Source: greedy speculative verification,
 * Leviathan et al. 2023 (arXiv 2211.17192) at temperature 0; HSD (arXiv 2602.12957) section 3 with tau = 1.
 *
 * Example: the draft is "the cat", the target says "the" and then "dog": path [0], next "dog", two tokens emitted.
 */
export function acceptExact(tree: TokenTree, verdict: Verdict, stopIds: readonly number[]): Accepted {
  const path: number[] = []
  const ids: number[] = []
  const logprobs: number[] = []
  const margins: number[] = []
  for (let node = -1; ;) {
    const row = (node + 1) * verdict.k
    const top = verdict.ids[row]
    if (top === undefined) throw new RangeError(`verdict has no row for draft node ${node}`)
    ids.push(top)
    logprobs.push(verdict.logprobs[row] ?? 0)
    margins.push((verdict.logprobs[row] ?? 0) - (verdict.logprobs[row + 1] ?? 0))
    const child = stopIds.includes(top) ? -1 : childWithId(tree, node, top)
    if (child === -1) return { path, next: top, ids, logprobs, margins }
    path.push(child)
    node = child
  }
}

function childWithId(tree: TokenTree, parent: number, id: number): number {
  for (let node = parent + 1; node < tree.ids.length; node++) {
    if (tree.parents[node] === parent && tree.ids[node] === id) return node
  }
  return -1
}
