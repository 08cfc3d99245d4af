// Quarter turns: the frame in which text that is turned on its page stands upright.
import type { Box } from './box.ts'
import type { Raster } from './raster.ts'

export interface Turn {
  /** To the frame in which the text runs left to right. */
  readonly to: (box: Box) => Box
  /** Back to the page. */
  readonly back: (box: Box) => Box
  readonly sideways: boolean
}

/** The frame in which text turned clockwise by `rotation` degrees stands upright, on a page of this size in points. */
export function turnFor(rotation: number, page: { readonly width: number; readonly height: number }): Turn {
  const { width: w, height: h } = page
  const quarter = (box: Box): Box => ({ x0: box.y0, y0: w - box.x1, x1: box.y1, y1: w - box.x0 })
  const quarterBack = (box: Box): Box => ({ x0: w - box.y1, y0: box.x0, x1: w - box.y0, y1: box.x1 })
  const half = (box: Box): Box => ({ x0: w - box.x1, y0: h - box.y1, x1: w - box.x0, y1: h - box.y0 })
  const three = (box: Box): Box => ({ x0: h - box.y1, y0: box.x0, x1: h - box.y0, y1: box.x1 })
  const threeBack = (box: Box): Box => ({ x0: box.y0, y0: h - box.x1, x1: box.y1, y1: h - box.x0 })
  if (rotation === 90) return { to: quarter, back: quarterBack, sideways: true }
  if (rotation === 180) return { to: half, back: half, sideways: false }
  if (rotation === 270) return { to: three, back: threeBack, sideways: true }
  return { to: (box) => box, back: (box) => box, sideways: false }
}

/** The raster in that frame; itself when nothing is turned. */
export function turnRaster(raster: Raster, rotation: number): Raster {
  if (rotation === 0) return raster
  const { width, height, channels = 1, data } = raster
  // index of the pixel that comes to the top left corner, and steps to those right of it and below it
  const [start, right, down] = rotation === 90 ? [width - 1, width, -1]
    : rotation === 180 ? [width * height - 1, -1, -width] : [width * (height - 1), -width, 1]
  const [wide, high] = rotation === 180 ? [width, height] : [height, width]
  const turned = new Uint8Array(data.length)
  let at = 0
  for (let y = 0; y < high; y++) {
    for (let x = 0, from = (start + y * down) * channels; x < wide; x++, from += right * channels) {
      for (let channel = 0; channel < channels; channel++) turned[at++] = data[from + channel] as number
    }
  }
  return { ...raster, width: wide, height: high, data: turned }
}
