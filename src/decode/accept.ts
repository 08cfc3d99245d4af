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
 * Follows the target through the tree. `tolerance` 1 is the exact policy: a node is accepted only if it IS the target's
 * argmax. Below 1, a node that is not is accepted too when p(node) / p(argmax) >= tolerance. A stop token ends the walk
 * whether or not the draft had it, and is never accepted for another token.
 * Source: greedy speculative verification, Leviathan et al. 2023 (arXiv 2211.17192) at temperature 0; HSD
 * (arXiv 2602.12957) section 3, whose tau is `tolerance`.
 *
 * Example: the draft is "the cat", the target says "the" and then "dog": path [0], next "dog", two tokens emitted.
 */
export function accept(tree: TokenTree, verdict: Verdict, stopIds: readonly number[], tolerance = 1): Accepted {
  const path: number[] = []
  const ids: number[] = []
  const logprobs: number[] = []
  const margins: number[] = []
  for (let node = -1; ;) {
    const row = (node + 1) * verdict.k
    const top = verdict.ids[row]
    if (top === undefined) throw new RangeError(`verdict has no row for draft node ${node}`)
    const child = stopIds.includes(top) ? null : acceptable(tree, node, verdict, stopIds, tolerance)
    ids.push(child?.id ?? top)
    logprobs.push(child?.logprob ?? verdict.logprobs[row] ?? 0)
    margins.push((verdict.logprobs[row] ?? 0) - (verdict.logprobs[row + 1] ?? 0))
    if (child === null) return { path, next: top, ids, logprobs, margins }
    path.push(child.node)
    node = child.node
  }
}

/** The child of `parent` that the target likes best among those that the policy lets pass; null = none. */
function acceptable(
  tree: TokenTree, parent: number, verdict: Verdict, stopIds: readonly number[], tolerance: number,
): { readonly node: number, readonly id: number, readonly logprob: number } | null {
  const row = (parent + 1) * verdict.k
  for (let rank = 0; rank < verdict.k; rank++) {
    const [id, logprob] = [verdict.ids[row + rank] ?? -1, verdict.logprobs[row + rank] ?? -Infinity]
    if (rank > 0 && (tolerance >= 1 || logprob - (verdict.logprobs[row] ?? 0) < Math.log(tolerance))) return null
    const node = rank > 0 && stopIds.includes(id) ? -1 : childWithId(tree, parent, id)
    if (node !== -1) return { node, id, logprob }
  }
  return null
}

function childWithId(tree: TokenTree, parent: number, id: number): number {
  for (let node = parent + 1; node < tree.ids.length; node++) {
    if (tree.parents[node] === parent && tree.ids[node] === id) return node
  }
  return -1
}
