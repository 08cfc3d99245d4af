// Lines that stand on the page by their ink, and that Tesseract's page segmentation has left out: narrow columns of tables, faint
// or dirty print. They are put on a raster of their own and read as lines.
import type { Block } from 'tesseract.js'
import { height, overlap1d, scaled, union, width } from '../../src/model/box.ts'
import { type Line, lineConfidence, type Word } from '../../src/model/line.ts'
import type { FoundLine } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'
import { stackLines } from '../scan/line-stack.ts'
import { ocrLines, type OcrReading } from './ocr-lines.ts'

/** A found line of which words cover less than this share has been left out. */
const COVERED = 0.25
/** What is less likely right than this was no line: parts of pictures, dirt. 0-1. */
const MIN_CONFIDENCE = 0.4

/** Found lines, in pixels, that no word stands on. */
export function missedLines(found: readonly FoundLine[], read: readonly Line[], dpi: number): FoundLine[] {
  const scale = dpi / 72
  const words = read.flatMap((line) => line.words.map(({ box }) => scaled(box, scale)))
  return found.filter(({ box }) => {
    const middle = (box.y0 + box.y1) / 2
    const covered = words.filter(({ y0, y1 }) => y0 < middle && y1 > middle).reduce((sum, { x0, x1 }) => sum + Math.max(0, overlap1d(x0, x1, box.x0, box.x1)), 0)
    return covered < COVERED * width(box)
  })
}

/** Their texts, as Tesseract reads them by themselves; those that it cannot read are left out. */
export async function readMissed(
  raster: Raster, missed: readonly FoundLine[], reading: Omit<OcrReading, 'scale'>, recognize: (lines: Raster) => Promise<readonly Block[]>,
): Promise<Line[]> {
  const stack = stackLines(raster, missed)
  if (stack === null) return []
  const scale = 72 / raster.dpi
  const words = new Map<number, Word[]>()
  for (const word of ocrLines(await recognize(stack.raster), { ...reading, scale: 1 }).flatMap((line) => line.words)) {
    const placed = stack.place(word.box)
    if (placed === null) continue
    words.set(placed.line, [...words.get(placed.line) ?? [], { ...word, box: scaled(placed.box, scale) }])
  }
  return [...words].flatMap(([index, own]) => {
    const sorted = own.sort((a, b) => a.box.x0 - b.box.x0)
    const line: Line = {
      text: sorted.map(({ text }) => text).join(' '), box: union(sorted.map(({ box }) => box)), words: sorted, source: reading.source,
      fontSize: (missed[index]?.em ?? 0) * scale, bold: false, italic: false, rotation: 0,
    }
    return lineConfidence(line) < MIN_CONFIDENCE ? [] : [line]
  })
}

/** A line goes on within this many font sizes: the layout cuts it again where columns part. */
const GAP_EM = 1.5

/** Lines with those added that had been left out; a piece of a line that was read in part goes into it, in place of the words that stood there. */
export function withMissed(read: readonly Line[], missed: readonly Line[]): Line[] {
  return missed.reduce<Line[]>((lines, piece) => {
    const index = lines.findIndex((line) => isOneRow(line, piece))
    const line = lines[index]
    return line === undefined ? [...lines, piece] : lines.with(index, joined(line, piece))
  }, [...read])
}

function isOneRow({ box, fontSize }: Line, piece: Line): boolean {
  const gap = GAP_EM * Math.max(fontSize, piece.fontSize)
  return overlap1d(box.y0, box.y1, piece.box.y0, piece.box.y1) >= Math.min(height(box), height(piece.box)) / 2
    && piece.box.x0 <= box.x1 + gap && piece.box.x1 >= box.x0 - gap
}

function joined(line: Line, piece: Line): Line {
  const readAgain = ({ box }: Word): boolean => piece.words.some((word) => overlap1d(box.x0, box.x1, word.box.x0, word.box.x1) > width(box) / 2)
  const words = [...line.words.filter((word) => !readAgain(word)), ...piece.words].sort((a, b) => a.box.x0 - b.box.x0)
  return { ...line, words, text: words.map(({ text }) => text).join(' '), box: union([line.box, piece.box]) }
}
