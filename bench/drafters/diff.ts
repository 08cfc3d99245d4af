// Predicted outputs with diff realignment: the draft is the prediction; where the target leaves it, the shortest edit
// script between what was emitted and the prediction says where to go on. Sources: Cascade's predicted outputs for vLLM
// (static prediction, Myers diff on the CPU); Myers 1986, "An O(ND) difference algorithm and its variations".
import type { DrafterFactory } from '../../src/decode/drafter.ts'
import { linearTree } from '../../src/model/tokens.ts'

/** Emitted tokens compared at least, and at most: a bound on the work. */
const WINDOW = 128
const LONGEST_WINDOW = 512

export const diffRealignment: DrafterFactory = ([draft = ''], tokenizer) => {
  const prediction = tokenizer.encode(draft)
  let [from, at] = [0, 0]
  return {
    propose(emitted, { nodes, depth }) {
      const next = at + consumed(emitted.slice(from), prediction.subarray(at, at + 2 * LONGEST_WINDOW))
      const settled = emitted.length - from > WINDOW && emitted.slice(-8).every((id, i) => prediction[next - 8 + i] === id)
      if (settled || emitted.length - from > LONGEST_WINDOW) [from, at] = [emitted.length, next]
      return linearTree(prediction.slice(next, next + Math.min(nodes, depth)))
    },
    observe: () => undefined,
  }
}

/** Tokens of `prediction` that the shortest edit script uses up by the time it has written all of `emitted`. */
function consumed(emitted: readonly number[], prediction: Int32Array): number {
  const middle = emitted.length + prediction.length + 1
  /** How much of `emitted` is written, by diagonal. */
  const farthest = new Int32Array(2 * middle + 1)
  for (let edits = 0; ; edits++) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || diagonal !== edits && (farthest[middle + diagonal - 1] ?? 0) < (farthest[middle + diagonal + 1] ?? 0)
      let x = down ? farthest[middle + diagonal + 1] ?? 0 : (farthest[middle + diagonal - 1] ?? 0) + 1
      while (x < emitted.length && x - diagonal < prediction.length && emitted[x] === prediction[x - diagonal]) x++
      if (x >= emitted.length) return Math.max(0, Math.min(prediction.length, x - diagonal))
      farthest[middle + diagonal] = x
    }
  }
}
