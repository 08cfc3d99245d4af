// Pieces of text grouped by baseline; raised and lowered marks and drop caps find the row that they are read with.
import type { Piece } from './run-pieces.ts'

/** Baselines this near are one row, in font sizes; footnote marks and indices lie farther off. */
const SAME_BASELINE = 0.2
/** Raised or lowered marks are smaller than their line by at least this factor... */
const MARK_SIZE = 0.85
/** ... and their baseline is off by at most this share of the line's size. */
const MARK_SHIFT = 0.7
/** Letters of full size may be raised or lowered by this much, as in TeX's logo. */
const LETTER_SHIFT = 0.35
/** A mark is this near to its word and reaches at most so far into it, in font sizes of the word. */
const MARK_GAP = 0.3
const MARK_OVERLAP = 0.5
/** Characters that a mark may have beside it on its own baseline; letters of full size have fewer. */
const MARK_COMPANY = 12
const LETTER_COMPANY = 3
/** Rows looked at on both sides of a mark: columns interleave their rows. */
const NEIGHBOURS = 6
/** Initials this much larger than the text beside them are drop caps. */
const DROP_CAP = 1.8

interface Row {
  readonly baseline: number
  readonly size: number
  readonly pieces: Piece[]
  /** Of its largest piece. */
  largest: number
}

/** Rows from top to bottom, each from left to right. */
export function groupRows(pieces: readonly Piece[]): Piece[][] {
  const rows: Row[] = []
  for (const piece of dropDoubles(pieces).toSorted((a, b) => a.baseline - b.baseline)) {
    const row = rows.at(-1)
    const limit = row === undefined ? 0 : SAME_BASELINE * Math.min(row.size, piece.size)
    if (row !== undefined && piece.baseline - row.baseline <= limit) {
      row.pieces.push(piece)
      row.largest = Math.max(row.largest, piece.size)
    } else rows.push({ baseline: piece.baseline, size: piece.size, pieces: [piece], largest: piece.size })
  }
  return attach(rows).map((row) => row.toSorted((a, b) => a.u0 - b.u0 || a.run - b.run))
}

/** A single capital that stands before smaller text. */
export function isDropCap(piece: Piece, next: Piece): boolean {
  return piece.size > DROP_CAP * next.size && CAPITAL.test(piece.text)
}

const CAPITAL = /^[\p{Lu}\p{Pi}'"]{1,2}$/u

/** Text drawn twice, a hair apart, to look bold or shadowed. */
function dropDoubles(pieces: readonly Piece[]): Piece[] {
  const seen = new Map<string, Piece[]>()
  return pieces.filter((piece) => {
    const limit = piece.size * 0.15
    const key = `${piece.text} ${Math.round(piece.u0 / piece.size)}`
    const same = seen.get(key)
    if (same?.some((other) => Math.abs(other.u0 - piece.u0) < limit && Math.abs(other.baseline - piece.baseline) < limit)) return false
    if (same === undefined) seen.set(key, [piece])
    else same.push(piece)
    return true
  })
}

/** Puts every mark and drop cap into the row that suits it best. */
function attach(rows: readonly Row[]): Piece[][] {
  const kept: Piece[][] = rows.map(() => [])
  rows.forEach((row, index) => {
    for (const piece of row.pieces) {
      const capital = CAPITAL.test(piece.text)
      let best = { host: index, distance: Infinity }
      for (let at = Math.max(0, index - NEIGHBOURS); at <= index + NEIGHBOURS; at++) {
        const host = rows[at]
        if (host === undefined || at === index) continue
        const distance = Math.min(markDistance(piece, host, row), capital ? capDistance(piece, host) : Infinity)
        if (distance < best.distance) best = { host: at, distance }
      }
      kept[best.host]?.push(piece)
    }
  })
  return kept.filter((row) => row.length > 0)
}

/** How far `piece` is from the word of `host` that it is a mark of, in font sizes; Infinity when it is none. */
function markDistance(piece: Piece, host: Row, own: Row): number {
  let nearest = Infinity
  // most rows are too far off, whatever stands in them
  if (Math.abs(piece.baseline - host.baseline) > (MARK_SHIFT + SAME_BASELINE) * host.largest) return nearest
  for (const word of host.pieces) {
    if (isDropCap(word, piece)) continue
    const small = piece.size <= word.size * MARK_SIZE
    const shift = Math.abs(piece.baseline - word.baseline) / word.size
    const gap = Math.max(piece.u0 - word.u1, word.u0 - piece.u1) / word.size
    if (shift > (small ? MARK_SHIFT : LETTER_SHIFT) || gap > MARK_GAP || gap < -MARK_OVERLAP) continue
    const company = lettersAround(piece, own, word.size)
    // of two letters of one size the lonelier is the mark
    const lesser = small ? company <= MARK_COMPANY : company <= LETTER_COMPANY && company < lettersAround(piece, host, word.size)
    if (lesser) nearest = Math.min(nearest, shift + Math.abs(gap))
  }
  return nearest
}

/** Characters of a row within six font sizes of a piece's start. */
function lettersAround(piece: Piece, row: Row, size: number): number {
  return row.pieces.filter((other) => Math.abs(other.u0 - piece.u0) < 6 * size).reduce((sum, other) => sum + other.text.length, 0)
}

/** The same for a drop cap: the first line beside it, counted from its top. */
function capDistance(piece: Piece, host: Row): number {
  const beside = host.pieces.some((word) => {
    const gap = (word.u0 - piece.u1) / word.size
    return isDropCap(piece, word) && word.u0 > piece.u0 && gap < 1 && gap > -MARK_OVERLAP
  })
  // capitals are some 0.7 font sizes high
  const top = piece.baseline - 0.7 * piece.size
  return beside && host.baseline > top && host.baseline <= piece.baseline ? (host.baseline - top) / piece.size : Infinity
}
