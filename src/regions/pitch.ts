// Typewriter faces on pictures of pages, which name no fonts: all characters of such a face are as wide, and stand on a grid.
import { type Box, height, overlap1d, width } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import { quantile } from '../model/quantile.ts'

/** Words of fewer characters do not tell the width of one; a line needs so many that do. */
const TELLING = { characters: 3, words: 2 }
/** The last character of a word leaves this share of its width white. */
const WHITE = 0.25
/** Four of five words have characters as wide as the line's, within this share; proportional faces have 0.1 and more between them. */
const SPREAD = 0.06
/** Words start this near to the line's grid on average, in characters; anywhere would be 0.25. */
const OFF_GRID = 0.15
/** Lines of one listing have one width of characters, within this share, and stand within so many line heights of each other. */
const SAME = 0.06
const APART = 2.5
/** Lines of too few words to tell are next to others of the listing, and as large within this share. */
const NEXT = 0.8
const AS_LARGE = 0.4
/** Share of its characters that are signs, from which on typewritten text is a listing; letters and receipts have next to none. */
const SIGNS = { of: /[{}[\]()<>=;_\\/|#$&*+`"']/g, share: 0.05 }

/** Boxes of the words of code listings among lines of which nothing but pixels is known. */
export function listingBoxes(lines: readonly Line[]): Box[] {
  const told = lines.flatMap((line): Typed[] => {
    const pitch = pitchOf(line)
    return pitch === null ? [] : [{ line, pitch }]
  })
  const set = told.filter((one) => told.some((other) => other !== one && isSame(one.pitch, other.pitch) && areNear(one.line, other.line, APART)))
  const rest = new Set(lines.filter((line) => !set.some((one) => one.line === line)))
  // each line that joins may bring in the next
  for (const { line: seed, pitch } of set) {
    for (const line of rest) {
      if (!isSet(line, pitch, seed)) continue
      rest.delete(line)
      set.push({ line, pitch })
    }
  }
  const text = set.map(({ line }) => line.text.replaceAll(' ', '')).join('')
  return (text.match(SIGNS.of)?.length ?? 0) < SIGNS.share * text.length ? [] : set.flatMap(({ line }) => line.words.map(({ box }) => box))
}

/** A line, and the width of its face's characters, points. */
interface Typed {
  readonly line: Line
  readonly pitch: number
}

/** Width of a line's characters, points; null = it differs, or too few words tell it. */
function pitchOf(line: Line): number | null {
  const widths = widthsOf(line)
  const pitch = quantile(widths, 0.5)
  if (pitch === null || widths.length < TELLING.words || (quantile(widths.map((its) => Math.abs(its / pitch - 1)), 0.8) ?? 0) > SPREAD) return null
  return offGrid(line, pitch, line.box.x0) <= OFF_GRID ? pitch : null
}

const widthsOf = (line: Line): number[] => line.words.map(({ text, box }) => ({ characters: [...text].length, box }))
  .filter(({ characters }) => characters >= TELLING.characters).map(({ characters, box }) => width(box) / (characters - WHITE))

/** How far words start from a grid of `pitch` on average, in characters. */
function offGrid(line: Line, pitch: number, origin: number): number {
  const off = line.words.map(({ box }) => Math.abs((box.x0 - origin) / pitch - Math.round((box.x0 - origin) / pitch)))
  return off.reduce((sum, its) => sum + its, 0) / off.length
}

/** True for a line beside one of a typewriter face, of which most words, or all of it together, are as wide as in that face. */
function isSet(line: Line, pitch: number, seed: Line): boolean {
  const widths = widthsOf(line)
  const tells = widths.length >= TELLING.words
  if (!areNear(line, seed, tells ? APART : NEXT) || !tells && !isSame(line.fontSize, seed.fontSize, AS_LARGE)) return false
  if (isSame(width(line.box) / ([...line.text].length - WHITE), pitch)) return true
  return offGrid(line, pitch, seed.box.x0) <= OFF_GRID && widths.filter((its) => isSame(its, pitch, 2 * SAME)).length >= widths.length / 2
}

const isSame = (a: number, b: number, within = SAME): boolean => Math.abs(a / b - 1) <= within

/** True for lines one under the other, with at most so many line heights between them. */
function areNear(a: Line, b: Line, apart: number): boolean {
  const between = Math.max(a.box.y0 - b.box.y1, b.box.y0 - a.box.y1)
  return between < apart * Math.max(height(a.box), height(b.box)) && overlap1d(a.box.x0, a.box.x1, b.box.x0, b.box.x1) > -APART * height(b.box)
}
