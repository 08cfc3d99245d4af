// A few lines of a page, one under the other on a raster of their own, for a probe reading.
import { type Box, height, width } from '../../src/model/box.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { FoundLine } from '../nano/lines/find-lines.ts'

/** Lines that are read to find out which end is up, and the narrowest that tells, in font sizes. */
const LINES = 6
const MIN_ASPECT = 4
/** Rim of a line and white space between lines, in font sizes. */
const RIM = 0.1
const SPACE = 0.6

/** The longest lines; null = none is long enough. */
export function stackLines(raster: Raster, lines: readonly FoundLine[]): Raster | null {
  const chosen = lines.filter(({ box, em }) => width(box) >= MIN_ASPECT * em && height(box) < 2 * em)
    .sort((a, b) => width(b.box) / b.em - width(a.box) / a.em).slice(0, LINES)
  if (chosen.length === 0) return null
  const boxes = chosen.map(({ box, em }) => grown(box, Math.round(RIM * em), raster))
  const space = Math.round(SPACE * Math.max(...chosen.map(({ em }) => em)))
  const stack = { width: Math.max(...boxes.map(width)) + 2 * space, height: boxes.reduce((sum, box) => sum + height(box) + space, space) }
  const data = new Uint8Array(stack.width * stack.height).fill(groundOf(raster, boxes))
  let top = space
  for (const { x0, y0, x1, y1 } of boxes) {
    for (let y = y0; y < y1; y++, top++) data.set(raster.data.subarray(y * raster.width + x0, y * raster.width + x1), top * stack.width + space)
    top += space
  }
  return { ...stack, dpi: raster.dpi, data }
}

function grown(box: Box, rim: number, raster: Raster): Box {
  return {
    x0: Math.max(0, Math.floor(box.x0) - rim), y0: Math.max(0, Math.floor(box.y0) - rim),
    x1: Math.min(raster.width, Math.ceil(box.x1) + rim), y1: Math.min(raster.height, Math.ceil(box.y1) + rim),
  }
}

/** The grey that half of the pixels are lighter than: print covers less than half of a line. */
function groundOf({ width, data }: Raster, boxes: readonly Box[]): number {
  const greys = boxes.flatMap(({ x0, x1, y0, y1 }) => [...data.subarray(Math.floor((y0 + y1) / 2) * width + x0, Math.floor((y0 + y1) / 2) * width + x1)])
  return greys.sort((a, b) => a - b)[Math.floor(greys.length / 2)] ?? 255
}
