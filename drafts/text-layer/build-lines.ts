// Words of one heading put on lines: rows by baseline, cut at gaps that are no spaces, raised and lowered marks kept.
import { union } from '../../src/model/box.ts'
import type { Line, Word } from '../../src/model/line.ts'
import { isRightToLeft, UNSPACED } from './clean-text.ts'
import { fromFrame, type Heading, type Piece } from './run-pieces.ts'

/** All distances below are in font sizes of the smaller neighbour unless said otherwise. */
/** Baselines this near are one row; footnote marks and indices lie farther off. */
const SAME_BASELINE = 0.2
/** From this gap on there is a space; PDFs kern by less, and the narrowest spaces of justified text are wider. */
const SPACE = 0.15
/** A space that the PDF writes may be narrower, but not nothing: some write one at the end of every line. */
const WRITTEN_SPACE = 0.03
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
/** Raised or lowered marks are smaller than their line by at least this factor... */
const MARK_SIZE = 0.85
/** ... and their baseline is off by at most this share of the line's size. */
const MARK_SHIFT = 0.7
/** Letters of full size may be raised or lowered by this much, as in TeX's logo. */
const LETTER_SHIFT = 0.35

export function buildLines(pieces: readonly Piece[], heading: Heading, source: string): Line[] {
  const rows = groupRows(dropDoubles(pieces)).map((row) => row.pieces.toSorted((a, b) => a.u0 - b.u0 || a.run - b.run))
  const gaps = rows.map(wideGaps)
  return rows.flatMap((row, r) => cutRow(row, gaps.slice(Math.max(0, r - VICINITY), r + VICINITY + 1))).map((segment) => toLine(segment, heading, source))
}

/** Text drawn twice, a hair apart, to look bold or shadowed. */
function dropDoubles(pieces: readonly Piece[]): Piece[] {
  const seen = new Map<string, Piece[]>()
  return pieces.filter((piece) => {
    const same = seen.get(piece.text) ?? []
    const limit = piece.size * 0.15
    const double = same.some((other) => Math.abs(other.u0 - piece.u0) < limit && Math.abs(other.baseline - piece.baseline) < limit)
    if (!double) seen.set(piece.text, [...same, piece])
    return !double
  })
}

interface Row {
  readonly baseline: number
  readonly size: number
  readonly pieces: Piece[]
}

/** Rows of one baseline, whatever lies between their pieces; then small marks join the row that they belong to. */
function groupRows(pieces: readonly Piece[]): Row[] {
  const rows: Row[] = []
  for (const piece of pieces.toSorted((a, b) => a.baseline - b.baseline)) {
    const row = rows.at(-1)
    const limit = row === undefined ? 0 : SAME_BASELINE * Math.min(row.size, piece.size)
    if (row !== undefined && piece.baseline - row.baseline <= limit) row.pieces.push(piece)
    else rows.push({ baseline: piece.baseline, size: piece.size, pieces: [piece] })
  }
  return attachMarks(rows)
}

function attachMarks(rows: readonly Row[]): Row[] {
  const kept = rows.map((row) => ({ ...row, pieces: [] as Piece[] }))
  rows.forEach((row, index) => {
    for (const piece of row.pieces) {
      const host = rows.findIndex((other, at) => at !== index && Math.abs(at - index) <= NEIGHBOURS && isMarkOf(piece, other, row))
      kept[host === -1 ? index : host]?.pieces.push(piece)
    }
  })
  return kept.filter((row) => row.pieces.length > 0)
}

/** Rows looked at on both sides for the line of a raised or lowered mark: columns interleave their rows. */
const NEIGHBOURS = 6

function isMarkOf(piece: Piece, host: Row, own: Row): boolean {
  return host.pieces.some((neighbour) => {
    const small = piece.size <= neighbour.size * MARK_SIZE
    if (Math.abs(piece.baseline - neighbour.baseline) > neighbour.size * (small ? MARK_SHIFT : LETTER_SHIFT)) return false
    const gap = Math.max(piece.u0 - neighbour.u1, neighbour.u0 - piece.u1)
    if (gap > 0.3 * neighbour.size || gap < -0.5 * neighbour.size) return false
    // a mark has no company of its own beyond a few characters
    const company = own.pieces.filter((other) => Math.abs(other.u0 - piece.u0) < 6 * neighbour.size).map((other) => other.text).join('')
    return company.length <= (small ? 12 : 3)
  })
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
  const gaps = pieces.slice(1).map((piece, i) => gapBetween(pieces.slice(0, i + 1).slice(-3), piece)).filter((gap) => gap > SPACE).toSorted((a, b) => a - b)
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
  const gap = gapBetween(segment, next)
  const drawnApart = Math.min(...segment.slice(-3).map((piece) => Math.abs(next.run - piece.run)))
  if (gap < WIDE_OUT_OF_ORDER) return false
  const middle = (segment.at(-1)?.u1 ?? 0) / 2 + next.u0 / 2
  const same = gaps.filter((row) => row.some(({ from, to }) => from < middle && middle < to)).length
  if (drawnApart > IN_ORDER || same >= GUTTER_ROWS && !startsItem(segment, next)) return true
  return gap >= (startsItem(segment, next) ? WIDE_AFTER_MARKER : wide)
}

/** Bullets, '1.', '2.3', '(a)', 'iv)': what stands before a list item or a heading. */
const MARKER = /^([•‣▪●○◦■□–—*·]|\(?(\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]|\d{1,2}(\.\d{1,2})+\.?)$/u

/** True when `segment` is the marker of the item or heading that `next` begins; bare numbers only in bold, as tables have them too. */
function startsItem(segment: readonly Piece[], next: Piece): boolean {
  if (segment.length > 3 || !/\p{L}/u.test(next.text)) return false
  const text = segment.map((piece) => piece.text).join('')
  return MARKER.test(text) || /^\d{1,2}$/u.test(text) && next.bold && segment.every((piece) => piece.bold)
}

function toLine(segment: readonly Piece[], heading: Heading, source: string): Line {
  const text = segment.map((piece) => piece.text).join('')
  const ordered = isRightToLeft(text) ? segment.toReversed() : segment
  const words = joinWords(ordered, heading)
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
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)?.at(-1)
    if (last === undefined || hasSpace(last, piece)) groups.push([piece])
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

function hasSpace(last: Piece, next: Piece): boolean {
  const gap = Math.max(next.u0 - last.u1, last.u0 - next.u1) / Math.min(last.size, next.size)
  if (UNSPACED.test(last.text.at(-1) ?? '') && UNSPACED.test(next.text[0] ?? '')) return gap > UNSPACED_SPACE
  const later = next.run > last.run ? next : last
  const written = later.spaceBefore && Math.abs(next.run - last.run) === 1
  return gap > (written ? WRITTEN_SPACE : SPACE)
}

/** The size that most characters have. */
function mainSize(pieces: readonly Piece[]): number {
  const counts = new Map<number, number>()
  for (const { size, text } of pieces) counts.set(size, (counts.get(size) ?? 0) + text.length)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}
