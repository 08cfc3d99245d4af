// Pictures that are drawn: charts and diagrams, told from rules, frames and backgrounds by what they are made of and by the
// text on them. Labels inside and around belong to the picture.
import { area, type Box, coverage, gap, height, intersection, overlap1d, union, width } from '../model/box.ts'
import { clusters } from '../model/clusters.ts'
import type { Drawing } from '../model/page.ts'
import { isNamed } from './captions.ts'
import { cutAtGaps, isBackdrop, type LinePiece, type PictureElement, sortLines } from './element.ts'
import { type Metrics, textWidth } from './metrics.ts'
import type { RuleSet } from './rules.ts'
import type { TableFinding } from './tables.ts'

/** Parts of one drawing are at most this far apart, ems. */
const JOIN_EM = 0.8
/** Smaller than this on either side, ems, it is an icon, a bullet or a check mark. */
const MIN_SIDE_EM = 2.5
/** More than this share of the page is a background. */
const BACKGROUND = 0.6
/** Filled areas without text from which on they are the bars of a chart. */
const MIN_BARS = 3
/** A filled area that begins and ends, points, where one with text does is the cell beside it. */
const SAME_ROW = 1
/** With text over this share of it, an area is the background of that text. */
const BACKDROP = 0.15
/** The same of a whole drawing: boxes of a diagram hold labels. */
const MAX_TEXT = 0.4
/** Characters of a row of running text, and rows of it from which on a drawing is the background of text. */
const PROSE_CHARACTERS = 40
const MAX_PROSE = 3
/** Labels are no larger than this share of the body type. */
const MAX_LABEL = 1.2
/** Height of a banner at the page's end, share of the page's. */
const BANNER = 0.1
/** A label beside a drawing: so near, ems, and with so many characters at most. */
const LABEL_REACH_EM = 1
const LABEL_CHARACTERS = 40

export interface DrawingFinding {
  readonly pictures: readonly PictureElement[]
  /** The pieces of lines that are no labels. */
  readonly rest: readonly LinePiece[]
}

interface Cluster {
  readonly box: Box
  /** Parts that only pictures have: shapes, and filled areas without text. */
  readonly shapes: number
  readonly bars: readonly Box[]
}

export function findDrawings(drawings: readonly Drawing[], { tables, otherRules, rest: whole }: TableFinding, metrics: Metrics): DrawingFinding {
  if (drawings.length === 0) return { pictures: [], rest: whole }
  const cut = whole.map((piece) => [piece, cutAtGaps(piece.origin, piece.from, piece.to)] as const)
  const pieces = cut.flatMap(([, parts]) => parts)
  const page = { x0: 0, y0: 0, x1: metrics.page.width, y1: metrics.page.height }
  const isFree = (box: Box): boolean => area(box) <= BACKGROUND * area(page) && !tables.some((table) => coverage(box, table.box) > 0.5)
  const written = drawings.filter(({ kind, box }) => kind === 'fill' && pieces.some((piece) => isInside(piece, box)))
  const isCell = (box: Box): boolean => written.some((cell) => Math.max(Math.abs(cell.box.y0 - box.y0), Math.abs(cell.box.y1 - box.y1)) < SAME_ROW)
  const seeds = drawings.flatMap(({ kind, box }): Cluster[] => {
    const seen = intersection(box, page)
    if (seen === null || !isFree(seen) || isBackdrop(seen, pieces, kind === 'fill' ? BACKDROP : MAX_TEXT)) return []
    return [{ box: seen, shapes: kind === 'shape' ? 1 : 0, bars: kind === 'fill' && !isCell(box) ? [seen] : [] }]
  })
  if (seeds.length === 0) return { pictures: [], rest: whole }
  const ruled = otherRules.map((group) => ({ box: ruledBox(group), shapes: 0, bars: [] })).filter(({ box }) => isFree(box))
  const em = metrics.bodySize
  const drawn = clusters([...seeds, ...ruled], JOIN_EM * em, (a, b): Cluster => ({
    box: union([a.box, b.box]), shapes: a.shapes + b.shapes, bars: [...a.bars, ...b.bars],
  })).filter(({ box, shapes, bars }) => (
    (shapes > 0 || areBars(bars, pieces)) && width(box) >= MIN_SIDE_EM * em && height(box) >= MIN_SIDE_EM * em && isFree(box)
    && !isBackdrop(box, pieces, MAX_TEXT) && holdsLabelsOnly(box, pieces, metrics)
  ))
  let free = pieces
  const pictures = drawn.map((cluster): PictureElement => {
    const { box, labels } = withLabels(cluster.box, free, metrics)
    free = free.filter((piece) => !labels.includes(piece))
    return { type: 'picture', box, lines: sortLines(labels.map(({ piece }) => piece)) }
  })
  const kept = new Set(free)
  return { pictures, rest: cut.flatMap(([piece, parts]) => (parts.every((part) => kept.has(part)) ? [piece] : parts.filter((part) => kept.has(part)))) }
}

function ruledBox({ horizontal, vertical }: RuleSet): Box {
  return union([
    ...horizontal.map(({ at, from, to }) => ({ x0: from, x1: to, y0: at, y1: at })), ...vertical.map(({ at, from, to }) => ({ x0: at, x1: at, y0: from, y1: to })),
  ])
}

const isInside = (piece: LinePiece, box: Box): boolean => coverage(piece.box, box) > 0.5

function holdsLabelsOnly(box: Box, pieces: readonly LinePiece[], metrics: Metrics): boolean {
  const inside = pieces.filter((piece) => isInside(piece, box))
  const prose = inside.filter(({ piece }) => textWidth(piece.text) >= PROSE_CHARACTERS)
  return prose.length < MAX_PROSE && inside.every(({ piece }) => piece.fontSize <= MAX_LABEL * metrics.bodySize)
}

/** Bars of a chart have a figure each, at most, among them; shaded cells stand among those of their table. */
function areBars(bars: readonly Box[], pieces: readonly LinePiece[]): boolean {
  return bars.length >= MIN_BARS && pieces.filter((piece) => isInside(piece, union(bars))).length <= bars.length
    && !isBackdrop(union(bars), pieces, BACKDROP)
}

/**
 * The drawing with what is written in it and, short, beside it: figures of an axis, its name, a legend. What stands in a banner
 * at the page's end is for the running lines.
 */
function withLabels(drawn: Box, pieces: readonly LinePiece[], metrics: Metrics): { box: Box, labels: LinePiece[] } {
  const banner = BANNER * metrics.page.height
  if (drawn.y1 < banner || drawn.y0 > metrics.page.height - banner) return { box: drawn, labels: [] }
  const labels = pieces.filter((piece) => isInside(piece, drawn))
  let box = union([drawn, ...labels.map((piece) => piece.box)])
  // figures of an axis first, then its name
  for (let round = 0; round < 2; round++) {
    const beside = pieces.filter((piece) => !labels.includes(piece) && isBeside(piece, box, metrics) && !isText(piece, labels, pieces, metrics))
    labels.push(...beside)
    box = union([box, ...beside.map((piece) => piece.box)])
  }
  return { box, labels }
}

function isBeside({ box, piece }: LinePiece, drawn: Box, metrics: Metrics): boolean {
  if (isNamed(piece.text) || textWidth(piece.text) > LABEL_CHARACTERS || piece.fontSize > MAX_LABEL * metrics.bodySize) return false
  const reach = LABEL_REACH_EM * metrics.bodySize
  const under = overlap1d(box.x0, box.x1, drawn.x0, drawn.x1) >= 0.5 * width(box)
  const beside = overlap1d(box.y0, box.y1, drawn.y0, drawn.y1) >= 0.5 * height(box) && width(box) <= 0.5 * width(drawn)
  return (under || beside) && gap(box, drawn) <= reach
}

/** White space between the rows of one paragraph at most, ems. */
const ROW_GAP_EM = 1

/** True when a row of running text in the same type stands right over or under it: a paragraph's last line, or a heading. */
function isText({ box, piece }: LinePiece, labels: readonly LinePiece[], pieces: readonly LinePiece[], metrics: Metrics): boolean {
  return pieces.some((other) => !labels.includes(other) && textWidth(other.piece.text) > LABEL_CHARACTERS
    && overlap1d(box.x0, box.x1, other.box.x0, other.box.x1) > 0 && gap(box, other.box) <= ROW_GAP_EM * metrics.bodySize
    && Math.abs(other.piece.fontSize - piece.fontSize) < 0.08 * piece.fontSize)
}
