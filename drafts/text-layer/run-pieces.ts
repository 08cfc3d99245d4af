// Native text runs in a frame where every line runs to the right: `u` along the line, `v` downwards across it.
import type { Box } from '../../src/model/box.ts'
import type { TextItem } from '../../src/model/page.ts'
import { cleanText } from './clean-text.ts'
import { readSymbols } from './symbol-marks.ts'

/** One word, or a part of one. */
export interface Piece {
  readonly text: string
  readonly u0: number
  readonly u1: number
  /** Where the letters stand. */
  readonly baseline: number
  readonly size: number
  readonly bold: boolean
  readonly italic: boolean
  /** A space was written before it. */
  readonly spaceBefore: boolean
  /** How likely the text is right, 0-1. */
  readonly confidence: number
  /** Number of its run in drawing order. */
  readonly run: number
}

/** A hidden layer is an earlier OCR's reading, of unknown quality; about what OCR words of good scans have. */
const HIDDEN_CONFIDENCE = 0.9
/** Share of an item's height below the baseline (see TextItem.box). */
const BELOW = 0.2

/** Which way the text of an item runs: a turn in degrees, or top to bottom. */
export type Heading = 0 | 90 | 180 | 270 | 'down'

export function headingOf(item: TextItem): Heading {
  if (item.direction === 'ttb') return 'down'
  const { rotation } = item
  return rotation === 90 || rotation === 180 || rotation === 270 ? rotation : 0
}

/** True for text at an angle, such as watermarks: its upright box is far higher than its letters. */
export function isOblique(item: TextItem): boolean {
  const frame = toFrame(item.box, headingOf(item))
  return frame.y1 - frame.y0 > OBLIQUE * item.fontSize
}

/** Box heights, in font sizes, that slightly skewed scans do not reach. */
const OBLIQUE = 2

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

/** The piece of a run; null when nothing readable is left of its text. */
export function readPiece(item: TextItem, run: number): Piece | null {
  const text = cleanText(readSymbols(item.text, item.fontName)).replace(/ /gu, '')
  if (text === '') return null
  const frame = toFrame(item.box, headingOf(item))
  return {
    text, run,
    u0: frame.x0, u1: frame.x1, baseline: frame.y1 - BELOW * (frame.y1 - frame.y0),
    size: item.fontSize, bold: item.bold, italic: item.italic, spaceBefore: item.spaceBefore,
    confidence: item.hidden ? HIDDEN_CONFIDENCE : 1,
  }
}
