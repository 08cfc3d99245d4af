// Some lines of a page, one under the other on a raster of their own: for a reader that would not find them on the page, or for a probe.
import { type Box, height, width } from '../../src/model/box.ts'
import type { FoundLine } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'

/** Rim of a line and white space between lines, in font sizes. */
const RIM = 0.1
const SPACE = 0.6

export interface LineStack {
  readonly raster: Raster
  /** A box on the stack, in pixels, as the index of its line and its place on the page; null = it is on none. */
  readonly place: (box: Box) => { readonly line: number, readonly box: Box } | null
}

/** Null = no lines. */
export function stackLines(raster: Raster, lines: readonly FoundLine[]): LineStack | null {
  if (lines.length === 0) return null
  const boxes = lines.map(({ box, em }) => grown(box, Math.round(RIM * em), raster))
  const space = Math.round(SPACE * Math.max(...lines.map(({ em }) => em)))
  const stack = { width: Math.max(...boxes.map(width)) + 2 * space, height: boxes.reduce((sum, box) => sum + height(box) + space, space) }
  const data = new Uint8Array(stack.width * stack.height).fill(groundOf(raster, boxes))
  const tops: number[] = []
  let at = space
  for (const { x0, y0, x1, y1 } of boxes) {
    tops.push(at)
    for (let y = y0; y < y1; y++, at++) data.set(raster.data.subarray(y * raster.width + x0, y * raster.width + x1), at * stack.width + space)
    at += space
  }
  return {
    raster: { ...stack, dpi: raster.dpi, data },
    place({ x0, y0, x1, y1 }) {
      const line = tops.findLastIndex((top) => top <= (y0 + y1) / 2)
      const from = boxes[line]
      if (from === undefined) return null
      const [right, down] = [from.x0 - space, from.y0 - (tops[line] as number)]
      return { line, box: { x0: x0 + right, y0: y0 + down, x1: x1 + right, y1: y1 + down } }
    },
  }
}

/** Lines of a probe, and the narrowest that tells, in font sizes. */
const LINES = 6
const MIN_ASPECT = 4

/** The longest lines, to find out by reading them how a page is to be read; null = none is long enough. */
export function stackTelling(raster: Raster, lines: readonly FoundLine[]): Raster | null {
  const telling = lines.filter(({ box, em }) => width(box) >= MIN_ASPECT * em && height(box) < 2 * em)
    .sort((a, b) => width(b.box) / b.em - width(a.box) / a.em).slice(0, LINES)
  return stackLines(raster, telling)?.raster ?? null
}

function grown(box: Box, rim: number, raster: Raster): Box {
  return {
    x0: Math.max(0, Math.floor(box.x0) - rim), y0: Math.max(0, Math.floor(box.y0) - rim),
    x1: Math.min(raster.width, Math.ceil(box.x1) + rim), y1: Math.min(raster.height, Math.ceil(box.y1) + rim),
  }
}

/** Share of its lines' boxes that print and the grey at its edges cover, at most. */
const PRINT = 0.3

/** The ground's grey: so many pixels are darker that none of them is print, and light print on a dark ground is lighter yet. */
function groundOf({ width, data }: Raster, boxes: readonly Box[]): number {
  const counts = new Uint32Array(256)
  for (const { x0, x1, y0, y1 } of boxes) for (let y = y0; y < y1; y++) for (const grey of data.subarray(y * width + x0, y * width + x1)) counts[grey] = (counts[grey] as number) + 1
  let left = (1 - PRINT) * counts.reduce((sum, count) => sum + count, 0)
  return counts.findIndex((count) => (left -= count) < 0)
}
