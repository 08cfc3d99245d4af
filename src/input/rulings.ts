// Straight lines out of PDF paths: pdf.js's packed paths as points, and touching pieces joined to whole rulings.
import type { Box } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'

export interface Subpath {
  /** Corners in drawing order; null stands where a curve was. A closed path repeats its first point. */
  readonly points: readonly (readonly [number, number] | null)[]
  readonly curved: boolean
  /** Places on its curves, a third and two thirds of the way. */
  readonly bends: readonly (readonly [number, number])[]
}

/** pdf.js DrawOPS: operation codes in a packed path, each followed by its coordinates. */
const MOVE = 0
const LINE = 1
const CURVE = 2
const QUADRATIC = 3
const CLOSE = 4

/** Unpacks `[op, x, y, op, ...]` into subpaths. */
export function subpaths(path: Float32Array): Subpath[] {
  const result: Subpath[] = []
  let points: (readonly [number, number] | null)[] = []
  let bends: (readonly [number, number])[] = []
  const flush = (): void => {
    if (points.length > 1) result.push({ points, curved: bends.length > 0, bends })
    points = []
    bends = []
  }
  const point = (at: number): readonly [number, number] => [path[at] ?? 0, path[at + 1] ?? 0]
  for (let k = 0; k < path.length;) {
    const op = path[k++]
    if (op === MOVE) {
      flush()
      points.push(point(k))
      k += 2
    } else if (op === LINE) {
      points.push(point(k))
      k += 2
    } else if (op === CURVE || op === QUADRATIC) {
      const size = op === CURVE ? 6 : 4
      bends.push(...thirds(points.at(-1) ?? point(k), path, k, size))
      points.push(null, point(k + size - 2))
      k += size
    } else if (op === CLOSE) {
      const first = points[0]
      if (first !== undefined && first !== null) points.push(first)
    } else break
  }
  flush()
  return result
}

/** Where a Bezier curve of two (`size` 4) or three further points, which begin at `k`, is after a third and two thirds of its way. */
function thirds([x, y]: readonly [number, number], path: Float32Array, k: number, size: number): (readonly [number, number])[] {
  const weights = size === 6 ? [[8, 12, 6, 1], [1, 6, 12, 8]] : [[12, 12, 3], [3, 12, 12]]
  return weights.map(([own = 0, ...others]) => [
    others.reduce((sum, weight, i) => sum + weight * (path[k + 2 * i] ?? 0), own * x) / 27,
    others.reduce((sum, weight, i) => sum + weight * (path[k + 2 * i + 1] ?? 0), own * y) / 27,
  ])
}

/** Pieces of one line may lie this far apart, points: cells that draw their own borders, dotted lines. */
const GAP = 2
/** Pieces this far off one another across the line are still one line, points. */
const OFFSET = 1
/** Shorter lines are no rulings but dashes, ticks and parts of drawings, points. */
const MIN_LENGTH = 8

/** Joins pieces that lie on one line and touch; short leftovers are dropped. */
export function mergeRulings(pieces: readonly Ruling[]): Ruling[] {
  return (['horizontal', 'vertical'] as const).flatMap((direction) => {
    const flat = direction === 'horizontal'
    const own = pieces.filter((piece) => piece.direction === direction).map(({ box }) => flat ? box : turn(box))
    return mergeFlat(own).filter((box) => box.x1 - box.x0 >= MIN_LENGTH).map((box) => ({ box: flat ? box : turn(box), direction }))
  })
}

function turn({ x0, y0, x1, y1 }: Box): Box {
  return { x0: y0, y0: x0, x1: y1, y1: x1 }
}

function mergeFlat(boxes: readonly Box[]): Box[] {
  const middle = (box: Box): number => (box.y0 + box.y1) / 2
  const byHeight = boxes.toSorted((a, b) => middle(a) - middle(b))
  const result: Box[] = []
  for (let start = 0, end = 0; start < byHeight.length; start = end) {
    const first = byHeight[start]
    if (first === undefined) break
    for (end = start + 1; end < byHeight.length; end++) {
      const box = byHeight[end]
      if (box === undefined || middle(box) - middle(first) > OFFSET) break
    }
    let current: Box | null = null
    for (const box of byHeight.slice(start, end).toSorted((a, b) => a.x0 - b.x0)) {
      if (current !== null && box.x0 <= current.x1 + GAP) {
        current = { x0: current.x0, y0: Math.min(current.y0, box.y0), x1: Math.max(current.x1, box.x1), y1: Math.max(current.y1, box.y1) }
      } else {
        if (current !== null) result.push(current)
        current = box
      }
    }
    if (current !== null) result.push(current)
  }
  return result
}
