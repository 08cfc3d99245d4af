// Edit distance between ordered labelled trees. The trees of tables are shallow and wide, where this algorithm is near n².

export interface OrderedTree<T> {
  readonly label: T
  readonly children: readonly OrderedTree<T>[]
}

interface Flat<T> {
  readonly labels: readonly T[]
  /** Index of the leftmost leaf below each node, in post-order. */
  readonly leftmost: Int32Array
  /** Nodes that are no leftmost child, plus the root. */
  readonly keyRoots: readonly number[]
}

/**
 * Fewest weighted insertions, deletions (1 each) and renames (`rename`, 0-1) that turn one tree into the other.
 * Source: K. Zhang, D. Shasha, "Simple fast algorithms for the editing distance between trees and related problems",
 * SIAM J. Comput. 18 (1989). Example: a(b c) and a(c) are 1 apart.
 */
export function treeDistance<T>(a: OrderedTree<T>, b: OrderedTree<T>, rename: (x: T, y: T) => number): number {
  const x = flatten(a)
  const y = flatten(b)
  const n = x.labels.length
  const m = y.labels.length
  const renames = new Float64Array(n * m)
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) renames[i * m + j] = rename(x.labels[i]!, y.labels[j]!)
  const trees = new Float64Array(n * m)
  const forests = new Float64Array((n + 1) * (m + 1))
  for (const i of x.keyRoots) for (const j of y.keyRoots) fill(x, y, i, j, renames, trees, forests)
  return trees[n * m - 1]!
}

/** Distances between all pairs of subtrees that lie on the leftmost paths below `i` and `j`. */
function fill<T>(x: Flat<T>, y: Flat<T>, i: number, j: number, renames: Float64Array, trees: Float64Array, forests: Float64Array): void {
  const m = y.labels.length
  const left = x.leftmost[i]!
  const right = y.leftmost[j]!
  const width = j - right + 2
  forests[0] = 0
  for (let b = 1; b < width; b++) forests[b] = b
  for (let a = 1; a <= i - left + 1; a++) {
    const node = left + a - 1
    const row = a * width
    const above = row - width
    forests[row] = a
    for (let b = 1; b < width; b++) {
      const other = right + b - 1
      const edit = Math.min(forests[above + b]!, forests[row + b - 1]!) + 1
      if (x.leftmost[node] === left && y.leftmost[other] === right) {
        const best = Math.min(edit, forests[above + b - 1]! + renames[node * m + other]!)
        forests[row + b] = best
        trees[node * m + other] = best
      } else {
        const before = (x.leftmost[node]! - left) * width + y.leftmost[other]! - right
        forests[row + b] = Math.min(edit, forests[before]! + trees[node * m + other]!)
      }
    }
  }
}

function flatten<T>(root: OrderedTree<T>): Flat<T> {
  const labels: T[] = []
  const leftmost: number[] = []
  const visit = (tree: OrderedTree<T>): number => {
    let first = -1
    for (const child of tree.children) {
      const leaf = visit(child)
      if (first === -1) first = leaf
    }
    labels.push(tree.label)
    if (first === -1) first = labels.length - 1
    leftmost.push(first)
    return first
  }
  visit(root)
  const last = new Map(leftmost.map((leaf, node) => [leaf, node]))
  return { labels, leftmost: Int32Array.from(leftmost), keyRoots: [...last.values()].sort((a, b) => a - b) }
}
