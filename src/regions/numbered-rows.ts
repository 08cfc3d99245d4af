// Cards and items in rows and columns: their numbers say in which order they are read, across the page (1 2, 3 4) or down (1 3, 2 4).
import { overlap1d } from '../model/box.ts'
import type { Element } from './element.ts'
import { markerOf } from './lists.ts'

/** Rows of numbered elements at least: one may stand in two columns by chance. */
const MIN_ROWS = 2
/** Tops of one row are within so many points. */
const SAME_TOP = 6

/** The elements cut over every such row, what stands above the first one first; whole when there are none. */
export function splitNumbered(elements: readonly Element[]): Element[][] {
  const numbered = elements.filter((element) => numberOf(element) !== null)
  const rows = inRows(numbered)
  const across = rows.filter((row) => row.length > 1)
  const numbers = rows.flat().map((element) => numberOf(element) ?? 0)
  const tops = rows.map((row) => Math.min(...row.map(({ box }) => box.y0)))
  const isCut = elements.some(({ box }) => tops.some((top) => box.y0 < top - 1 && box.y1 > top + 1))
  // the last one may stand alone
  if (across.length < Math.max(MIN_ROWS, rows.length - 1) || isCut || numbers.some((number, i) => number !== (numbers[0] ?? 0) + i)) return [[...elements]]
  const sections = [-Infinity, ...tops].map((top, i) => elements.filter(({ box }) => box.y0 >= top - 1 && box.y0 < (tops[i] ?? Infinity) - 1))
  return sections.filter((section) => section.length > 0)
}

/** True when the numbers of the left side, two at least, run on in those of the right one. */
export function isNumberedDown(left: readonly Element[], right: readonly Element[]): boolean {
  const [a, b] = [left, right].map((side) => side.toSorted((above, below) => above.box.y0 - below.box.y0).flatMap((element) => numberOf(element) ?? [])) as [number[], number[]]
  return Math.min(a.length, b.length) >= MIN_ROWS && [...a, ...b].every((number, i) => number === (a[0] ?? 0) + i)
}

/** Elements whose tops stand on one height left to right. */
function inRows(elements: readonly Element[]): Element[][] {
  const rows: Element[][] = []
  for (const element of elements.toSorted((a, b) => a.box.y0 - b.box.y0)) {
    const row = rows.at(-1)
    const isLevel = row?.every(({ box }) => element.box.y0 - box.y0 < SAME_TOP && overlap1d(box.x0, box.x1, element.box.x0, element.box.x1) <= 0)
    if (row !== undefined && isLevel === true) row.push(element)
    else rows.push([element])
  }
  return rows.map((row) => row.sort((a, b) => a.box.x0 - b.box.x0))
}

/** The number that an element, or a framed group's first line, opens with. */
function numberOf(element: Element): number | null {
  if (element.type === 'group') return numberOf(element.elements.reduce((top, other) => (other.box.y0 < top.box.y0 ? other : top)))
  const marker = element.type === 'line' ? markerOf(element.piece.text) : null
  return marker?.kind === 'number' && marker.style?.includes('#') === true ? marker.value : null
}
