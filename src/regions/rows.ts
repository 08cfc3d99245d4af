// Rows: elements that stand side by side, top to bottom, each row left to right.
import { type Box, height, overlap1d, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import { isCheckBox } from './check-boxes.ts'
import { cutAtGaps, type Element, type LinePiece, mergePieces } from './element.ts'

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
  /** A field of a form: no other row goes on with it. */
  readonly alone?: true
}

/** Share of the smaller height that two elements must have in common to stand in one row. */
const ROW_OVERLAP = 0.5

/** Groups elements that overlap vertically; tables and pictures are rows of their own. */
export function groupRows<E extends Element>(elements: readonly E[]): E[][] {
  const caps = findDropCaps(elements)
  const sorted = elements.filter((element) => !caps.has(element))
    .sort((a, b) => a.box.y0 + a.box.y1 - b.box.y0 - b.box.y1 || a.box.x0 - b.box.x0)
  const rows: { reference: Box; elements: E[]; closed: boolean }[] = []
  for (const element of sorted) {
    const row = element.type === 'line' ? rows.at(-1) : undefined
    if (row !== undefined && !row.closed && sameRow(row.reference, element.box)) row.elements.push(element)
    else rows.push({ reference: element.box, elements: [element], closed: element.type !== 'line' })
  }
  for (const [cap, host] of caps) rows.find((row) => row.elements.includes(host))?.elements.push(cap)
  rows.sort((a, b) => a.reference.y0 - b.reference.y0)
  return rows.map((row) => row.elements.sort((a, b) => a.box.x0 - b.box.x0))
}

/** Heights this many times apart do not share a row. */
const ROW_HEIGHT_RATIO = 2.2
/** A drop cap is larger than the lines beside it by this factor, and they begin within this share of its height from it. */
const CAP_RATIO = 1.7
const CAP_GAP = 0.4

export const isCapText = (text: string): boolean => /^["'“‘«]?\p{Lu}$/u.test(text)

/** Drop caps, each with the topmost line that stands beside it and goes on with its word. */
function findDropCaps<E extends Element>(elements: readonly E[]): Map<E, E> {
  const caps = new Map<E, E>()
  for (const cap of elements) {
    if (cap.type !== 'line' || !isCapText(cap.piece.text)) continue
    const beside = elements.filter((other) => other.type === 'line' && cap.piece.fontSize >= CAP_RATIO * other.piece.fontSize
      && Math.abs(other.box.x0 - cap.box.x1) <= CAP_GAP * height(cap.box)
      && overlap1d(cap.box.y0, cap.box.y1, other.box.y0, other.box.y1) > 0)
    const host = beside.sort((a, b) => a.box.y0 - b.box.y0)[0]
    if (host !== undefined && !caps.has(host)) caps.set(cap, host)
  }
  return caps
}

function sameRow(a: Box, b: Box): boolean {
  const smaller = Math.min(height(a), height(b))
  const larger = Math.max(height(a), height(b))
  return larger <= ROW_HEIGHT_RATIO * smaller && overlap1d(a.y0, a.y1, b.y0, b.y1) >= ROW_OVERLAP * smaller
}

export function makeRow(pieces: readonly LinePiece[]): Row {
  const merged = mergePieces(pieces)
  const longest = merged.reduce((best, piece) => (piece.piece.text.length > best.piece.text.length ? piece : best))
  // a drop cap reaches down beside the next rows and must not stretch its own
  const flow = merged.filter((piece) => !(isCapText(piece.piece.text) && piece.piece.fontSize >= CAP_RATIO * longest.piece.fontSize))
  let widestGap = 0
  for (let i = 1; i < pieces.length; i++) widestGap = Math.max(widestGap, (pieces[i]?.box.x0 ?? 0) - (pieces[i - 1]?.box.x1 ?? 0))
  return {
    lines: merged.map((piece) => piece.piece),
    box: union((flow.length > 0 ? flow : merged).map((piece) => piece.box)),
    text: merged.map((piece) => piece.piece.text).join(' '),
    fontSize: longest.piece.fontSize,
    bold: merged.every((piece) => piece.piece.bold),
    widestGap,
  }
}

/** A field of a form with its name: 'Name:', 'Date of birth: 10 December'. */
const FIELD = /^[\p{Lu}\p{Lo}][^:.]{0,40}[:：](?:\s|$)/u
export const isField = (text: string): boolean => FIELD.test(text)
const startsField = ({ piece }: LinePiece): boolean => isField(piece.text) || isCheckBox(piece.words[0]?.text ?? '')

/** A white gap in a row this wide, in ems, makes it tabular: such rows stay apart, row by row. */
const TABULAR_EM = 2
/** Dots between a title and its page number. */
export const LEADER = /(?:\.\s?){5,}/
/** A line of a table of contents. */
export const DOT_LEADER = /(?:\.\s?){4,}\s*[\divxlc]+$|[…·]{2,}\s*[\divxlc]+$/u

/** True for a line of a table or of a contents list: such rows are read one by one. */
export function isTabular(row: Row): boolean {
  return row.alone === true || DOT_LEADER.test(row.text) || row.widestGap > TABULAR_EM * row.fontSize && row.lines.length + row.text.split(' ').length > 2
}

/** A row of a form cut between fields, ticked or named, that stand side by side. */
export function cutFields(row: Row): Row[] {
  if (row.widestGap <= TABULAR_EM * row.fontSize) return [row]
  const fields = row.lines.flatMap((line) => cutAtGaps(line)).reduce<LinePiece[][]>((made, piece) => {
    if (made.length === 0 || startsField(piece) && startsField(made[0]?.[0] ?? piece)) made.push([piece])
    else made.at(-1)?.push(piece)
    return made
  }, [])
  return fields.length < 2 ? [row] : fields.map((pieces) => ({ ...makeRow(pieces), alone: true }))
}
