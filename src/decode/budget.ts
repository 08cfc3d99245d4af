// How much of the drafts goes into the next forward: the nodes whose expected tokens pay for their time.
import type { DraftTree } from '../model/tokens.ts'

/**
 * Trims the drafts of one forward. Rows of a forward are padded to its widest one, so its price depends on the width
 * alone: every sequence may bring its `width` best nodes, and the width is the one at which the expected tokens per
 * millisecond, over all sequences, are highest.
 *
 * `milliseconds(newTokens)`: one forward of all sequences, each with the token that is decoded anyway and its draft.
 *
 * Example: two sequences, nodes worth 0.9, 0.8 and 0.9, 0.1. Width 1 gives 2 + 1.8 tokens, width 2 gives 2 + 2.7; the
 * second node pays when it costs less than 24% more.
 */
export function withinBudget(drafts: readonly DraftTree[], milliseconds: (newTokens: number) => number): DraftTree[] {
  const ranked = drafts.map(ranking)
  const widest = Math.max(0, ...drafts.map(({ ids }) => ids.length))
  let [best, bestRate, tokens] = [0, 0, drafts.length]
  for (let width = 0; width <= widest; width++) {
    if (width > 0) ranked.forEach((nodes, i) => { tokens += worthOf(drafts[i], nodes[width - 1]) })
    const rate = tokens / milliseconds(width + 1)
    if (rate > bestRate) [best, bestRate] = [width, rate]
  }
  return drafts.map((draft, i) => draft.ids.length <= best ? draft : keep(draft, (ranked[i] ?? []).slice(0, best)))
}

/** The best path from the root, for a verifier that takes no trees. */
export function bestPath(draft: DraftTree): DraftTree {
  const sums = new Float64Array(draft.ids.length)
  let end = -1
  draft.parents.forEach((parent, node) => {
    sums[node] = (parent === -1 ? 0 : sums[parent] ?? 0) + worthOf(draft, node)
    if (end === -1 || (sums[node] ?? 0) > (sums[end] ?? 0)) end = node
  })
  const path: number[] = []
  for (let node = end; node !== -1; node = draft.parents[node] ?? -1) path.unshift(node)
  return keep(draft, path)
}

function worthOf(draft: DraftTree | undefined, node: number | undefined): number {
  return draft === undefined || node === undefined ? 0 : draft.worth === undefined ? 1 : draft.worth[node] ?? 0
}

/** Nodes from the best down; a parent comes before its children, because it is worth at least as much and sorting is stable. */
function ranking(draft: DraftTree): number[] {
  const nodes = Array.from(draft.ids, (_, node) => node)
  return draft.worth === undefined ? nodes : nodes.sort((a, b) => (draft.worth?.[b] ?? 0) - (draft.worth?.[a] ?? 0))
}

/** The tree of `nodes`, which holds the parent of each of its nodes. */
function keep(draft: DraftTree, nodes: readonly number[]): DraftTree {
  const kept = [...nodes].sort((a, b) => a - b)
  const place = new Map([[-1, -1], ...kept.map((node, i): [number, number] => [node, i])])
  return {
    ids: Int32Array.from(kept, (node) => draft.ids[node] ?? -1),
    parents: Int32Array.from(kept, (node) => place.get(draft.parents[node] ?? -1) ?? -1),
    ...draft.worth === undefined ? {} : { worth: Float32Array.from(kept, (node) => draft.worth?.[node] ?? 0) },
  }
}
