// A draft tree while it grows: guesses merged into one trie, whose likeliest node is taken next.
import type { DraftTree } from '../../model/tokens.ts'

/** Share of the smaller of two values that a node reached twice gains: guesses that agree are seldom independent. */
const AGREEMENT = 0.3

/** Nodes are numbers; 0 is the text emitted so far. */
export class TokenTrie {
  readonly #ids = [-1]
  readonly #parents = [-1]
  readonly #values = [1]
  readonly #depths = [0]
  readonly #firstChild = [-1]
  readonly #nextSibling = [-1]
  readonly #taken = [true]
  readonly #order: number[] = []
  readonly #depth: number
  /** Binary heap of nodes with the value that they had when they were put in. */
  readonly #heap: { readonly node: number, readonly value: number }[] = []

  constructor(depth: number) {
    this.#depth = depth
  }

  id(node: number): number {
    return this.#ids[node] ?? -1
  }

  parent(node: number): number {
    return this.#parents[node] ?? -1
  }

  /** Probability that the target says the path to this node, 0-1. */
  value(node: number): number {
    return this.#values[node] ?? 0
  }

  /** -1 = it has none with this id. */
  child(node: number, id: number): number {
    let child = this.#firstChild[node] ?? -1
    while (child !== -1 && this.#ids[child] !== id) child = this.#nextSibling[child] ?? -1
    return child
  }

  /** What no child of the node accounts for. */
  rest(node: number): number {
    let rest = this.value(node)
    for (let child = this.#firstChild[node] ?? -1; child !== -1; child = this.#nextSibling[child] ?? -1) rest -= this.value(child)
    return rest
  }

  /** Adds a guess of probability `value` at the token after `node`; returns its node. */
  add(node: number, id: number, value: number): number {
    let child = this.child(node, id)
    if (child === -1) {
      child = this.#ids.push(id) - 1
      this.#parents.push(node)
      this.#values.push(0)
      this.#depths.push((this.#depths[node] ?? 0) + 1)
      this.#firstChild.push(-1)
      this.#nextSibling.push(this.#firstChild[node] ?? -1)
      this.#taken.push(false)
      this.#firstChild[node] = child
    }
    const before = this.value(child)
    const after = Math.min(this.value(node), Math.max(before, value) + AGREEMENT * Math.min(before, value))
    this.#values[child] = after
    if (this.#taken[node] === true) this.#offer(child)
    return child
  }

  /** Takes the likeliest node not taken yet into the tree; its parent is there already. null = there is none. */
  take(): number | null {
    while (this.#heap.length > 0) {
      const { node, value } = this.#pop()
      if (this.#taken[node] !== false || value !== this.#values[node]) continue
      this.#taken[node] = true
      this.#order.push(node)
      for (let child = this.#firstChild[node] ?? -1; child !== -1; child = this.#nextSibling[child] ?? -1) this.#offer(child)
      return node
    }
    return null
  }

  /** The nodes taken. */
  tree(): DraftTree {
    const place = new Map([[0, -1], ...this.#order.map((node, i): [number, number] => [node, i])])
    return {
      ids: Int32Array.from(this.#order, (node) => this.id(node)),
      parents: Int32Array.from(this.#order, (node) => place.get(this.parent(node)) ?? -1),
      worth: Float32Array.from(this.#order, (node) => this.value(node)),
    }
  }

  /** A child is offered when its parent has been taken, so that the tree has no holes. */
  #offer(node: number): void {
    if (this.#taken[node] === false && (this.#depths[node] ?? 0) <= this.#depth) this.#push({ node, value: this.value(node) })
  }

  #push(entry: { readonly node: number, readonly value: number }): void {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      const above = heap[up]
      if (above === undefined || above.value >= entry.value) break
      heap[at] = above
      at = up
    }
    heap[at] = entry
  }

  #pop(): { readonly node: number, readonly value: number } {
    const heap = this.#heap
    const top = heap[0] ?? { node: 0, value: 0 }
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const child = (heap[left + 1]?.value ?? -1) > (heap[left]?.value ?? -1) ? left + 1 : left
      const below = heap[child]
      if (below === undefined || below.value <= last.value) break
      heap[at] = below
      at = child
    }
    heap[at] = last
    return top
  }
}
