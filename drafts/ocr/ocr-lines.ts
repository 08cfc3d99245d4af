// Tesseract's blocks as Lines in points.
import type { Block, Line as OcrLine } from 'tesseract.js'
import { union, type Box } from '../../src/model/box.ts'
import { type Calibration, calibrated } from '../../src/model/calibration.ts'
import { type Line, lineConfidence, type Word } from '../../src/model/line.ts'

/** Height of Tesseract's rows in font sizes: the middle of what six faces gave against their PDFs (0.90 to 1.00). */
const ROW_PER_FONT_SIZE = 0.95
/** Marks without a letter or digit that are less likely right than this are specks and rules, 0-1. */
const MIN_MARK_CONFIDENCE = 0.4

/** Lines of few letters that are less likely right than this are parts of pictures, 0-1 and letters. */
const MIN_LINE_CONFIDENCE = 0.2
const FEW_LETTERS = 8

export interface OcrReading {
  /** Points per pixel of the raster that was read. */
  readonly scale: number
  readonly source: string
  readonly calibration: Calibration
}

export function ocrLines(blocks: readonly Block[], reading: OcrReading): Line[] {
  return blocks.flatMap((block) => block.paragraphs).flatMap((paragraph) => paragraph.lines).flatMap((line) => {
    const words = joinUnspaced(line.words.flatMap((word) => readWord(word, line, reading)))
    if (words.length === 0) return []
    const read: Line = {
      text: words.map((word) => word.text).join(' '),
      box: union(words.map((word) => word.box)),
      words, source: reading.source,
      fontSize: line.rowAttributes.rowHeight * reading.scale / ROW_PER_FONT_SIZE,
      bold: false, italic: false, rotation: 0,
    }
    const letters = read.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    return letters <= FEW_LETTERS && lineConfidence(read) < MIN_LINE_CONFIDENCE ? [] : [read]
  })
}

/** Scripts that are written without spaces, their marks included; Korean has spaces. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff65ー]`
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u')
const BEGINS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u')

/** Tesseract parts Chinese and Japanese at random: words between whose letters no space belongs are one, as sure as the mean of its letters. */
function joinUnspaced(words: readonly Word[]): Word[] {
  return words.reduce<Word[]>((line, word) => {
    const last = line.at(-1)
    if (last === undefined || !ENDS_UNSPACED.test(last.text) || !BEGINS_UNSPACED.test(word.text)) return [...line, word]
    const [long, more] = [last.text.length, word.text.length]
    const confidence = (last.confidence * long + word.confidence * more) / (long + more)
    return [...line.slice(0, -1), { text: last.text + word.text, box: union([last.box, word.box]), confidence }]
  }, [])
}

function readWord({ text: raw, confidence, bbox }: OcrLine['words'][number], line: OcrLine, { scale, calibration }: OcrReading): Word[] {
  const text = raw.replace(/\s+/gu, ' ').trim()
  const share = calibrated(calibration, Math.min(1, Math.max(0, confidence / 100)))
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
