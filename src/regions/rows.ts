// Rows: elements that stand side by side, top to bottom, each row left to right.
import { type Box, height, overlap1d, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import { type Element, type LinePiece, mergePieces } from './element.ts'

/** Lines on one height, as the paragraph rules see them: nearly always one line, more in tabular matter. */
export interface Row {
  readonly lines: readonly Line[]
  readonly box: Box
  readonly text: string
  /** Size of the row's longest line, points. */
  readonly fontSize: number
  readonly bold: boolean
  /** Widest white gap inside the row, points. */
  readonly widestGap: number
}

/** Share of the smaller height that two elements must have in common to stand in one row. */
const ROW_OVERLAP = 0.5

/** Groups elements that overlap vertically; tables and pictures are rows of their own. */
export function groupRows(elements: readonly Element[]): Element[][] {
  const sorted = [...elements].sort((a, b) => a.box.y0 + a.box.y1 - b.box.y0 - b.box.y1 || a.box.x0 - b.box.x0)
  const rows: { reference: Box; elements: Element[]; closed: boolean }[] = []
  for (const element of sorted) {
    const row = element.type === 'line' ? rows.at(-1) : undefined
    if (row !== undefined && !row.closed && sameRow(row.reference, element.box)) row.elements.push(element)
    else rows.push({ reference: element.box, elements: [element], closed: element.type !== 'line' })
  }
  rows.sort((a, b) => a.reference.y0 - b.reference.y0)
  return rows.map((row) => row.elements.sort((a, b) => a.box.x0 - b.box.x0))
}

/** A drop cap is no row with the line beside it: heights this many times apart do not share a row. */
const ROW_HEIGHT_RATIO = 2.2

function sameRow(a: Box, b: Box): boolean {
  const smaller = Math.min(height(a), height(b))
  const larger = Math.max(height(a), height(b))
  return larger <= ROW_HEIGHT_RATIO * smaller && overlap1d(a.y0, a.y1, b.y0, b.y1) >= ROW_OVERLAP * smaller
}

export function makeRow(pieces: readonly LinePiece[]): Row {
  const merged = mergePieces(pieces)
  const longest = merged.reduce((best, piece) => (piece.piece.text.length > best.piece.text.length ? piece : best))
  let widestGap = 0
  for (let i = 1; i < pieces.length; i++) widestGap = Math.max(widestGap, (pieces[i]?.box.x0 ?? 0) - (pieces[i - 1]?.box.x1 ?? 0))
  return {
    lines: merged.map((piece) => piece.piece),
    box: union(merged.map((piece) => piece.box)),
    text: merged.map((piece) => piece.piece.text).join(' '),
    fontSize: longest.piece.fontSize,
    bold: merged.every((piece) => piece.piece.bold),
    widestGap,
  }
}
