// The words of a line that was read: their texts from the reading, their boxes from the gaps that were found.
import { type Box, height, union, width } from '../../src/model/box.ts'
import type { Word } from '../../src/model/line.ts'
import type { ReadWord } from '../../src/model/reading.ts'

/** Read words in found boxes; where the counts differ, the inked width is shared out by letters. */
export function placeWords(words: readonly ReadWord[], found: readonly Box[]): Word[] {
  const boxes = wholeWords(found)
  if (words.length === boxes.length) return words.map(({ text, confidence }, i) => ({ text, box: boxes[i] as Box, confidence }))
  const ink = boxes.reduce((sum, box) => sum + width(box), 0)
  const letters = words.reduce((sum, { text }) => sum + text.length, 0)
  let from = 0
  return words.map(({ text, confidence }) => {
    const to = from + text.length * ink / letters
    const box = stretch(boxes, from, to)
    from = to
    return { text, box, confidence }
  })
}

/** Boxes that touch are parts of one word. */
function wholeWords(boxes: readonly Box[]): Box[] {
  const words: Box[] = []
  for (const box of boxes) {
    const last = words.at(-1)
    if (last !== undefined && box.x0 <= last.x1) words[words.length - 1] = union([last, box])
    else words.push(box)
  }
  return words
}

/** The part of the boxes from one distance along their ink to another. */
function stretch(boxes: readonly Box[], from: number, to: number): Box {
  let at = 0
  const parts = boxes.flatMap((box): Box[] => {
    const [x0, x1] = [Math.max(box.x0, box.x0 + from - at), Math.min(box.x1, box.x0 + to - at)]
    at += width(box)
    return x0 < x1 ? [{ ...box, x0, x1 }] : []
  })
  return union(parts.length === 0 ? boxes : parts)
}

/** Letters that reach above the small ones, and below the line. */
const TALL = /[\p{Lu}\p{N}bdfhijklt\p{Ps}\p{Pe}!?/|\\%&$£€@#'"“”‘’]/u
const DEEP = /[gjpqyQ,;\p{Ps}\p{Pe}|/\\@$]/u
/** Heights in font sizes: capitals and ascenders, small letters, descenders. Means of common faces. */
const CAPITAL = 0.7
const SMALL = 0.48
const DESCENDER = 0.2

/** Font size from the height of a line's ink and the letters that made it. */
export function sizeOf(text: string, box: Box): number {
  return height(box) / ((TALL.test(text) ? CAPITAL : SMALL) + (DEEP.test(text) ? DESCENDER : 0))
}
