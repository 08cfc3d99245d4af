// The words of a line that was read: their texts from the reading, their boxes from the gaps that were found.
import { type Box, height, union, width } from '../../src/model/box.ts'
import type { Word } from '../../src/model/line.ts'
import type { ReadWord } from '../../src/model/reading.ts'

/** Read words in found boxes; where the counts differ, words and boxes are paired so that their shares of the line are most alike. */
export function placeWords(words: readonly ReadWord[], found: readonly Box[]): Word[] {
  const boxes = wholeWords(found)
  const pairs = words.length === boxes.length ? words.map((_, i) => ({ words: i + 1, boxes: i + 1 })) : pairUp(words.map(({ text }) => text.length), boxes.map(width))
  return pairs.flatMap((to, i) => {
    const from = pairs[i - 1] ?? { words: 0, boxes: 0 }
    return shareOut(words.slice(from.words, to.words), boxes.slice(from.boxes, to.boxes))
  })
}

/** Words in the boxes that they fill together, whose inked width is shared out by letters. */
function shareOut(words: readonly ReadWord[], boxes: readonly Box[]): Word[] {
  const ink = boxes.reduce((sum, box) => sum + width(box), 0)
  const letters = words.reduce((sum, { text }) => sum + text.length, 0)
  let from = 0
  return words.map(({ text, confidence }) => {
    const to = from + text.length * ink / letters
    const box = words.length === 1 ? union(boxes) : stretch(boxes, from, to)
    from = to
    return { text, box, confidence }
  })
}

interface Pairing {
  readonly words: number
  readonly boxes: number
}

/**
 * Ends of the groups of one word and some boxes, or one box and some words, whose shares of the letters and of the ink
 * differ least: the sum of the squared differences is minimal (dynamic programming over both).
 */
function pairUp(letters: readonly number[], widths: readonly number[]): Pairing[] {
  const [ofLetters, ofInk] = [shares(letters), shares(widths)]
  const best = letters.map(() => widths.map(() => ({ cost: Infinity, from: { words: 0, boxes: 0 } })))
  const costAt = (w: number, b: number): number => (w === 0 && b === 0 ? 0 : best[w - 1]?.[b - 1]?.cost ?? Infinity)
  for (let w = 1; w <= letters.length; w++) {
    for (let b = 1; b <= widths.length; b++) {
      const ahead: Pairing[] = [...Array.from({ length: b }, (_, i) => ({ words: w - 1, boxes: i })), ...Array.from({ length: w }, (_, i) => ({ words: i, boxes: b - 1 }))]
      for (const from of ahead) {
        const cost = costAt(from.words, from.boxes) + ((ofLetters[w] ?? 0) - (ofLetters[from.words] ?? 0) - (ofInk[b] ?? 0) + (ofInk[from.boxes] ?? 0)) ** 2
        const cell = best[w - 1]?.[b - 1]
        if (cell !== undefined && cost < cell.cost) Object.assign(cell, { cost, from })
      }
    }
  }
  const path: Pairing[] = []
  for (let at: Pairing = { words: letters.length, boxes: widths.length }; at.words > 0 && at.boxes > 0; at = best[at.words - 1]?.[at.boxes - 1]?.from ?? { words: 0, boxes: 0 }) path.unshift(at)
  return path
}

/** What the first n of them have of their sum. */
function shares(sizes: readonly number[]): number[] {
  const sum = sizes.reduce((total, size) => total + size, 0)
  return sizes.reduce<number[]>((ends, size) => [...ends, (ends.at(-1) ?? 0) + size / sum], [0])
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
