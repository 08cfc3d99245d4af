// Ragged draft trees as the rectangular tensors of one forward: ids, positions, and who may attend to whom.
import type { TokenTree } from '../../src/model/tokens.ts'

/** Added to a score that must not count; far below any real score, and finite, so that fully masked rows stay numbers. */
const MASKED = -1e9

export interface TreeRow {
  /** The last emitted token: it is not in the cache yet, and opens every forward. */
  readonly pending: number
  /** Text position of `pending`. */
  readonly position: number
  /** Filled cache positions. */
  readonly past: number
  readonly draft: TokenTree
}

export interface TreeBatch {
  /** Tokens per row: the longest draft + 1. */
  readonly width: number
  /** `[rows, width]` */
  readonly ids: BigInt64Array
  readonly positions: BigInt64Array
  /** `[rows, 1, width, capacity + width]`: 0 may attend, MASKED may not. */
  readonly bias: Float32Array
}

/**
 * Packs one row per cache slot; null rows are slots without a step in this forward. `steps[id]` is how far a token
 * moves the text position; null = each by one.
 *
 * Example: draft ids [a, b, c] with parents [-1, 0, 0] and steps of 1 becomes tokens [pending, a, b, c] at positions
 * p, p+1, p+2, p+2; c attends to the past, to pending, to a and to itself, not to b.
 */
export function packTrees(rows: readonly (TreeRow | null)[], capacity: number, padId: number, steps: readonly number[] | null): TreeBatch {
  const width = 1 + Math.max(0, ...rows.map((row) => row?.draft.ids.length ?? 0))
  const ids = new BigInt64Array(rows.length * width).fill(BigInt(padId))
  const positions = new BigInt64Array(rows.length * width)
  const bias = new Float32Array(rows.length * width * (capacity + width)).fill(MASKED)
  rows.forEach((row, r) => {
    if (row === null) return
    const tokens = r * width
    ids[tokens] = BigInt(row.pending)
    positions[tokens] = BigInt(row.position)
    row.draft.ids.forEach((id, node) => {
      ids[tokens + node + 1] = BigInt(id)
      positions[tokens + node + 1] = (positions[tokens + (row.draft.parents[node] ?? -1) + 1] ?? 0n) + BigInt(steps?.[id] ?? 1)
    })
    for (let token = 0; token <= row.draft.ids.length; token++) {
      const start = (tokens + token) * (capacity + width)
      bias.fill(0, start, start + row.past)
      for (let seen = token; ; seen = (row.draft.parents[seen - 1] ?? -1) + 1) {
        bias[start + capacity + seen] = 0
        if (seen === 0) break
      }
    }
  })
  return { width, ids, positions, bias }
}
