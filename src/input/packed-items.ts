// Text items as they cross from the PDF thread: all text in one string, numbers in one array, each look once. Copying objects,
// or a string an item, takes several times as long.
import type { TextItem } from '../model/page.ts'

type Look = Pick<TextItem, 'fontName' | 'bold' | 'italic' | 'rotation' | 'direction' | 'hidden' | 'spaceBefore'>

export interface PackedItems {
  /** Of all items, one after the other. */
  readonly text: string
  /** [n]: where the text of each item ends, UTF-16 code units. */
  readonly ends: Uint32Array
  /** [n, 5]: box (x0, y0, x1, y1) and font size, points. */
  readonly places: Float64Array
  /** [n]: index into `looks`. */
  readonly lookOf: Uint32Array
  readonly looks: readonly Look[]
}

const PLACE = 5

export function packItems(items: readonly TextItem[]): PackedItems {
  const ends = new Uint32Array(items.length)
  const places = new Float64Array(items.length * PLACE)
  const lookOf = new Uint32Array(items.length)
  const looks: Look[] = []
  let text = ''
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!
    text += item.text
    ends[i] = text.length
    const at = i * PLACE
    places[at] = item.box.x0
    places[at + 1] = item.box.y0
    places[at + 2] = item.box.x1
    places[at + 3] = item.box.y1
    places[at + 4] = item.fontSize
    lookOf[i] = lookIndex(looks, item, i === 0 ? 0 : lookOf[i - 1]!)
  }
  return { text, ends, places, lookOf, looks }
}

/** Adds the item's look where it is new; most items look like the one before (`last`), and a page has few looks. */
function lookIndex(looks: Look[], item: TextItem, last: number): number {
  const before = looks[last]
  if (before !== undefined && isSameLook(before, item)) return last
  const known = looks.findIndex((look) => isSameLook(look, item))
  if (known >= 0) return known
  const { fontName, bold, italic, rotation, direction, hidden, spaceBefore } = item
  return looks.push({ fontName, bold, italic, rotation, direction, hidden, spaceBefore }) - 1
}

function isSameLook(a: Look, b: Look): boolean {
  return a.spaceBefore === b.spaceBefore && a.fontName === b.fontName && a.bold === b.bold && a.italic === b.italic
    && a.rotation === b.rotation && a.direction === b.direction && a.hidden === b.hidden
}

export function unpackItems({ text, ends, places, lookOf, looks }: PackedItems): TextItem[] {
  return Array.from(ends, (end, i) => {
    const at = i * PLACE
    const { fontName, bold, italic, rotation, direction, hidden, spaceBefore } = looks[lookOf[i]!]!
    const box = { x0: places[at]!, y0: places[at + 1]!, x1: places[at + 2]!, y1: places[at + 3]! }
    return { text: text.slice(i === 0 ? 0 : ends[i - 1], end), box, fontSize: places[at + 4]!, fontName, bold, italic, rotation, direction, hidden, spaceBefore }
  })
}
