// Rectangles on a page. Every box in specparse is in PDF points (1/72 inch) from the page's top-left corner.

export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export const width = (box: Box): number => box.x1 - box.x0
export const height = (box: Box): number => box.y1 - box.y0
export const area = (box: Box): number => Math.max(0, width(box)) * Math.max(0, height(box))
export const centerX = (box: Box): number => (box.x0 + box.x1) / 2
export const centerY = (box: Box): number => (box.y0 + box.y1) / 2

/** The smallest box around all of `boxes`; throws RangeError when there are none. */
export function union(boxes: readonly Box[]): Box {
  const first = boxes[0]
  if (first === undefined) throw new RangeError('union of no boxes')
  let { x0, y0, x1, y1 } = first
  for (const box of boxes) {
    x0 = Math.min(x0, box.x0)
    y0 = Math.min(y0, box.y0)
    x1 = Math.max(x1, box.x1)
    y1 = Math.max(y1, box.y1)
  }
  return { x0, y0, x1, y1 }
}

/** The box in another unit: points as pixels, pixels as points. */
export const scaled = ({ x0, y0, x1, y1 }: Box, factor: number): Box => ({ x0: x0 * factor, y0: y0 * factor, x1: x1 * factor, y1: y1 * factor })

/** The common part of two boxes, or null when they do not overlap. */
export function intersection(a: Box, b: Box): Box | null {
  const box = { x0: Math.max(a.x0, b.x0), y0: Math.max(a.y0, b.y0), x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1) }
  return box.x0 < box.x1 && box.y0 < box.y1 ? box : null
}

/** The share of `inner`'s area that lies inside `outer`, 0-1. */
export function coverage(inner: Box, outer: Box): number {
  const common = intersection(inner, outer)
  return common === null || area(inner) === 0 ? 0 : area(common) / area(inner)
}

/** Length of the common part of two intervals; 0 or less when they do not overlap. */
export function overlap1d(a0: number, a1: number, b0: number, b1: number): number {
  return Math.min(a1, b1) - Math.max(a0, b0)
}

/** The wider of the gaps between two boxes, across or down; 0 where they overlap. */
export const gap = (a: Box, b: Box): number => Math.max(0, a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1)

/** True when the centre of `inner` lies in `box`. */
export function contains(box: Box, inner: Box): boolean {
  const [x, y] = [centerX(inner), centerY(inner)]
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1
}
