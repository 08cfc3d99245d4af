// Words of one heading put on lines: rows cut at gaps that are no spaces, pieces joined where there is none.
import { union } from '../../src/model/box.ts'
import type { Line, Word } from '../../src/model/line.ts'
import { UNSPACED } from './clean-text.ts'
import { markRaised } from './raised-marks.ts'
import { inReadingOrder } from './reading-direction.ts'
import { groupRows, isDropCap } from './rows.ts'
import { fromFrame, type Heading, type Piece } from './run-pieces.ts'

// All distances are in font sizes of the smaller neighbour.

/** From this gap on there is a space; kerning is narrower (up to 0.1, see pdf-text), and tight faces have spaces of 0.13. */
const SPACE = 0.11
/** In a line of wider spaces, a gap narrower than this share of their median is none: code is set on a grid. */
const SPACE_OF_MEDIAN = 0.4
const MIN_SPACES = 4
/** Spread letters: neighbours of one letter each, at least and as a share of all; their spaces are so wide, and so much wider than other gaps. */
const MIN_SPREAD = 4
const SPREAD_SHARE = 0.3
const SPREAD_SPACE = 0.45
const SPREAD_JUMP = 1.5
/** A space that the PDF writes may be narrower, and between letters have no width at all. */
const WRITTEN_SPACE = 0.03
const WRITTEN_LETTER_SPACE = -0.1
/** A drop cap belongs to its word up to this gap. */
const DROP_CAP_SPACE = 0.8
/** Between characters of scripts without spaces, which are often spread out. */
const UNSPACED_SPACE = 0.4
/** A gap this wide ends the line, unless the line's other spaces are stretched too: then STRETCH times their median, up to MAX_WIDE. */
const WIDE = 0.9
const STRETCH = 2.5
const MAX_WIDE = 1.5
/** The same between runs that were not drawn one after the other, as neighbours in different columns. */
const WIDE_OUT_OF_ORDER = 0.7
/** Runs drawn at most this far apart follow one another; footnote marks and logos come between. */
const IN_ORDER = 3
/** A gap that this many rows (itself included) of this many on both sides share is a gutter, however wide their spaces are. */
const GUTTER_ROWS = 5
const VICINITY = 6
/** Equal gaps up to this width are the spaces of a badly justified line. */
const MAX_JUSTIFIED = 2.5
/** A list marker or heading number may stand this far before its text. */
const WIDE_AFTER_MARKER = 3
export function buildLines(pieces: readonly Piece[], heading: Heading, source: string): Line[] {
  const rows = groupRows(pieces)
  const gaps = rows.map(wideGaps)
  const segments = rows.flatMap((row, r) => cutRow(row, gaps.slice(Math.max(0, r - VICINITY), r + VICINITY + 1)))
  return segments.map((segment) => toLine(segment, heading, source))
}

interface Interval {
  readonly from: number
  readonly to: number
}

/** Gaps of a row that may lie between columns. */
function wideGaps(row: readonly Piece[]): Interval[] {
  return row.flatMap((piece, i) => gapBetween(row.slice(Math.max(0, i - 3), i), piece) >= WIDE_OUT_OF_ORDER
    ? [{ from: Math.max(...row.slice(Math.max(0, i - 3), i).map((other) => other.u1)), to: piece.u0 }] : [])
}

/** A row from left to right, cut where the gap is no space. `gaps` are those of the rows around it. */
function cutRow(row: readonly Piece[], gaps: readonly (readonly Interval[])[]): Piece[][] {
  const wide = wideGap(row)
  const segments: Piece[][] = []
  for (const piece of row) {
    const segment = segments.at(-1)
    if (segment === undefined || endsLine(segment, piece, wide, gaps)) segments.push([piece])
    else segment.push(piece)
  }
  return segments
}

/** The gap from which on neighbours of this row are different lines. */
function wideGap(pieces: readonly Piece[]): number {
  const gaps = pieces.slice(1).map((piece, i) => gapBetween(pieces.slice(Math.max(0, i - 2), i + 1), piece))
    .filter((gap) => gap > SPACE).toSorted((a, b) => a - b)
  const narrow = gaps.filter((gap) => gap < WIDE)
  const widest = gaps.at(-1) ?? 0
  const justified = gaps.length >= 3 && narrow.length === 0 && widest < MAX_JUSTIFIED && widest < 1.15 * (gaps[0] ?? 0)
  if (justified && pieces.every((piece) => /\p{L}/u.test(piece.text))) return MAX_JUSTIFIED
  const median = narrow.length < 3 ? 0 : narrow[narrow.length >> 1] ?? 0
  return Math.min(MAX_WIDE, Math.max(WIDE, STRETCH * median))
}

function gapBetween(before: readonly Piece[], next: Piece): number {
  const last = before.at(-1)
  if (last === undefined) return 0
  return (next.u0 - Math.max(...before.map((piece) => piece.u1))) / Math.min(last.size, next.size)
}

function endsLine(segment: readonly Piece[], next: Piece, wide: number, gaps: readonly (readonly Interval[])[]): boolean {
  const gap = gapBetween(segment.slice(-8), next)
  const drawnApart = Math.min(...segment.slice(-3).map((piece) => Math.abs(next.run - piece.run)))
  if (gap < WIDE_OUT_OF_ORDER) return false
  const middle = (segment.at(-1)?.u1 ?? 0) / 2 + next.u0 / 2
  const same = gaps.filter((row) => row.some(({ from, to }) => from < middle && middle < to)).length
  if (drawnApart > IN_ORDER || same >= GUTTER_ROWS && !startsItem(segment, next)) return true
  return gap >= (startsItem(segment, next) ? WIDE_AFTER_MARKER : wide)
}

/** Bullets, '1.', '2.3', '(a)', 'iv)': what stands before a list item or a heading. */
const MARKER = /^([•‣▪●○◦■□–—*·◆❖➢✓☐☑☒❑❒]|\(?(\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]|\d{1,2}(\.\d{1,2})+\.?)$/u

/** True when `segment` is the marker of the item or heading that `next` begins; bare numbers only in bold, as tables have them too. */
function startsItem(segment: readonly Piece[], next: Piece): boolean {
  if (segment.length > 3 || !/\p{L}/u.test(next.text)) return false
  const text = segment.map((piece) => piece.text).join('')
  return MARKER.test(text) || /^\d{1,2}$/u.test(text) && next.bold && segment.every((piece) => piece.bold)
}

function toLine(segment: readonly Piece[], heading: Heading, source: string): Line {
  const text = segment.map((piece) => piece.text).join('')
  const ordered = inReadingOrder(segment)
  const words = joinWords(heading === 'down' ? ordered : markRaised(ordered), heading)
  const weigh = (trait: (piece: Piece) => boolean): boolean => {
    const marked = segment.filter(trait).reduce((sum, piece) => sum + piece.text.length, 0)
    return marked * 2 > text.length
  }
  return {
    text: words.map((word) => word.text).join(' '),
    box: union(words.map((word) => word.box)),
    words, source,
    fontSize: mainSize(segment),
    bold: weigh((piece) => piece.bold),
    italic: weigh((piece) => piece.italic),
    rotation: heading === 'down' ? 0 : heading,
  }
}

/** Pieces without a space between them are one word. */
function joinWords(pieces: readonly Piece[], heading: Heading): Word[] {
  const space = spaceOf(pieces)
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)?.at(-1)
    if (last === undefined || hasSpace(last, piece, space)) groups.push([piece])
    else groups.at(-1)?.push(piece)
  }
  return groups.map((group) => ({
    text: group.map((piece) => piece.text).join(''),
    box: fromFrame(union(group.map((piece) => (
      { x0: piece.u0, y0: piece.baseline - 0.8 * piece.size, x1: piece.u1, y1: piece.baseline + 0.2 * piece.size }
    ))), heading),
    confidence: Math.min(...group.map((piece) => piece.confidence)),
  }))
}

/** The gap from which on two pieces of one face are two words. */
function spaceOf(pieces: readonly Piece[]): number {
  const pairs = pieces.slice(1).map((piece, i) => [pieces[i] ?? piece, piece] as const)
  // dots of a leader are as far apart as it pleases
  const gaps = pairs.filter(([a, b]) => isWordPart(a) || isWordPart(b)).map(([a, b]) => distance(a, b))
    .filter((gap) => gap > SPACE && gap < WIDE).toSorted((a, b) => a - b)
  if (isSpread(pairs)) return spreadSpace(gaps)
  return gaps.length < MIN_SPACES ? SPACE : Math.max(SPACE, SPACE_OF_MEDIAN * (gaps[gaps.length >> 1] ?? 0))
}

/** True when most letters are drawn apart: code in a face with letters of many widths, as LaTeX's listings set it. */
function isSpread(pairs: readonly (readonly [Piece, Piece])[]): boolean {
  const apart = pairs.filter(([a, b]) => /^\p{Ll}$/u.test(a.text) && /^\p{Ll}$/u.test(b.text))
  return apart.length >= MIN_SPREAD && apart.length >= SPREAD_SHARE * pairs.length
}

/** Where the gaps of such a line, in ascending order, leap to those of its spaces; without a leap it is one word, if they are all narrow. */
function spreadSpace(gaps: readonly number[]): number {
  const jump = gaps.findIndex((gap, i) => gap >= SPREAD_SPACE && gap >= SPREAD_JUMP * (gaps[i - 1] ?? gap))
  if (jump > 0) return Math.sqrt((gaps[jump - 1] ?? 0) * (gaps[jump] ?? 0))
  return (gaps.at(-1) ?? 0) < SPREAD_SPACE / 2 ? SPREAD_SPACE : SPACE
}

const isWordPart = ({ text }: Piece): boolean => /[\p{L}\p{N}]/u.test(text)

/** White between two neighbours in either direction, in sizes of the smaller one. */
function distance(a: Piece, b: Piece): number {
  return Math.max(b.u0 - a.u1, a.u0 - b.u1) / Math.min(a.size, b.size)
}

function hasSpace(last: Piece, next: Piece, space: number): boolean {
  const gap = distance(last, next)
  if (UNSPACED.test(last.text.at(-1) ?? '') && UNSPACED.test(next.text[0] ?? '')) return gap > UNSPACED_SPACE
  if (isDropCap(last, next)) return gap > DROP_CAP_SPACE
  const later = next.run > last.run ? next : last
  if (!later.spaceBefore || Math.abs(next.run - last.run) !== 1) return gap > (sameFace(last, next) ? space : SPACE)
  const letters = /[\p{L}\p{N}]$/u.test(last.text) && /^[\p{L}\p{N}]/u.test(next.text)
  return gap > (letters ? WRITTEN_LETTER_SPACE : WRITTEN_SPACE)
}

/** Where the face changes, a word ends more often than not. */
function sameFace(a: Piece, b: Piece): boolean {
  return a.bold === b.bold && a.italic === b.italic && Math.abs(a.size - b.size) < 0.02 * a.size
}

/** The size that most characters have. */
function mainSize(pieces: readonly Piece[]): number {
  const counts = new Map<number, number>()
  for (const { size, text } of pieces) counts.set(size, (counts.get(size) ?? 0) + text.length)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}
