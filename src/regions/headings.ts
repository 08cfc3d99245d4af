// Headings: by size and weight against the page's body text, by numbering and capitals where a scan shows neither.
import { meanConfidence } from '../model/line.ts'
import { type Metrics, textWidth, weightedMedian } from './metrics.ts'
import { isTabular, type Row } from './rows.ts'

/** Font size over body size from which a short paragraph is a heading; sizes read from a scan scatter. */
const HEADING_RATIO = { exact: 1.14, estimated: 1.35 }
/** The same on scans for a line that stands apart, in ems of white space above and below. */
const APART_RATIO = 1.18
const APART_EM = 0.7
/** Rows and characters (CJK doubled) of a heading at most. */
const MAX_ROWS = 4
const MAX_CHARACTERS = 200
/** The same for headings told by weight, numbering or capitals alone. */
const MAX_PLAIN_ROWS = 2
const MAX_PLAIN_CHARACTERS = 100
/** With more than this share of a page in bold, weight tells nothing. */
const MAX_BOLD_SHARE = 0.5
/** Bold type smaller than this share of the body size is a label, not a heading. */
const MIN_BOLD_RATIO = 0.95
/** Font size over body size of a document's title. */
const TITLE_RATIO = 1.25
/** A title stands in the top half of page 1. Share of the page's height. */
const TITLE_ZONE = 0.5
/** Sizes within this factor are one rank. */
export const RANK_FACTOR = 1.06
const MAX_LEVEL = 3
/** Words of a heading are more likely right than wrong: what OCR makes of handwriting and drawings is none. */
const BELIEVABLE = 0.25
/** White space above a heading told by numbering or capitals alone, in ems. */
const MIN_SPACE_EM = 0.5

/** '3. Results', '2.1 Methods', 'Chapter 4': without a dot, '14 March' would be one as well. */
const NUMBERED = /^(?:\d{1,2}\.(?:\d{1,2}\.?)*|[IVX]{1,5}\.|[A-Z]\.(?:\d{1,2}\.?)*)\s+\p{Lu}/u
const NAMED = /^(?:Chapter|Section|Part|Appendix)\s+(?:\d|[IVX]+\b|[A-Z]\b)/u
const DECIMAL = /^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S/u
const ENDS_LIKE_TEXT = /[.,;。，；]$/u
const ENDS_IN_COLON = /[:：]$/u

export interface HeadingClue {
  /** Points of white space above and below the paragraph inside its stream. */
  readonly spaceAbove: number
  readonly spaceBelow: number
}

/** True when a paragraph is set like a heading. */
export function isHeading(rows: readonly Row[], clue: HeadingClue, metrics: Metrics): boolean {
  const text = rows.map((row) => row.text).join(' ')
  // the median, since a raised index can make a scanned line look twice as high
  const size = weightedMedian(rows.map((row) => [row.fontSize, row.text.length])) ?? 0
  const ratio = size / metrics.bodySize
  if (rows.length > MAX_ROWS || textWidth(text) > MAX_CHARACTERS || !/\p{L}{2}|\p{Script=Han}/u.test(text)) return false
  if (text.includes('=') || rows.some(isTabular) || meanConfidence(rows.flatMap((row) => row.lines)) < BELIEVABLE) return false
  const space = Math.min(clue.spaceAbove, clue.spaceBelow)
  const farApart = space >= APART_EM * metrics.bodySize && rows.length <= MAX_PLAIN_ROWS
  if (ratio >= (metrics.exactSizes ? HEADING_RATIO.exact : farApart ? APART_RATIO : HEADING_RATIO.estimated)) return true
  if (rows.length > MAX_PLAIN_ROWS || textWidth(text) > MAX_PLAIN_CHARACTERS || ENDS_LIKE_TEXT.test(text)) return false
  const bold = rows.every((row) => row.bold) && metrics.boldShare <= MAX_BOLD_SHARE
  if (bold && ratio >= MIN_BOLD_RATIO) return true
  if (ENDS_IN_COLON.test(text) || clue.spaceAbove < MIN_SPACE_EM * metrics.bodySize || ratio < MIN_BOLD_RATIO) return false
  const numbered = NUMBERED.test(text) || NAMED.test(text)
  return isCapitals(text) || numbered && !metrics.exactSizes && rows.length === 1 && space >= MIN_SPACE_EM * metrics.bodySize
}

function isCapitals(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '')
  return letters.length >= 4 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()
}

export interface HeadingSize {
  readonly text: string
  readonly fontSize: number
  readonly bold: boolean
  /** Top, points. */
  readonly y: number
}

/** For each heading of a page in reading order: its level from 1, or 'title' for the document's title. */
export function headingLevels(headings: readonly HeadingSize[], metrics: Metrics): (number | 'title')[] {
  const title = titleIndex(headings, metrics)
  const sizes = headings.filter((_, i) => i !== title).map((heading) => heading.fontSize).sort((a, b) => b - a)
  const ranks: number[] = []
  for (const size of sizes) if (ranks.length === 0 || size * RANK_FACTOR < (ranks.at(-1) ?? 0)) ranks.push(size)
  return headings.map((heading, i) => {
    if (i === title) return 'title'
    const decimal = decimalLevel(heading.text)
    if (decimal !== null) return Math.min(MAX_LEVEL, decimal)
    const rank = ranks.findIndex((size) => heading.fontSize * RANK_FACTOR >= size)
    return Math.min(MAX_LEVEL, Math.max(0, rank) + 1)
  })
}

/** 2 for '2.1 Methods', whatever it is set in; null without such a number. */
export function decimalLevel(text: string): number | null {
  return DECIMAL.exec(text)?.[1]?.split('.').length ?? null
}

function titleIndex(headings: readonly HeadingSize[], metrics: Metrics): number {
  if (metrics.pageNumber !== 1) return -1
  const largest = Math.max(...headings.map((heading) => heading.fontSize))
  if (largest < TITLE_RATIO * metrics.bodySize) return -1
  const first = headings.findIndex((heading) => heading.fontSize * RANK_FACTOR >= largest)
  return (headings[first]?.y ?? Infinity) <= TITLE_ZONE * metrics.page.height ? first : -1
}
