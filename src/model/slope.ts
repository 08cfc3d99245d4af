// Pages that lie askew: where their boxes stand once the page is turned back, and the way there and back.
import { type Box, centerX, centerY } from './box.ts'

/** The point that stays where it is, in the box's unit. */
export interface Pivot {
  readonly x: number
  readonly y: number
}

const CORNER: Pivot = { x: 0, y: 0 }

export const middleOf = ({ width, height }: { readonly width: number, readonly height: number }): Pivot => ({ x: width / 2, y: height / 2 })

/**
 * Moves a box to where it stands on the page turned back: up by what the slope put it down, and aside, so that the gutters
 * between columns stand upright again. Measured at its middle; moved, not turned.
 */
export function level(box: Box, slope: number, pivot = CORNER): Box {
  const down = slope * (centerX(box) - pivot.x)
  const aside = slope * (centerY(box) - down - pivot.y)
  return { x0: box.x0 + aside, y0: box.y0 - down, x1: box.x1 + aside, y1: box.y1 - down }
}

/** The inverse of `level`. */
export function askew(box: Box, slope: number, pivot = CORNER): Box {
  const aside = slope * (centerY(box) - pivot.y)
  const down = slope * (centerX(box) - aside - pivot.x)
  return { x0: box.x0 - aside, y0: box.y0 + down, x1: box.x1 - aside, y1: box.y1 + down }
}
