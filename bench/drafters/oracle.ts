// The copy oracle: at every step it knows the place in the draft or in the target's own output from which most can be
// copied. No rule that copies one span per forward can do better.

interface Page {
  readonly draft: Int32Array
  readonly target: Int32Array
}

/** Tokens per forward over all pages, the stop token included. */
export function copyOracle(pages: readonly Page[], budget: number): number {
  let tokens = 0
  let forwards = 0
  for (const { draft, target } of pages) {
    for (let position = 0; position <= target.length; forwards++) {
      const copied = Math.max(longest(draft, draft.length, target, position, budget), longest(target, position, target, position, budget))
      const emitted = Math.min(copied + 1, target.length + 1 - position)
      tokens += emitted
      position += emitted
    }
  }
  return tokens / forwards
}

/** Length of the longest run in the first `end` tokens of `source` that equals the target from `position` on. */
function longest(source: Int32Array, end: number, target: Int32Array, position: number, budget: number): number {
  let best = 0
  for (let start = 0; start < end; start++) {
    let length = 0
    while (length < budget && start + length < end && position + length < target.length && source[start + length] === target[position + length]) length++
    best = Math.max(best, length)
  }
  return best
}
