// Tesseract's blocks as Lines in points.
import type { Block, Line as OcrLine } from 'tesseract.js'
import { union, type Box } from '../../src/model/box.ts'
import { type Line, lineConfidence, type Word } from '../../src/model/line.ts'

/** Height of Tesseract's rows in font sizes: the middle of what six faces gave against their PDFs (0.90 to 1.00). */
const ROW_PER_FONT_SIZE = 0.95
/** Marks without a letter or digit that Tesseract is less sure of than this are specks and rules, 0-1. */
const MIN_MARK_CONFIDENCE = 0.6

/** Lines of few letters that Tesseract is less sure of than this are parts of pictures, 0-1 and letters. */
const MIN_LINE_CONFIDENCE = 0.3
const FEW_LETTERS = 8

/** `scale` is points per pixel of the raster that was read. */
export function ocrLines(blocks: readonly Block[], scale: number, source: string): Line[] {
  return blocks.flatMap((block) => block.paragraphs).flatMap((paragraph) => paragraph.lines).flatMap((line) => {
    const words = line.words.flatMap((word) => readWord(word, line, scale))
    if (words.length === 0) return []
    const read: Line = {
      text: words.map((word) => word.text).join(' '),
      box: union(words.map((word) => word.box)),
      words, source,
      fontSize: line.rowAttributes.rowHeight * scale / ROW_PER_FONT_SIZE,
      bold: false, italic: false, rotation: 0,
    }
    const letters = read.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    return letters <= FEW_LETTERS && lineConfidence(read) < MIN_LINE_CONFIDENCE ? [] : [read]
  })
}

function readWord({ text: raw, confidence, bbox }: OcrLine['words'][number], line: OcrLine, scale: number): Word[] {
  const text = raw.replace(/\s+/gu, ' ').trim()
  const share = Math.min(1, Math.max(0, confidence / 100))
  if (text === '' || !/[\p{L}\p{N}]/u.test(text) && share < MIN_MARK_CONFIDENCE) return []
  return [{ text, confidence: share, box: scaled(bbox, line.bbox, scale) }]
}

/** A word's box reaches into the neighbouring lines at times, its line's does not. */
function scaled(word: Box, line: Box, scale: number): Box {
  const y0 = Math.max(word.y0, line.y0)
  const y1 = Math.min(word.y1, line.y1)
  const [top, bottom] = y0 < y1 ? [y0, y1] : [word.y0, word.y1]
  return { x0: word.x0 * scale, y0: top * scale, x1: word.x1 * scale, y1: bottom * scale }
}
