// The regions of one stream: its rows as paragraphs, each with a kind; tables and pictures where they stand.
import { type Box, union } from '../model/box.ts'
import type { Region } from '../model/region.ts'
import { isCaption } from './captions.ts'
import { findCode } from './code.ts'
import type { Element, LinePiece } from './element.ts'
import { findFootnotes } from './footnotes.ts'
import { isHeading } from './headings.ts'
import { type Marker, nestingLevels } from './lists.ts'
import type { Metrics } from './metrics.ts'
import { type Paragraph, splitParagraphs } from './paragraphs.ts'
import { cutFields, groupRows, makeRow, type Row } from './rows.ts'
import { findUnruled } from './unruled.ts'
import type { Sheet } from './upright.ts'

/** A region before it has its place in the page's order. */
export type Proposal = Omit<Region, 'id'>

/** Regions of one stream in reading order; headings have no level yet, since levels are ranked over the page. */
export function streamRegions(stream: readonly Element[], sheet: Sheet, objects: readonly Box[], metrics: Metrics): Proposal[] {
  const regions: Proposal[] = []
  let rows: Row[] = []
  const flush = (): void => {
    regions.push(...textRegions(rows, sheet, objects, metrics))
    rows = []
  }
  for (const row of groupRows(stream)) {
    const first = row[0]
    if (first === undefined) continue
    if (first.type === 'line') {
      rows.push(makeRow(row.filter((element): element is LinePiece => element.type === 'line')))
      continue
    }
    flush()
    // groups were opened when the streams were made
    if (first.type === 'formula') regions.push({ ...bare('formula', first.box), lines: first.lines, latex: first.latex })
    else if (first.type === 'table') regions.push({ ...bare('table', first.box), table: first.table })
    else if (first.type === 'picture') regions.push({ ...bare('picture', first.box), lines: first.lines })
  }
  flush()
  return regions
}

export function bare(kind: Region['kind'], box: Box): Proposal {
  return { kind, box, lines: [], level: null, marker: null, table: null }
}

/** Code listings and tables without rules are regions of their own; what stands between them is split into paragraphs. */
function textRegions(rows: readonly Row[], sheet: Sheet, objects: readonly Box[], metrics: Metrics): Proposal[] {
  const code = findCode(rows, sheet.typewriter)
  const regions: Proposal[] = []
  for (let start = 0, end = 0; start < rows.length; start = end) {
    while (end < rows.length && code[end] === code[start]) end++
    const run = rows.slice(start, end)
    if (code[start] !== true) regions.push(...proseRegions(run, sheet, objects, metrics))
    else regions.push({ ...bare('code', union(run.map((row) => row.box))), lines: run.flatMap((row) => row.lines) })
  }
  return levelItems(regions)
}

function proseRegions(rows: readonly Row[], sheet: Sheet, objects: readonly Box[], metrics: Metrics): Proposal[] {
  const tables = findUnruled(rows, sheet.rulings, metrics)
  const around = [...objects, ...tables.map(({ box }) => box)]
  const regions: Proposal[] = []
  let done = 0
  for (const { from, to, box, table } of tables) {
    regions.push(...paragraphRegions(rows.slice(done, from), sheet, around, metrics), { ...bare('table', box), table })
    done = to
  }
  return [...regions, ...paragraphRegions(rows.slice(done), sheet, around, metrics)]
}

function paragraphRegions(rows: readonly Row[], sheet: Sheet, objects: readonly Box[], metrics: Metrics): Proposal[] {
  const paragraphs = splitParagraphs(rows.flatMap(cutFields), metrics)
  const footnotes = findFootnotes(paragraphs.map((paragraph) => paragraph.rows), sheet.rulings, metrics)
  const looksLikeHeading = paragraphs.map((paragraph, i) => {
    const clue = { spaceAbove: space(paragraphs[i - 1], paragraph), spaceBelow: space(paragraph, paragraphs[i + 1]) }
    const bulleted = paragraph.marker !== null && paragraph.marker.kind !== 'number'
    return !bulleted && isHeading(paragraph.rows, clue, metrics)
  })
  return paragraphs.map((paragraph, i): Proposal => {
    const region = bare('text', boxOf(paragraph))
    const lines = paragraph.rows.flatMap((row) => row.lines)
    const text = paragraph.rows.map((row) => row.text).join(' ')
    if (footnotes[i] === true) return { ...region, lines, kind: 'footnote' }
    if (isCaption(text, region.box, objects, metrics.bodySize)) return { ...region, lines, kind: 'caption' }
    // the item after an item is one, however much white its lines' boxes leave on a scan
    const goesOn = looksLikeHeading[i - 1] === false && succeeds(paragraphs[i - 1]?.marker, paragraph.marker)
    if (looksLikeHeading[i] === true && !goesOn) return { ...region, lines, kind: 'heading' }
    if (paragraph.marker !== null) return { ...region, lines, kind: 'list-item', marker: paragraph.marker.text }
    return { ...region, lines }
  })
}

/** True for '4.' after '3.'. */
function succeeds(before: Marker | null | undefined, marker: Marker | null): boolean {
  if (before === null || before === undefined || marker === null || marker.value === null) return false
  return before.style === marker.style && before.value === marker.value - 1
}

const boxOf = (paragraph: Paragraph): Box => union(paragraph.rows.flatMap((row) => row.lines.map((line) => line.box)))

function space(above: Paragraph | undefined, below: Paragraph | undefined): number {
  return above === undefined || below === undefined ? Infinity : boxOf(below).y0 - boxOf(above).y1
}

/**
 * List items with their nesting, and paragraphs that stand under an item's text with the nesting of that; a list runs until a
 * heading or a paragraph at its margin or left of it.
 */
function levelItems(regions: readonly Proposal[]): Proposal[] {
  const levels = new Map<Proposal, number>()
  const under = new Map<Proposal, Proposal>()
  let run: Proposal[] = []
  const flush = (): void => {
    nestingLevels(run.map((item) => ({ x: item.lines[0]?.box.x0 ?? item.box.x0, fontSize: item.lines[0]?.fontSize ?? 0 })))
      .forEach((level, i) => levels.set(run[i] as Proposal, level))
    run = []
  }
  for (const region of regions) {
    if (region.kind === 'list-item') run.push(region)
    else if (region.kind === 'heading' || region.box.x0 <= Math.min(...run.map((item) => item.box.x0)) + 1) flush()
    else if (region.kind === 'text') {
      const item = run.findLast((above) => isUnder(region, above))
      if (item !== undefined) under.set(region, item)
    }
  }
  flush()
  return regions.map((region) => ({ ...region, level: levels.get(under.get(region) ?? region) ?? null }))
}

/** A paragraph of an item begins within this many ems of where the item's text does. */
const SAME_INDENT_EM = 0.6

function isUnder(paragraph: Proposal, { lines: [line], marker }: Proposal): boolean {
  const first = line?.words.find((_, i) => line.words.slice(0, i).map(({ text }) => text).join(' ') === marker)
  return line !== undefined && first !== undefined && Math.abs((paragraph.lines[0]?.box.x0 ?? Infinity) - first.box.x0) <= SAME_INDENT_EM * line.fontSize
}
