// The geometric region proposer: lines, rulings and pictures of a page -> regions in reading order.
// Order of work: tables take their words, running lines leave, columns are cut, paragraphs get their kinds, footnotes
// go last.
import { coverage, union } from '../model/box.ts'
import { throwIfAborted } from '../errors.ts'
import { lineNumbers } from '../model/line-numbers.ts'
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import type { Region } from '../model/region.ts'
import { type Turn, turnFor } from '../model/turn.ts'
import type { RegionProposer } from '../seams/region-proposer.ts'
import { bare, type Proposal, streamRegions } from './blocks.ts'
import { withCheckBoxes } from './check-boxes.ts'
import { readingOrder } from './columns.ts'
import { cutAtGaps, type Element, type LinePiece, pieceOf } from './element.ts'
import { groupFrames, ruledFrames } from './frames.ts'
import { findDrawings } from './drawn-pictures.ts'
import { findFormulas } from './formulas/find-formulas.ts'
import { findInline } from './formulas/inline.ts'
import { type FurniturePart, splitFurniture } from './furniture.ts'
import { headingLevels } from './headings.ts'
import { measure } from './metrics.ts'
import { findPictures } from './pictures.ts'
import { findTables } from './tables.ts'
import { findWide } from './unruled.ts'
import { listingBoxes } from './pitch.ts'
import { findRepeats, type Repeats } from './running.ts'
import { estimateSkew } from './skew.ts'
import { takeTurned } from './turned-labels.ts'
import { levelled, type Sheet, turnLine, turnSheet } from './upright.ts'

/** Geometry alone: no model, no pixels. */
export function createLayoutProposer(): RegionProposer {
  return {
    id: 'layout',
    async propose(page, lines, signal, neighbours = []) {
      throwIfAborted(signal)
      return proposeRegions(page, lines, findRepeats({ page, lines }, neighbours))
    },
  }
}

function proposeRegions(page: Page, lines: readonly Line[], repeats: Repeats): Region[] {
  const [main = [0, []], ...others] = byRotation(lines.filter((line) => line.text.trim() !== ''))
  // rulings and pictures belong to the page's main direction
  const undrawn = { ...page, rulings: [], pictures: [], drawings: [] }
  const proposals = others.reduce((before, [rotation, group]) => {
    const { regions, rest } = takeTurned(before, group)
    return rest.length === 0 ? regions : [...regions, ...layOutTurned(undrawn, rotation, rest, repeats)]
  }, layOutTurned(page, ...main, repeats))
  return proposals.map((proposal, i) => ({ id: `r${i + 1}`, ...proposal }))
}

/** Regions of the lines that run in one direction, where they stand on the page. */
function layOutTurned(page: Page, rotation: number, lines: readonly Line[], repeats: Repeats): Proposal[] {
  const turned = turnFor(rotation, page)
  const slope = estimateSkew(rotation === 0 ? lines : lines.map((line) => turnLine(line, turned.to)))
  const turn = levelled(turned, slope)
  const straight = rotation === 0 && slope === 0
  const upright = straight ? lines : lines.map((line) => turnLine(line, turn.to))
  const sheet = { ...turnSheet(page, turn), ...page.items.length === 0 ? { typewriter: listingBoxes(upright) } : {} }
  if (straight) return layOut({ ...sheet, items: page.items }, lines, repeats)
  return layOut(sheet, upright, repeats).map((region) => turnBack(region, turn))
}

/** Lines by the direction they run in, the direction of most characters first. */
function byRotation(lines: readonly Line[]): [number, Line[]][] {
  const groups = new Map<number, Line[]>()
  for (const line of lines) {
    const group = groups.get(line.rotation)
    if (group === undefined) groups.set(line.rotation, [line])
    else group.push(line)
  }
  const characters = (group: readonly Line[]): number => group.reduce((sum, line) => sum + line.text.length, 0)
  return [...groups].sort((a, b) => characters(b[1]) - characters(a[1]) || a[0] - b[0])
}

function layOut(sheet: Sheet, drafted: readonly Line[], repeats: Repeats): Proposal[] {
  const margins = lineNumbers(drafted.map((line) => ({ line, text: line.text, u0: line.box.x0, u1: line.box.x1, baseline: line.box.y1, size: line.fontSize })))
  const numbers = new Set(margins.flat().map(({ line }) => line))
  const lines = withCheckBoxes(drafted.filter((line) => !numbers.has(line)))
  const metrics = measure(lines, sheet)
  const ruled = findTables(lines.map(wholePiece), sheet.rulings, metrics)
  const drawn = findDrawings(sheet.drawings, ruled, metrics)
  const wide = findWide(drawn.rest, sheet, metrics)
  const [tables, rest] = [[...ruled.tables, ...wide.tables], wide.rest]
  const pasted = findPictures(sheet.pictures, rest, metrics)
  const pictures = [...pasted.pictures.filter(({ box }) => !drawn.pictures.some((other) => coverage(box, other.box) > 0.5)), ...drawn.pictures]
  const objects = [...tables, ...pictures].map((element) => element.box)
  const pieces = rest.flatMap((piece) => cutAtGaps(piece.origin, piece.from, piece.to))
  const maths = findFormulas(pieces, sheet.items, sheet.rulings, metrics)
  const elements: Element[] = [...tables, ...pictures, ...maths.formulas, ...maths.rest]
  const furniture = splitFurniture(elements, sheet.rulings, repeats, metrics)
  const framed = groupFrames(furniture.body, [...ruledFrames(ruled.otherRules), ...pasted.frames], metrics)
  const body = readingOrder(framed, metrics).flatMap((stream) => streamRegions(stream, sheet, objects, metrics))
  const ranked = levelHeadings(body, metrics).map((region) => withFormulas(region, sheet))
  // a footnote at a column's end must not part the text that runs on in the next column
  const isNote = (region: Proposal): boolean => region.kind === 'footnote'
  return [
    ...furniture.top.map(furnitureRegion), ...ranked.filter((region) => !isNote(region)), ...ranked.filter(isNote),
    ...furniture.bottom.map(furnitureRegion), ...margins.map((margin) => furnitureRegion({ kind: 'page-number', pieces: margin.map(({ line }) => wholePiece(line)) })),
  ]
}

const wholePiece = (line: Line): LinePiece => pieceOf(line, 0, line.words.length)

/** Kinds of running text that may have formulas in it. */
const PROSE: readonly Region['kind'][] = ['text', 'list-item', 'footnote', 'caption']

function withFormulas(region: Proposal, { items, rulings }: Sheet): Proposal {
  const formulas = PROSE.includes(region.kind) ? findInline(region.lines, items, rulings) : []
  return formulas.length === 0 ? region : { ...region, formulas }
}

function furnitureRegion(part: FurniturePart): Proposal {
  return { ...bare(part.kind, union(part.pieces.map((piece) => piece.box))), lines: part.pieces.map((piece) => piece.piece) }
}

function levelHeadings(regions: readonly Proposal[], metrics: Parameters<typeof headingLevels>[1]): Proposal[] {
  const headings = regions.filter((region) => region.kind === 'heading')
  const levels = headingLevels(headings.map((region) => ({
    text: region.lines.map((line) => line.text).join(' '),
    fontSize: Math.max(...region.lines.map((line) => line.fontSize)),
    bold: region.lines.every((line) => line.bold),
    y: region.box.y0,
  })), metrics)
  const byRegion = new Map(headings.map((region, i) => [region, levels[i] ?? 1]))
  return regions.map((region) => {
    const level = byRegion.get(region)
    if (level === undefined) return region
    return level === 'title' ? { ...region, kind: 'title', level: 1 } : { ...region, level }
  })
}

function turnBack(region: Proposal, turn: Turn): Proposal {
  const back = (lines: readonly Line[]): Line[] => lines.map((line) => turnLine(line, turn.back))
  const own = back(region.lines)
  const box = own.length === 0 || region.kind === 'picture' ? turn.back(region.box) : union(own.map((line) => line.box))
  const table = region.table === null ? null : {
    ...region.table,
    cells: region.table.cells.map((cell) => ({ ...cell, box: turn.back(cell.box), lines: back(cell.lines) })),
  }
  return { ...region, box, lines: own, table }
}
