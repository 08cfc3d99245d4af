// Page furniture: running headers and footers and page numbers, told by repeating on other pages or standing apart in the margins.
import { type Box, overlap1d, union, width } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'
import { RAISED_DIGITS } from '../model/raised-letters.ts'
import { type Element, type LinePiece, mergePieces } from './element.ts'
import { isNamed } from './captions.ts'
import type { Metrics } from './metrics.ts'
import type { Repeats } from './running.ts'
import { groupRows } from './rows.ts'

export interface FurniturePart {
  readonly kind: 'header' | 'footer' | 'page-number'
  readonly pieces: readonly LinePiece[]
}

export interface Furniture {
  readonly top: readonly FurniturePart[]
  readonly bottom: readonly FurniturePart[]
  readonly body: readonly Element[]
}

/** Share of the page's height at its top and bottom in which running lines stand; A4 text areas seldom reach into it. */
const MARGIN_ZONE = 0.085
/** The same for page numbers and for lines parted from the text by a rule. */
const WIDE_ZONE = 0.14
/** White space, in ems of the body size, that parts running lines from the text: smaller type, and type of the body's size. */
const GAP_SMALL_EM = 0.9
const GAP_EQUAL_EM = 1.4
/** Type up to this share of the body size is smaller; above the larger share it is none, unless far off or at a rule. */
const SMALLER = 0.95
const LARGEST = 1.1
const LARGEST_FAR_OFF = 1.5
const FAR_OFF_EM = 4
/** Running rows at most at each end of a page. */
const MAX_ROWS = 3
/** A page with fewer rows than this has no furniture: a crop, a receipt, a slide's single sentence. */
const MIN_BODY_ROWS = 5
/** A rule parts header from text when it is this close, in ems, and covers this share of the page's width. */
const RULE_EM = 1.5
const RULE_SHARE = 0.4

/** A running line may stand this far above its page number, in rows; what begins with a mark, or has more rows, is a footnote there. */
const MAX_NUMBERED_ROWS = 2
const NOTE_MARK = new RegExp(`^[*†‡§ⁱ${RAISED_DIGITS}]`, 'u')

const PAGE_NUMBER = /^[-–—·|[(\s]*(?:page|seite|p\.|pg\.)?\s*(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:\/|of|von|\|)\s*\d{1,5})?[-–—·|\])\s]*$/iu

export function splitFurniture(
  elements: readonly Element[], rulings: readonly Ruling[], repeats: Repeats, metrics: Metrics,
): Furniture {
  const rows = groupRows(elements)
  const weight = rows.reduce((sum, [element]) => sum + (element?.type === 'line' ? 1 : MIN_BODY_ROWS), 0)
  const split = (told: 'by-place' | 'by-repeats'): Furniture => {
    const find = (from: readonly Element[][], kind: 'header' | 'footer'): LinePiece[][] => {
      const repeated = repeatedRows(from, kind, repeats, metrics)
      return repeated.length > 0 || told === 'by-repeats' ? repeated : runningRows(from, kind, rulings, metrics)
    }
    const top = find(rows, 'header')
    const below = rows.slice(top.length).filter((row) => !row.every((element) => isBanner(element, metrics)))
    const bottom = find(below.reverse(), 'footer')
    const gone = new Set<Element>([...top, ...bottom].flat())
    return {
      top: top.flatMap((row) => parts(row, 'header')),
      bottom: bottom.reverse().flatMap((row) => parts(row, 'footer')),
      body: elements.filter((element) => !gone.has(element)),
    }
  }
  const furniture = split(weight < MIN_BODY_ROWS || isCrop(elements, metrics) ? 'by-repeats' : 'by-place')
  // a photograph's only caption runs beside no text
  return furniture.body.every(({ type }) => type === 'picture') ? split('by-repeats') : furniture
}

/** White space beside the outermost text of a crop at most, and the height of one that has more on its right or below, in ems of that text. */
const CROP_EM = { margin: 1.2, height: 45 }

/** True when the page has no margins to run anything in: its text begins in its corner, and fills it or a low page. */
function isCrop(elements: readonly Element[], { bodySize, page }: Metrics): boolean {
  const reaches = (room: (box: Box) => number): boolean => elements.some((element) => (
    element.type !== 'picture' && room(element.box) < CROP_EM.margin * (element.type === 'line' ? element.piece.fontSize : bodySize)
  ))
  return reaches((box) => box.x0) && reaches((box) => box.y0)
    && (page.height < CROP_EM.height * bodySize || reaches((box) => page.width - box.x1) && reaches((box) => page.height - box.y1))
}

/** Logos and banners at the page's foot: running lines stand on them and beside them. */
function isBanner({ type, box }: Element, { page }: Metrics): boolean {
  return type === 'picture' && box.y0 >= (1 - WIDE_ZONE) * page.height
}

/** Rows that repeat on other pages, at most, and how deep they reach, as a share of the page's height. */
const MAX_REPEATED = 6
const REPEATED_ZONE = 0.2
/** White space, in ems of the body size, that parts them from the text. */
const REPEATED_GAP_EM = 0.5
/** Type above the body's size is a heading's or a slide's title, unless it stands on so many neighbours. */
const CERTAIN = 3
/** Rows of so many pieces are most likely the head of a table that goes on, unless they stand in the margin. */
const TABULAR = 3

/** The outermost rows that stand on neighbouring pages too. */
function repeatedRows(rows: readonly Element[][], kind: 'header' | 'footer', repeats: Repeats, metrics: Metrics): LinePiece[][] {
  const isRepeated = (element: Element): boolean => element.type === 'line' && repeats.has(element.origin)
  const certain = (pieces: readonly LinePiece[]): boolean => pieces.every(({ origin }) => (repeats.get(origin) ?? 0) >= CERTAIN)
  const end = rows.findIndex((row) => !row.every(isRepeated))
  for (let count = Math.min(MAX_REPEATED, end < 0 ? rows.length : end); count >= 1; count--) {
    const [block, rest] = [rows.slice(0, count) as LinePiece[][], rows.slice(count).flat()]
    const { pieces, edge, depth, gap, size } = placeOf(block, rest, kind, metrics)
    const tabular = block.some((row) => row.length >= TABULAR) && depth > MARGIN_ZONE
    const named = block.some((row) => isNamed(row[0]?.piece.text ?? ''))
    // the first line of a title that every page has is bold, and so is the next
    const apart = pieces.every(({ piece }) => piece.bold) && !standsOut(pieces, rest, edge) ? GAP_EQUAL_EM : REPEATED_GAP_EM
    if (depth <= REPEATED_ZONE && gap >= apart && size <= LARGEST_FAR_OFF && (size <= LARGEST || certain(pieces)) && !tabular && !named) return block
  }
  return []
}

/** How deep a block of rows reaches into the page (a share of its height), its distance from the rest and its type, in ems of the body. */
function placeOf(block: readonly LinePiece[][], rest: readonly Element[], kind: 'header' | 'footer', { page, bodySize }: Metrics) {
  const pieces = block.flat()
  const box = union(pieces.map((piece) => piece.box))
  const edge = kind === 'header' ? Math.min(...rest.map(({ box }) => box.y0)) : Math.max(...rest.map(({ box }) => box.y1))
  return {
    pieces, box, edge,
    depth: kind === 'header' ? box.y1 / page.height : 1 - box.y0 / page.height,
    gap: (kind === 'header' ? edge - box.y1 : box.y0 - edge) / bodySize,
    size: Math.max(...pieces.map((piece) => piece.piece.fontSize)) / bodySize,
  }
}

/** The outermost rows that are furniture, outermost first; `rows` start at that end of the page. */
function runningRows(rows: readonly Element[][], kind: 'header' | 'footer', rulings: readonly Ruling[], metrics: Metrics): LinePiece[][] {
  // rows of one running block stand close together, so the gap that counts is the one after the last of them
  for (let count = Math.min(MAX_ROWS, rows.length - 1); count >= 1; count--) {
    const block = rows.slice(0, count)
    const rest = rows.slice(count).flat()
    if (block.every((row) => row.every((element) => element.type === 'line'))
      && isRunning(block as LinePiece[][], rest, kind, rulings, metrics)) return block as LinePiece[][]
  }
  return []
}

function isRunning(
  block: readonly LinePiece[][], rest: readonly Element[], kind: 'header' | 'footer', rulings: readonly Ruling[], metrics: Metrics,
): boolean {
  const { pieces, box, edge, depth, gap, size } = placeOf(block, rest, kind, metrics)
  if (depth > WIDE_ZONE) return false
  if (kind === 'footer' && pieces.some((piece) => isProse(piece, metrics))) return false
  const ruled = gap > 0 && hasRule(box, edge, kind, rulings, metrics)
  if (size > (ruled || gap >= FAR_OFF_EM ? LARGEST_FAR_OFF : LARGEST)) return false
  if (block.some((row) => isNamed(row[0]?.piece.text ?? ''))) return false
  const numberOnly = block.length === 1 && pieces.length <= 2 && PAGE_NUMBER.test(pieces.map((piece) => piece.piece.text).join(' '))
  if (numberOnly && gap > (depth <= MARGIN_ZONE ? 0 : 0.3)) return true
  const numbered = block.length === 1 && [pieces[0], pieces.at(-1)].some((piece) => PAGE_NUMBER.test(piece?.piece.text ?? ''))
  if (numbered && pieces.length > 1 && gap >= GAP_SMALL_EM) return true
  if (ruled) return true
  const hasNumber = block.some((row) => PAGE_NUMBER.test(row.map(({ piece }) => piece.text).join(' ')))
  const isNote = block.length > MAX_NUMBERED_ROWS || block.some((row) => NOTE_MARK.test(row[0]?.piece.text ?? ''))
  if (depth > MARGIN_ZONE && !(hasNumber && !isNote && size <= SMALLER && gap >= GAP_EQUAL_EM)) return false
  return gap >= (size <= SMALLER || standsOut(pieces, rest, edge) ? GAP_SMALL_EM : GAP_EQUAL_EM)
}

/** True when the running line is set otherwise than the text next to it. */
function standsOut(pieces: readonly LinePiece[], rest: readonly Element[], edge: number): boolean {
  const next = rest.find((element) => element.type === 'line' && (element.box.y0 === edge || element.box.y1 === edge))
  return next?.type === 'line' && pieces.every(({ piece }) => (
    piece.bold !== next.piece.bold || Math.abs(piece.fontSize - next.piece.fontSize) > OTHER_SIZE * next.piece.fontSize
  ))
}

/** Sizes this share apart are different. */
const OTHER_SIZE = 0.12

/** A line this wide, as a share of the page, and this long is a footnote's, not a running line. */
const PROSE_WIDTH = 0.55
const PROSE_CHARACTERS = 70

function isProse({ box, piece }: LinePiece, metrics: Metrics): boolean {
  return width(box) >= PROSE_WIDTH * metrics.page.width && piece.text.length >= PROSE_CHARACTERS
}

/** True when a horizontal rule runs between the running line and the text. */
function hasRule(box: Box, edge: number, kind: 'header' | 'footer', rulings: readonly Ruling[], metrics: Metrics): boolean {
  const [from, to] = kind === 'header' ? [box.y1 - 2, edge + 2] : [edge - 2, box.y0 + 2]
  return rulings.some((rule) => rule.direction === 'horizontal' && width(rule.box) >= RULE_SHARE * metrics.page.width
    && overlap1d(rule.box.y0, rule.box.y1, from, to) >= 0
    && Math.abs((rule.box.y0 + rule.box.y1) / 2 - (kind === 'header' ? box.y1 : box.y0)) <= RULE_EM * metrics.bodySize)
}

/** A running row with its page number, at either end, set apart. */
function parts(row: readonly LinePiece[], kind: 'header' | 'footer'): FurniturePart[] {
  const merged = mergePieces(row)
  if (PAGE_NUMBER.test(merged.map((piece) => piece.piece.text).join(' '))) return [{ kind: 'page-number', pieces: merged }]
  const first = row[0]
  const last = row.at(-1)
  if (first === undefined || last === undefined || row.length === 1) return [{ kind, pieces: merged }]
  if (PAGE_NUMBER.test(last.piece.text)) return [{ kind, pieces: mergePieces(row.slice(0, -1)) }, { kind: 'page-number', pieces: [last] }]
  if (PAGE_NUMBER.test(first.piece.text)) return [{ kind: 'page-number', pieces: [first] }, { kind, pieces: mergePieces(row.slice(1)) }]
  return [{ kind, pieces: merged }]
}
