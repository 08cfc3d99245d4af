// Affine maps as PDF writes them: [a, b, c, d, e, f] takes (x, y) to (a x + c y + e, b x + d y + f).
import type { Box } from '../model/box.ts'

export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** The map that applies `inner` first, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  return [
    a * inner[0] + c * inner[1], b * inner[0] + d * inner[1],
    a * inner[2] + c * inner[3], b * inner[2] + d * inner[3],
    a * inner[4] + c * inner[5] + e, b * inner[4] + d * inner[5] + f,
  ]
}

export function applyTo(matrix: Matrix, x: number, y: number): readonly [number, number] {
  const [a, b, c, d, e, f] = matrix
  return [a * x + c * y + e, b * x + d * y + f]
}

/** The upright box around the image of the rectangle (x0, y0)-(x1, y1). */
export function imageOf(matrix: Matrix, x0: number, y0: number, x1: number, y1: number): Box {
  const corners = [applyTo(matrix, x0, y0), applyTo(matrix, x1, y0), applyTo(matrix, x0, y1), applyTo(matrix, x1, y1)]
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
}

/** Geometric mean of the two scale factors: what a length becomes. */
export function scaleOf([a, b, c, d]: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c))
}

/** Reads six numbers out of an untyped operand; null when it is not a matrix. */
export function asMatrix(value: unknown): Matrix | null {
  if (!Array.isArray(value) && !(value instanceof Float32Array)) return null
  const numbers = Array.from<unknown>(value)
  const [a, b, c, d, e, f] = numbers
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return null
  if (typeof d !== 'number' || typeof e !== 'number' || typeof f !== 'number') return null
  return [a, b, c, d, e, f]
}
