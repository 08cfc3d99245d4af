// Draft tokens as the verifier sees them.

/**
 * A tree of proposed tokens, in an order where a parent comes before its children. `[n]` nodes; none is plain decoding.
 *
 * Example: the texts "ab" and "ac" share their first token: ids [a, b, c], parents [-1, 0, 0].
 */
export interface TokenTree {
  readonly ids: Int32Array
  /** Index of each node's parent; -1 hangs from the text committed so far. */
  readonly parents: Int32Array
}

/** Tokens that are proposed, with what each is worth. */
export interface DraftTree extends TokenTree {
  /**
   * Probability that each node is accepted, 0-1; a child is never worth more than its parent. Missing = verify them all:
   * the budget has nothing to weigh.
   */
  readonly worth?: Float32Array
}

export const EMPTY_TREE: TokenTree = { ids: new Int32Array(0), parents: new Int32Array(0) }

/** A tree of one path. */
export function linearTree(ids: Int32Array): TokenTree {
  return { ids, parents: Int32Array.from(ids, (_, i) => i - 1) }
}

/** True when every node hangs from the one before it. */
export function isLinear(tree: TokenTree): boolean {
  return tree.parents.every((parent, i) => parent === i - 1)
}
