// Pieces of a line as they are seen, from left to right, put in the order in which they are read.
// Unicode's bidirectional algorithm (UAX #9) the other way round, as far as words go.
import { hasRightToLeft, isRightToLeft, turnRound } from '../../src/model/right-to-left.ts'
import type { Piece } from './run-pieces.ts'

type Direction = 'left' | 'right'

/** What has a direction of its own; numbers and marks go with the words around them. */
const LETTER = /\p{L}/u
/** Pieces nearer than this, in font sizes, are one word. */
const TOUCHING = 0.1

/** Words of each direction stay together, and the line begins where most of its letters do. */
export function inReadingOrder(row: readonly Piece[]): readonly Piece[] {
  if (!row.some(({ text }) => hasRightToLeft(text))) return row
  const line: Direction = isRightToLeft(row.map(({ text }) => text).join('')) ? 'left' : 'right'
  const runs: { readonly direction: Direction, readonly pieces: Piece[] }[] = []
  directionsOf(row, line).forEach((direction, i) => {
    const piece = row.slice(i, i + 1)
    const last = runs.at(-1)
    if (last?.direction === direction) last.pieces.push(...piece)
    else runs.push({ direction, pieces: piece })
  })
  const ordered = runs.map(({ direction, pieces }) => direction === 'left' ? pieces.toReversed().map(turned) : pieces)
  return (line === 'left' ? ordered.toReversed() : ordered).flat()
}

/** Without letters, a piece is read with the words on both sides when they agree, else with the line. */
function directionsOf(row: readonly Piece[], line: Direction): Direction[] {
  const own: (Direction | null)[] = []
  row.forEach((piece, i) => own.push(hasRightToLeft(piece.text) ? 'left' : LETTER.test(piece.text) || isIndex(piece, row[i - 1], own[i - 1]) ? 'right' : null))
  const opened: Direction[] = []
  return own.map((direction, i) => {
    const before = own.slice(0, i).findLast((other) => other !== null) ?? line
    const after = own.slice(i + 1).find((other) => other !== null) ?? line
    const settled = direction ?? (before === after ? before : line)
    if (row[i]?.text === '(') opened.push(settled)
    return row[i]?.text === ')' ? opened.pop() ?? settled : settled
  })
}

/** A number that stands at the end of a word, as the index of a variable. */
function isIndex(piece: Piece, before: Piece | undefined, direction: Direction | null | undefined): boolean {
  return direction === 'right' && before !== undefined && /^\d+$/.test(piece.text) && piece.u0 - before.u1 < TOUCHING * piece.size
}

/** Numbers and brackets are still as they are drawn. */
function turned(piece: Piece): Piece {
  return hasRightToLeft(piece.text) ? piece : { ...piece, text: turnRound(piece.text) }
}
