// How a scanned page lies, and what takes it upright and back: quarter turns, then a small slope.
import type { Box } from '../../src/model/box.ts'
import type { Page } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import { askew, level, middleOf } from '../../src/model/slope.ts'
import { turnFor, turnRaster } from '../../src/model/turn.ts'
import { levelRaster } from '../nano/lines/skew.ts'

export interface Lie {
  /** Clockwise turn of the text in degrees: 0, 90, 180 or 270. */
  readonly rotation: number
  /** Downhill slope of the lines, once they are turned back. */
  readonly slope: number
}

export function straighten(raster: Raster, { rotation, slope }: Lie): Raster {
  const turned = turnRaster(raster, rotation)
  return slope === 0 ? turned : levelRaster(turned, slope)
}

/** Boxes in points, to the straight page and back; its size. */
export function straightFrame({ width, height }: Pick<Page, 'width' | 'height'>, { rotation, slope }: Lie): {
  readonly to: (box: Box) => Box
  readonly back: (box: Box) => Box
  readonly size: { readonly width: number, readonly height: number }
} {
  const turn = turnFor(rotation, { width, height })
  const size = turn.sideways ? { width: height, height: width } : { width, height }
  const middle = middleOf(size)
  return { to: (box) => level(turn.to(box), slope, middle), back: (box) => turn.back(askew(box, slope, middle)), size }
}
