// How much of the drafts goes into the next forward: the nodes whose expected tokens pay for their time.
import type { DraftTree } from '../model/tokens.ts'

/** Nodes that a row may be limited to; all widths would find little more. */
const LIMITS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]

/**
 * Trims the drafts of one forward to the nodes, likeliest first over all sequences, at which the expected tokens per
 * millisecond are highest. A sure draft may bring many and a doubtful one none; but what rows are padded with costs too, so
 * no row may be wider than pays.
 *
 * `milliseconds(tokens, width)`: one forward, by the tokens of all rows, each with the one that is decoded anyway, and by
 * those of the widest row.
 *
 * Example: two sequences, nodes worth 0.9, 0.8 and 0.4, 0.1. Nothing drafted gives 2 tokens, one node 2.9, two 3.7, the
 * third 4.1: it pays when it costs less than 11% more.
 */
export function withinBudget(drafts: readonly DraftTree[], milliseconds: (tokens: number, width: number) => number): DraftTree[] {
  const ranked = drafts.map(ranking)
  // Sorting is stable: a row's nodes keep their order, and so a parent comes before its children.
  const nodes = ranked.flatMap((order, row) => order.map((node, rank) => ({ row, rank, worth: worthOf(drafts[row], node) })))
    .sort((a, b) => b.worth - a.worth)
  const widest = Math.max(0, ...drafts.map(({ ids }) => ids.length))
  let [best, bestRate] = [{ limit: 0, last: -1 }, drafts.length / milliseconds(drafts.length, 1)]
  // A row by itself is as wide as it has nodes.
  const narrower = drafts.length === 1 ? [] : LIMITS.filter((limit) => limit < widest)
  for (const limit of [...narrower, widest]) {
    let [tokens, expected, width] = [drafts.length, drafts.length, 1]
    nodes.forEach(({ rank, worth }, last) => {
      if (rank >= limit) return
      width = Math.max(width, rank + 2)
      expected += worth
      const rate = expected / milliseconds(++tokens, width)
      if (rate > bestRate) [best, bestRate] = [{ limit, last }, rate]
    })
  }
  const counts = new Array<number>(drafts.length).fill(0)
  for (const { row, rank } of nodes.slice(0, best.last + 1)) if (rank < best.limit) counts[row] = rank + 1
  return drafts.map((draft, row) => counts[row] === draft.ids.length ? draft : keep(draft, (ranked[row] ?? []).slice(0, counts[row])))
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
