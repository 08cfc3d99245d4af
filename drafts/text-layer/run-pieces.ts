// Text runs cut into words, in a frame where every line runs to the right: `u` along the line, `v` downwards across it.
import type { Box } from '../../src/model/box.ts'
import type { TextItem } from '../../src/model/page.ts'
import { cleanText } from './clean-text.ts'

/** One word, or a part of one, of one run. */
export interface Piece {
  readonly text: string
  readonly u0: number
  readonly u1: number
  /** Where the letters stand. */
  readonly baseline: number
  readonly size: number
  readonly bold: boolean
  readonly italic: boolean
  readonly rightToLeft: boolean
  /** A space was written before it. */
  readonly spaceBefore: boolean
  /** Number of its run in drawing order. */
  readonly run: number
}

/** Share of an item's height below the baseline (see TextItem.box). */
const BELOW = 0.2

/** Which way the text of an item runs: a turn in degrees, or top to bottom. */
export type Heading = 0 | 90 | 180 | 270 | 'down'

export function headingOf(item: TextItem): Heading {
  if (item.direction === 'ttb') return 'down'
  const { rotation } = item
  return rotation === 90 || rotation === 180 || rotation === 270 ? rotation : 0
}

/** A box of the page in the frame of a heading. */
export function toFrame({ x0, y0, x1, y1 }: Box, heading: Heading): Box {
  switch (heading) {
    case 0: return { x0, y0, x1, y1 }
    case 90: case 'down': return { x0: y0, y0: -x1, x1: y1, y1: -x0 }
    case 180: return { x0: -x1, y0: -y1, x1: -x0, y1: -y0 }
    case 270: return { x0: -y1, y0: x0, x1: -y0, y1: x1 }
  }
}

/** The way back. */
export function fromFrame({ x0, y0, x1, y1 }: Box, heading: Heading): Box {
  switch (heading) {
    case 0: return { x0, y0, x1, y1 }
    case 90: case 'down': return { x0: -y1, y0: x0, x1: -y0, y1: x1 }
    case 180: return { x0: -x1, y0: -y1, x1: -x0, y1: -y0 }
    case 270: return { x0: y0, y0: -x1, x1: y1, y1: -x0 }
  }
}

/** The words of a run; their places follow from usual letter widths, scaled to the run's true length. */
export function cutRun(item: TextItem, run: number): Piece[] {
  const text = cleanText(item.text)
  const frame = toFrame(item.box, headingOf(item))
  const rightToLeft = item.direction === 'rtl'
  const total = lengthOf(text)
  const scale = total === 0 ? 0 : (frame.x1 - frame.x0) / total
  const shared = {
    baseline: frame.y1 - BELOW * (frame.y1 - frame.y0), size: item.fontSize, bold: item.bold, italic: item.italic, rightToLeft, run,
  }
  const pieces: Piece[] = []
  for (const match of text.matchAll(/[^ ]+/gu)) {
    const from = lengthOf(text.slice(0, match.index)) * scale
    const to = from + lengthOf(match[0]) * scale
    const [u0, u1] = rightToLeft ? [frame.x1 - to, frame.x1 - from] : [frame.x0 + from, frame.x0 + to]
    pieces.push({ ...shared, text: match[0], u0, u1, spaceBefore: match.index > 0 })
  }
  return pieces
}

/** Widths of Helvetica's letters in thousandths of the font size (Adobe's AFM files), by class. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'|]/u, 222], [/[ .,;:!ftI[\]()/\\r-]/u, 290], [/[mM%W@]/u, 850], [/[wA-HJ-LN-VX-Z&]/u, 690],
  [/[\u0300-\u036F\u0590-\u05C7\u064B-\u065F]/u, 0], [/[\u1100-\u11FF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF\u{20000}-\u{3FFFF}]/u, 1000],
]
const OTHER_WIDTH = 556

function lengthOf(text: string): number {
  let sum = 0
  for (const character of text) sum += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER_WIDTH
  return sum
}
