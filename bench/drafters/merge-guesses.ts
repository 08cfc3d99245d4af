// Many guesses merged into one draft tree of the nodes that are worth most.
import type { DraftTree } from '../../src/model/tokens.ts'

/** A guess at what comes next: tokens, and the probability that the first and each later one is right. */
export interface Guess {
  readonly ids: ArrayLike<number>
  readonly first: number
  readonly later: number
}

interface Node {
  readonly id: number
  readonly parent: number
  value: number
  readonly children: Map<number, number>
}

/**
 * The tree of the `nodes` most valuable nodes. A node's value is the summed probability of the guesses that pass
 * through it, so agreement counts; a parent is never worth less than its child, so the tree has no holes.
 *
 * Example: "a b" at 0.5 and "a c" at 0.3 make a (0.8) with the children b (0.5) and c (0.3).
 */
export function mergeGuesses(guesses: readonly Guess[], nodes: number, depth: number): DraftTree {
  const all: Node[] = [{ id: -1, parent: -1, value: Infinity, children: new Map() }]
  for (const { ids, first, later } of guesses) {
    let at = 0
    for (let i = 0, value = first; i < Math.min(ids.length, depth); i++, value *= later) {
      const id = ids[i] ?? -1
      let child = all[at]?.children.get(id)
      if (child === undefined) {
        child = all.push({ id, parent: at, value: 0, children: new Map() }) - 1
        all[at]?.children.set(id, child)
      }
      const node = all[child]
      if (node !== undefined) node.value += value
      at = child
    }
  }
  // Parents were made before their children, so a stable sort keeps them first among equals.
  const chosen = all.map((_, i) => i).slice(1).sort((a, b) => (all[b]?.value ?? 0) - (all[a]?.value ?? 0)).slice(0, nodes).sort((a, b) => a - b)
  const place = new Map([[0, -1], ...chosen.map((node, i): [number, number] => [node, i])])
  return {
    ids: Int32Array.from(chosen, (node) => all[node]?.id ?? -1),
    parents: Int32Array.from(chosen, (node) => place.get(all[node]?.parent ?? 0) ?? -1),
    worth: Float32Array.from(chosen, (node) => Math.min(1, all[node]?.value ?? 0)),
  }
}
