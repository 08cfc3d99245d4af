// Raised and lowered marks of a line as Unicode's superscripts and subscripts: footnote marks, exponents, indices.
// So that 'word' with a raised 1 is neither 'word1' nor without its mark, in plain text as in Markdown.
import { shiftLetters } from '../../src/model/raised-letters.ts'
import type { Piece } from './run-pieces.ts'

/** Marks are smaller than the type beside them by at least this factor, drop caps smaller still ... */
const MOST_SIZE = 0.87
const LEAST_SIZE = 0.4
/** ... and stand above or below its baseline by this much, in its sizes: TeX lowers indices by 0.15. */
const RAISED = { from: 0.18, to: 0.75 }
const LOWERED = { from: 0.08, to: 0.4 }
/** A mark is this near to its letter, in sizes of the letter; some sources write a space before it. */
const NEAR = 0.6

/** Numbers, charges, and single letters; the 'th' of an ordinal and the 'TM' of a brand are read as they stand. */
const MARK = /^(?:[\d+−=(),;–-]*\d[\d+−=(),;–-]*|[+−-]|[a-z])$/u

/** The pieces of a line, left to right, with their raised and lowered marks written as such; fractions stay as they are. */
export function markRaised(pieces: readonly Piece[]): readonly Piece[] {
  const sizes = pieces.map(({ size }) => size)
  if (Math.min(...sizes) > MOST_SIZE * Math.max(...sizes)) return pieces
  return pieces.map((piece, i) => {
    // where an earlier OCR says that letters stand is no ground to tell marks by
    if (!MARK.test(piece.text) || piece.confidence < 1 || isOfFraction(pieces, i)) return piece
    const shift = shiftOf(pieces, i)
    const moved = isWithin(shift, RAISED) ? 'raised' : isWithin(-shift, LOWERED) ? 'lowered' : null
    return moved === null ? piece : { ...piece, text: shiftLetters(piece.text, moved) }
  })
}

const isWithin = (shift: number, { from, to }: { readonly from: number, readonly to: number }): boolean => shift >= from && shift <= to

const isOfFraction = (pieces: readonly Piece[], i: number): boolean =>
  /^[/⁄∕]/u.test(pieces[i + 1]?.text ?? '') || /[/⁄∕]$/u.test(pieces[i - 1]?.text ?? '')

/** How far a piece stands above the larger type that it is joined to, in sizes of that; 0 beside none. */
function shiftOf(pieces: readonly Piece[], i: number): number {
  const piece = pieces[i] as Piece
  for (const step of [-1, 1]) {
    let near = piece
    for (let at = i + step; at >= 0 && at < pieces.length; at += step) {
      const other = pieces[at] as Piece
      const gap = Math.max(other.u0 - near.u1, near.u0 - other.u1)
      if (gap > NEAR * Math.max(other.size, piece.size)) break
      const ratio = piece.size / other.size
      if (ratio <= MOST_SIZE && ratio >= LEAST_SIZE) return (other.baseline - piece.baseline) / other.size
      near = other
    }
  }
  return 0
}
