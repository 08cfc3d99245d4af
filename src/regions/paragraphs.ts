// Paragraphs: where the rows of one stream break apart. Spacing, type and markers break first; inside what is left,
// indents and lines that end early do.
import { endsSentence } from '../formats/join-lines.ts'
import { centerX, width } from '../model/box.ts'
import { RAISED_DIGITS } from '../model/raised-letters.ts'
import { quantile } from '../model/quantile.ts'
import { isNamed } from './captions.ts'
import { findMarkers, type Marker } from './lists.ts'
import type { Metrics } from './metrics.ts'
import { isField, isTabular, type Row } from './rows.ts'

export interface Paragraph {
  readonly rows: readonly Row[]
  readonly marker: Marker | null
}

/** Line pitch over font size that breaks a paragraph when the stream's own pitch is unknown. */
const LOOSE_PITCH = 1.9
/** A pitch this many times the stream's usual one breaks a paragraph: half a line of extra space is usual, scans scatter. */
const PITCH_FACTOR = { exact: 1.22, estimated: 1.35 }
/** A change of font size by this factor breaks a paragraph; sizes read from a scan's line heights scatter by a quarter. */
const SIZE_FACTOR = { exact: 1.08, estimated: 1.45 }
/** On scans, rows no further apart than this many usual pitches run on whatever their sizes. */
const FLOW_PITCH = 1.1
/** An indent of this many ems marks a first line or a hanging one. */
const INDENT_EM = 0.8
/** Room left at a line's end beyond the next line's first word, in ems, before the line counts as ended early. */
const SHORT_EM = 0.8
/** Rows around a line among which the column's right edge is looked for, and how far their left edges may be apart, in ems. */
const EDGE_ROWS = 12
const SAME_LEFT_EM = 1.6

const STARTS_LOWER = /^\p{Ll}/u
/** A raised number, and how small the type of a footnote is at most, of the body's. */
const NOTE_MARK = new RegExp(`^[${RAISED_DIGITS}]{1,3}\\s*[^\\s${RAISED_DIGITS}]`, 'u')
const NOTE_SIZE = 0.93

/** Rows of a stream (top to bottom) as paragraphs and list items. */
export function splitParagraphs(rows: readonly Row[], metrics: Metrics): Paragraph[] {
  const markers = findMarkers(rows)
  const pitch = usualPitch(rows)
  const paragraphs: { rows: Row[]; marker: Marker | null }[] = []
  rows.forEach((row, i) => {
    const current = paragraphs.at(-1)
    const marker = markers[i] ?? null
    const breaks = current === undefined || marker !== null || breaksBySpacing(rows, i, pitch, metrics)
      || breaksByShape(rows, i, current, metrics)
    if (breaks) paragraphs.push({ rows: [row], marker })
    else current.rows.push(row)
  })
  return paragraphs
}

/** The distance of one row to the next, points: tops or bottoms, whichever is less, as ascenders come and go on scans. */
function pitchOf(above: Row, below: Row): number {
  return Math.min(below.box.y0 - above.box.y0, below.box.y1 - above.box.y1)
}

/** Only rows of about one size, set neither on top of each other nor apart, tell the usual pitch; fewer pairs tell nothing. */
const SAME_SIZE = 0.15
const MIN_PITCH = 0.9
const MAX_PITCH = 3
const MIN_PITCHES = 3

/** Usual line pitch of a stream over font size; null when there are too few rows to tell. */
function usualPitch(rows: readonly Row[]): number | null {
  const ratios: number[] = []
  rows.forEach((row, i) => {
    const above = rows[i - 1]
    if (above === undefined || Math.abs(above.fontSize - row.fontSize) > SAME_SIZE * row.fontSize) return
    const ratio = pitchOf(above, row) / Math.max(1e-6, row.fontSize)
    if (ratio > MIN_PITCH && ratio < MAX_PITCH) ratios.push(ratio)
  })
  // the closer rows are those inside paragraphs; one-line paragraphs may outnumber them
  return ratios.length < MIN_PITCHES ? null : quantile(ratios, 0.3)
}

function breaksBySpacing(rows: readonly Row[], i: number, pitch: number | null, metrics: Metrics): boolean {
  const above = rows[i - 1]
  const row = rows[i]
  if (above === undefined || row === undefined) return true
  const mode = metrics.exactSizes ? 'exact' : 'estimated'
  const sizes = [above.fontSize, row.fontSize]
  const step = pitchOf(above, row)
  // a raised index makes a scanned line look larger, but its neighbours stay where they would be
  const inFlow = !metrics.exactSizes && pitch !== null && step <= FLOW_PITCH * pitch * Math.min(...sizes)
  if (!inFlow && Math.max(...sizes) > SIZE_FACTOR[mode] * Math.min(...sizes)) return true
  // a bold phrase in running text may fill a row; a bold heading ends before the edge
  if (metrics.exactSizes && above.bold !== row.bold && endsEarly(rows, i)) return true
  if (isTabular(above) || isTabular(row)) return true
  const limit = pitch === null ? LOOSE_PITCH : Math.min(PITCH_FACTOR[mode] * pitch, 3)
  return step > limit * Math.max(...sizes) || step < -Math.max(...sizes)
}

function breaksByShape(rows: readonly Row[], i: number, paragraph: Paragraph, metrics: Metrics): boolean {
  const above = rows[i - 1]
  const row = rows[i]
  const first = paragraph.rows[0]
  if (above === undefined || row === undefined || first === undefined) return true
  const em = metrics.bodySize
  if (NOTE_MARK.test(row.text) && row.fontSize <= NOTE_SIZE * em) return true
  if (metrics.exactSizes && isField(above.text) && isField(row.text)) return true
  const short = endsEarly(rows, i)
  if (paragraph.marker !== null && row.box.x0 > first.box.x0 + 0.4 * em) return false
  if (paragraph.marker !== null) return short
  const step = row.box.x0 - above.box.x0
  const centred = centredAround(rows, i, em)
  if (centred.length > 0) return !isNamed(first.text) && isSetLineByLine(rows, i, centred, metrics)
  if (step > INDENT_EM * em) return (short || endsSentence(above.text)) && !hangs(rows, i, em)
  const returns = step < -INDENT_EM * em && Math.abs(row.box.x0 - first.box.x0) < INDENT_EM * em
  if (returns && paragraph.rows.length > 1 && (short || endsSentence(above.text))) return true
  return short
}

/** The rows around row `i` and the one above it that share their centre; none when their left edges are one as well. */
function centredAround(rows: readonly Row[], i: number, em: number): readonly Row[] {
  const shares = (row: Row | undefined): boolean => row !== undefined && Math.abs(centerX(row.box) - centerX((rows[i] ?? row).box)) < 0.5 * em
  if (!shares(rows[i - 1])) return []
  let [from, to] = [i - 1, i + 1]
  while (i - from < EDGE_ROWS && shares(rows[from - 1])) from--
  while (to - i < EDGE_ROWS && shares(rows[to])) to++
  const run = rows.slice(from, to)
  const lefts = run.map(({ box }) => box.x0)
  return Math.max(...lefts) - Math.min(...lefts) > em ? run : []
}

/** Centred lines no wider than this share of their column are lines of their own, as on a cover: wrapped ones fill it. */
const SHORT_LINE = 0.5
/** Type over the body's from which on centred lines of one size are one title, wherever they are broken. */
const TITLE_TYPE = 1.14

/** Of two centred rows: true when the break between them is meant, as the next word would have had room. */
function isSetLineByLine(rows: readonly Row[], i: number, centred: readonly Row[], { bodySize: em, exactSizes }: Metrics): boolean {
  const above = rows[i - 1]
  const row = rows[i]
  if (above === undefined || row === undefined || goesOn(above, row)) return false
  if (!exactSizes) return false
  if (above.bold !== row.bold) return true
  if (row.fontSize >= TITLE_TYPE * em) return false
  const column = Math.max(...rows.map(({ box }) => box.x1)) - Math.min(...rows.map(({ box }) => box.x0))
  if (Math.max(width(above.box), width(row.box)) <= SHORT_LINE * column) return true
  return width(above.box) + firstWordWidth(row) + SHORT_EM * em < Math.max(...centred.map(({ box }) => width(box)))
}

/** True when a sentence runs on from one row to the next. */
const goesOn = (above: Row, row: Row): boolean => /[-,\u2010]$/u.test(above.text) || STARTS_LOWER.test(row.text) && !endsSentence(above.text)

/** Points; of a word as long as a line, which wraps anywhere in some scripts, only its beginning. */
function firstWordWidth(row: Row): number {
  const word = row.lines[0]?.words[0]
  return word === undefined ? 0 : Math.min(width(word.box), 12 * row.fontSize)
}

/** True when the row after an indented one is indented as well: hanging lines of one entry, not a first line. */
function hangs(rows: readonly Row[], i: number, em: number): boolean {
  const row = rows[i]
  const next = rows[i + 1]
  return row !== undefined && next !== undefined && Math.abs(next.box.x0 - row.box.x0) < 0.3 * em
}

/** True when the next row's first word would have fitted at the end of the row before it: the line was broken on purpose. */
function endsEarly(rows: readonly Row[], i: number): boolean {
  const above = rows[i - 1]
  const row = rows[i]
  if (above === undefined || row === undefined) return false
  if (STARTS_LOWER.test(row.text) && !endsSentence(above.text)) return false
  const around = rows.slice(Math.max(0, i - EDGE_ROWS), i + EDGE_ROWS)
    .filter((other) => Math.abs(other.box.x0 - above.box.x0) <= SAME_LEFT_EM * above.fontSize)
  const edge = Math.max(...around.map((other) => other.box.x1))
  return above.box.x1 + firstWordWidth(row) + SHORT_EM * above.fontSize < edge
}
