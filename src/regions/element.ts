// What the page is cut into before its reading order is known: pieces of lines, ruled tables, pictures and framed groups.
import { area, type Box, centerY, contains, coverage, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { TableGrid } from '../model/region.ts'
import { isLabelOfBox } from './check-boxes.ts'

/** Words [from, to) of a line; `piece` is what they make as a line of their own. */
export interface LinePiece {
  readonly type: 'line'
  readonly box: Box
  readonly piece: Line
  readonly origin: Line
  readonly from: number
  readonly to: number
}

export interface TableElement {
  readonly type: 'table'
  readonly box: Box
  readonly table: TableGrid
}

export interface PictureElement {
  readonly type: 'picture'
  readonly box: Box
  /** What is written in it, top to bottom. */
  readonly lines: readonly Line[]
}

/** A displayed formula, with the pieces that it is made of. */
export interface FormulaElement {
  readonly type: 'formula'
  readonly box: Box
  readonly pieces: readonly LinePiece[]
  readonly lines: readonly Line[]
  /** null when the glyphs do not tell it. */
  readonly latex: string | null
}

/** What stands inside a drawn frame: a boxed sidebar, an info box, a figure with its labels. */
export interface GroupElement {
  readonly type: 'group'
  readonly box: Box
  readonly elements: readonly Element[]
}

export type Element = LinePiece | TableElement | PictureElement | FormulaElement | GroupElement

/** Words [from, to) of a line as a line of their own, as high as all of it, for a quotation mark alone stands on no row; the line itself when that is all of them. */
export function slice(line: Line, from: number, to: number): Line {
  if (from === 0 && to >= line.words.length) return line
  const words = line.words.slice(from, to)
  return { ...line, words, text: words.map((word) => word.text).join(' '), box: { ...union(words.map((word) => word.box)), y0: line.box.y0, y1: line.box.y1 } }
}

export function pieceOf(line: Line, from: number, to: number): LinePiece {
  const piece = slice(line, from, to)
  return { type: 'line', box: piece.box, piece, origin: line, from, to }
}

/** Cuts the words [from, to) of a line wherever `cut(index)` says that a new piece starts at word `index`. */
export function cutPieces(line: Line, from: number, to: number, cut: (index: number) => boolean): LinePiece[] {
  const pieces: LinePiece[] = []
  let start = from
  for (let i = from + 1; i <= to; i++) {
    if (i < to && !cut(i)) continue
    pieces.push(pieceOf(line, start, i))
    start = i
  }
  return pieces
}

/**
 * A gap in a line this wide, in ems, may be a gutter between columns; justified text seldom opens a word space
 * beyond 0.7 em, column gutters are seldom under 1 em.
 */
const PIECE_GAP_EM = 0.9

/** A line cut at its wide gaps, so that a line that a draft merged across two columns can go to both. */
export function cutAtGaps(line: Line, from = 0, to = line.words.length): LinePiece[] {
  if (to - from <= 1) return [pieceOf(line, from, to)]
  return cutPieces(line, from, to, (i) => gapBefore(line, i) >= PIECE_GAP_EM * line.fontSize && !isLabelOfBox(line, i))
}

/** White space between word `index` - 1 and word `index`, points. */
export function gapBefore(line: Line, index: number): number {
  const left = line.words[index - 1]
  const right = line.words[index]
  return left === undefined || right === undefined ? 0 : right.box.x0 - left.box.x1
}

/** Puts neighbouring pieces of one line together again; `pieces` are in reading order within a row. */
export function mergePieces(pieces: readonly LinePiece[]): LinePiece[] {
  const merged: LinePiece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (last !== undefined && last.origin === piece.origin && last.to === piece.from) {
      merged[merged.length - 1] = pieceOf(piece.origin, last.from, piece.to)
    } else merged.push(piece)
  }
  return merged
}

/** Cuts pieces into what has its words' centres inside `box` and what has not. */
export function takeInside(pieces: readonly LinePiece[], box: Box): { inside: LinePiece[]; outside: LinePiece[] } {
  const inside: LinePiece[] = []
  const outside: LinePiece[] = []
  for (const piece of pieces) {
    const isIn = (i: number): boolean => contains(box, piece.origin.words[i]?.box ?? piece.box)
    for (const part of cutPieces(piece.origin, piece.from, piece.to, (i) => isIn(i) !== isIn(i - 1))) {
      (isIn(part.from) ? inside : outside).push(part)
    }
    if (piece.from === piece.to) (contains(box, piece.box) ? inside : outside).push(piece)
  }
  return { inside, outside }
}

/** Lines of a cell top to bottom, those on one height left to right. */
export function sortLines(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => (
    Math.abs(centerY(a.box) - centerY(b.box)) < Math.min(a.fontSize, b.fontSize) / 2 ? a.box.x0 - b.box.x0 : centerY(a.box) - centerY(b.box)
  ))
}

/** True when the text on a box covers more than this share of it: the box is the background of that text. */
export function isBackdrop(box: Box, pieces: readonly LinePiece[], share: number): boolean {
  return pieces.filter((piece) => coverage(piece.box, box) > 0.5).reduce((sum, piece) => sum + area(piece.box), 0) > share * area(box)
}
