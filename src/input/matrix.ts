// Affine maps as PDF writes them: [a, b, c, d, e, f] takes (x, y) to (a x + c y + e, b x + d y + f).
// They run for every glyph and path of a page, so they index: destructuring an array walks an iterator.
import type { Box } from '../model/box.ts'

export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** The map that applies `inner` first, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const a = outer[0], b = outer[1], c = outer[2], d = outer[3]
  return [
    a * inner[0] + c * inner[1], b * inner[0] + d * inner[1],
    a * inner[2] + c * inner[3], b * inner[2] + d * inner[3],
    a * inner[4] + c * inner[5] + outer[4], b * inner[4] + d * inner[5] + outer[5],
  ]
}

/** Where (x, y) goes to, each coordinate alone. */
export function xOf(matrix: Matrix, x: number, y: number): number {
  return matrix[0] * x + matrix[2] * y + matrix[4]
}

export function yOf(matrix: Matrix, x: number, y: number): number {
  return matrix[1] * x + matrix[3] * y + matrix[5]
}

/** The upright box around the image of the rectangle (x0, y0)-(x1, y1). */
export function imageOf(matrix: Matrix, x0: number, y0: number, x1: number, y1: number): Box {
  const ax = xOf(matrix, x0, y0), bx = xOf(matrix, x1, y0), cx = xOf(matrix, x0, y1), dx = xOf(matrix, x1, y1)
  const ay = yOf(matrix, x0, y0), by = yOf(matrix, x1, y0), cy = yOf(matrix, x0, y1), dy = yOf(matrix, x1, y1)
  return { x0: Math.min(ax, bx, cx, dx), y0: Math.min(ay, by, cy, dy), x1: Math.max(ax, bx, cx, dx), y1: Math.max(ay, by, cy, dy) }
}

/** Geometric mean of the two scale factors: what a length becomes. */
export function scaleOf(matrix: Matrix): number {
  return Math.sqrt(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
}

/** Length of the vector (x, y); most lie on an axis, and Math.hypot is slow. */
export function lengthOf(x: number, y: number): number {
  return y === 0 ? Math.abs(x) : x === 0 ? Math.abs(y) : Math.hypot(x, y)
}

/** Reads six numbers out of an untyped operand; null when it is not a matrix. */
export function asMatrix(value: unknown): Matrix | null {
  if (!Array.isArray(value) && !(value instanceof Float32Array)) return null
  const numbers: ArrayLike<unknown> = value
  const a = numbers[0], b = numbers[1], c = numbers[2], d = numbers[3], e = numbers[4], f = numbers[5]
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return null
  if (typeof d !== 'number' || typeof e !== 'number' || typeof f !== 'number') return null
  return [a, b, c, d, e, f]
}
