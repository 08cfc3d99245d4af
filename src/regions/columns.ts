// Columns and reading order by recursive cuts: a gutter need not run down the whole page, since titles, wide figures
// and tables span columns. What crosses a gutter cuts it into zones; each zone is read column by column.
import { type Box, height, union, width } from '../model/box.ts'
import { cutPieces, type Element, gapBefore } from './element.ts'
import { gutterCandidates } from './gutters.ts'
import type { Metrics } from './metrics.ts'
import { splitNumbered } from './numbered-rows.ts'
import { areColumns } from './zones.ts'
import { groupRows } from './rows.ts'

interface Band {
  /** null: one stream; otherwise the two sides of the gutter. */
  readonly sides: readonly [left: readonly Element[], right: readonly Element[]] | null
  readonly elements: readonly Element[]
}

/** Nested cuts at most; deeper ones are noise. */
const MAX_DEPTH = 12
/** An element narrower than this, in ems, cannot span two columns: a speck or a separator read as '|'. */
const SPECK_EM = 1
/** A white band across the page this high, in ems, may part two arrangements of columns. */
const PART_GAP_EM = 1.5

/** Elements in reading order, in streams: each stream is one column between two cuts. */
export function readingOrder(elements: readonly Element[], metrics: Metrics, depth = 0): Element[][] {
  if (elements.length === 0) return []
  const titled = depth < MAX_DEPTH ? splitSections(elements, metrics) : [elements]
  const sections = titled.length > 1 || depth >= MAX_DEPTH ? titled : splitNumbered(elements)
  if (sections.length > 1) return sections.flatMap((section) => readingOrder(section, metrics, depth + 1))
  const bands = depth < MAX_DEPTH && elements.length > 1 ? bestCut(elements, metrics) : null
  if (bands === null) return leafStreams(groupRows(elements).flat(), metrics, depth)
  return bands.flatMap((band) => (band.sides ?? [band.elements]).flatMap((part) => readingOrder(part, metrics, depth + 1)))
}

/** White space over a section's title, right across, in ems; and its type over the body's. */
const SECTION_GAP_EM = 1
const SECTION_TYPE = 1.25
/** The columns under such a title begin within this many ems below it. */
const SECTION_REACH_EM = 4

/**
 * Parts of a page that are set in columns of their own under a title over two columns or more. The title need not reach
 * into the last column, whose gutter would then run through it all.
 */
function splitSections(elements: readonly Element[], metrics: Metrics): Element[][] {
  const sorted = [...elements].sort((a, b) => a.box.y0 - b.box.y0)
  const sections: Element[][] = [[]]
  let bottom = sorted[0]?.box.y1 ?? 0
  sorted.forEach((element, i) => {
    const apart = element.box.y0 - bottom > SECTION_GAP_EM * metrics.bodySize
    if (apart && isSectionTitle(element, sorted.slice(i + 1), metrics)) sections.push([])
    sections.at(-1)?.push(element)
    bottom = Math.max(bottom, element.box.y1)
  })
  return sections
}

function isSectionTitle(title: Element, below: readonly Element[], metrics: Metrics): boolean {
  if (title.type !== 'line' || title.piece.fontSize < SECTION_TYPE * metrics.bodySize) return false
  const { box } = title
  const under = below.filter((other) => other.type === 'line' && other.box.y0 < box.y1 + SECTION_REACH_EM * metrics.bodySize
    && other.box.y0 >= box.y1 && other.box.x0 < box.x1 && other.box.x1 > box.x0)
  return under.some((a) => under.some((b) => a.box.x1 < b.box.x0))
}

/** A leaf is one stream; a framed group in it is read by itself, where it stands. */
function leafStreams(elements: readonly Element[], metrics: Metrics, depth: number): Element[][] {
  const streams: Element[][] = [[]]
  for (const element of elements) {
    if (element.type === 'group') streams.push(...readingOrder(element.elements, metrics, depth + 1), [])
    else streams.at(-1)?.push(element)
  }
  return streams.filter((stream) => stream.length > 0)
}

function bestCut(elements: readonly Element[], metrics: Metrics): Band[] | null {
  let best: Band[] | null = null
  let bestScore = 0
  for (const x of gutterCandidates(elements, metrics)) {
    const bands = cutAt(elements, x, metrics)
    const score = bands.reduce((sum, band) => sum + (band.sides === null ? 0 : columnScore(band.sides, metrics)), 0)
    if (score <= bestScore) continue
    best = bands
    bestScore = score
  }
  return best
}

/** A line that crosses a gutter with a word gap over it, this wide in ems, was merged from two columns. */
const MERGED_GAP_EM = 0.5

function cutAtGutter(element: Element, x: number): Element[] {
  if (element.type !== 'line' || element.box.x0 >= x || element.box.x1 <= x) return [element]
  return cutPieces(element.origin, element.from, element.to, (i) => {
    const before = element.origin.words[i - 1]
    const after = element.origin.words[i]
    return before !== undefined && after !== undefined && before.box.x1 <= x && after.box.x0 >= x
      && gapBefore(element.origin, i) >= MERGED_GAP_EM * element.piece.fontSize
  })
}

/** A gutter wider than this, in ems, is no better for it: the white beside a narrow picture is no gutter. */
const WIDE_GUTTER_EM = 1.5
/** Share of a gutter's score that its width decides. */
const WIDTH_SHARE = 0.25

/** Height that a gutter parts, points; of two that part the same, the wider wins. */
function columnScore([left, right]: readonly [readonly Element[], readonly Element[]], metrics: Metrics): number {
  const a = boxOf(left)
  const b = boxOf(right)
  const wide = Math.min(1, Math.max(0, b.x0 - a.x1) / (WIDE_GUTTER_EM * metrics.bodySize))
  return Math.min(height(a), height(b)) * (1 - WIDTH_SHARE + WIDTH_SHARE * wide)
}

/** Bands from top to bottom for a gutter at `x`: zones of columns, and what spans or does not stand in columns. */
function cutAt(whole: readonly Element[], x: number, metrics: Metrics): Band[] {
  const elements = whole.flatMap((element) => cutAtGutter(element, x))
  const spans = elements.filter((element) => crosses(element.box, x, metrics))
  const barriers = mergeIntervals(spans.map((element) => element.box))
  const zones = Array.from({ length: barriers.length + 1 }, (): Element[] => [])
  const spanning = Array.from({ length: barriers.length }, (): Element[] => [])
  for (const element of elements) {
    const y = (element.box.y0 + element.box.y1) / 2
    const inside = barriers.findIndex((barrier) => y >= barrier.y0 && y <= barrier.y1)
    if (inside >= 0) spanning[inside]?.push(element)
    else zones[barriers.filter((barrier) => barrier.y1 < y).length]?.push(element)
  }
  const bands: Band[] = []
  zones.forEach((zone, i) => {
    bands.push(...columnBands(zone, x, barriers[i - 1], barriers[i], metrics))
    bands.push({ sides: null, elements: spanning[i] ?? [] })
  })
  return joinStreams(bands)
}

function crosses(box: Box, x: number, metrics: Metrics): boolean {
  return box.x0 < x && box.x1 > x && width(box) >= SPECK_EM * metrics.bodySize
}

/** A zone as columns when it is set in columns, whole or in parts between white bands; otherwise as one stream. */
function columnBands(zone: readonly Element[], x: number, above: Box | undefined, below: Box | undefined, metrics: Metrics): Band[] {
  if (zone.length === 0) return []
  const [lead, rest] = peelLead(zone, x, above?.y1 ?? null, metrics)
  if (areColumns(split(rest, x), metrics)) {
    const [columns, tail] = below === undefined ? [rest, []] : peelTail(rest, x, metrics)
    return [{ sides: null, elements: lead }, { sides: split(columns, x), elements: columns }, { sides: null, elements: tail }]
  }
  const parts = whiteBandParts(zone, metrics)
  return parts.map((part) => {
    const partSides = split(part, x)
    return { sides: parts.length > 1 && areColumns(partSides, metrics) ? partSides : null, elements: part }
  })
}

function split(elements: readonly Element[], x: number): [Element[], Element[]] {
  const isLeft = (element: Element): boolean => (element.box.x0 + element.box.x1) / 2 < x
  return [elements.filter(isLeft), elements.filter((element) => !isLeft(element))]
}

/** White space at most, in ems, between a full-width paragraph and its last line. */
const LAST_LINE_EM = 0.6

/**
 * What is set close under a full-width line, above the other column, goes on with it: on the left a paragraph's short last line,
 * on the right the hanging lines of an entry, or those of a centred heading.
 */
function peelLead(zone: readonly Element[], x: number, spannedAbove: number | null, metrics: Metrics): [Element[], Element[]] {
  const [left, right] = split(zone, x)
  const last = closeUnder(left, right, 1, spannedAbove, metrics)
  const lead = last.length > 0 ? last : closeUnder(right, left, Infinity, spannedAbove, metrics)
  return [lead, zone.filter((element) => !lead.includes(element))]
}

/** The first rows of `side`, `most` of them, that stand close under `above` and each other, and over all of `other`. */
function closeUnder(side: readonly Element[], other: readonly Element[], most: number, above: number | null, metrics: Metrics): Element[] {
  const top = Math.min(...other.map(({ box }) => box.y0))
  const lead: Element[] = []
  let bottom = above ?? -Infinity
  for (const row of groupRows(side).slice(0, most)) {
    const box = boxOf(row)
    if (box.y1 > top || box.y0 - bottom > LAST_LINE_EM * metrics.bodySize) break
    lead.push(...row)
    bottom = box.y1
  }
  return lead
}

/** White space above what stands alone at a left column's end, in ems, from which on it belongs to what spans the columns below. */
const TAIL_GAP_EM = 2.5

/** A kicker over the next spanning title stands on the left, under both columns and apart from them. */
function peelTail(zone: readonly Element[], x: number, metrics: Metrics): [Element[], Element[]] {
  const [left, right] = split(zone, x)
  const bottom = Math.max(...right.map((element) => element.box.y1))
  const above = left.filter((element) => element.box.y0 < bottom)
  const edge = Math.max(bottom, ...above.map((element) => element.box.y1))
  const tail = left.filter((element) => element.box.y0 >= edge + TAIL_GAP_EM * metrics.bodySize)
  const parted = above.length > 0 && tail.length + above.length === left.length
  return parted ? [zone.filter((element) => !tail.includes(element)), tail] : [[...zone], []]
}

function whiteBandParts(zone: readonly Element[], metrics: Metrics): Element[][] {
  const sorted = [...zone].sort((a, b) => a.box.y0 - b.box.y0)
  const parts: Element[][] = []
  let bottom = -Infinity
  for (const element of sorted) {
    if (parts.length === 0 || element.box.y0 - bottom > PART_GAP_EM * metrics.bodySize) parts.push([])
    parts.at(-1)?.push(element)
    bottom = Math.max(bottom, element.box.y1)
  }
  return parts
}

/** Joins neighbouring bands that are not in columns and drops empty ones. */
function joinStreams(bands: readonly Band[]): Band[] {
  const joined: Band[] = []
  for (const band of bands) {
    if (band.elements.length === 0) continue
    const last = joined.at(-1)
    if (band.sides === null && last !== undefined && last.sides === null) {
      joined[joined.length - 1] = { sides: null, elements: [...last.elements, ...band.elements] }
    } else joined.push(band)
  }
  return joined
}

function mergeIntervals(boxes: readonly Box[]): Box[] {
  const merged: Box[] = []
  for (const box of [...boxes].sort((a, b) => a.y0 - b.y0)) {
    const last = merged.at(-1)
    if (last !== undefined && box.y0 <= last.y1) merged[merged.length - 1] = union([last, box])
    else merged.push(box)
  }
  return merged
}

const boxOf = (elements: readonly Element[]): Box => union(elements.map((element) => element.box))
