// Text items as they cross from the PDF thread: numbers in one array and each look once: copying objects takes two and a half times as long.
import type { TextItem } from '../model/page.ts'

type Look = Pick<TextItem, 'fontName' | 'bold' | 'italic' | 'rotation' | 'direction' | 'hidden' | 'spaceBefore'>

export interface PackedItems {
  readonly texts: readonly string[]
  /** [n, 5]: box (x0, y0, x1, y1) and font size, points. */
  readonly places: Float64Array
  /** Index into `looks`, per item. */
  readonly lookOf: Uint32Array
  readonly looks: readonly Look[]
}

const PLACE = 5

export function packItems(items: readonly TextItem[]): PackedItems {
  const places = new Float64Array(items.length * PLACE)
  const lookOf = new Uint32Array(items.length)
  const looks: Look[] = []
  const known = new Map<string, number>()
  items.forEach(({ box, fontSize, fontName, bold, italic, rotation, direction, hidden, spaceBefore }, i) => {
    places.set([box.x0, box.y0, box.x1, box.y1, fontSize], i * PLACE)
    const key = `${bold} ${italic} ${rotation} ${direction} ${hidden} ${spaceBefore} ${fontName}`
    const look = known.get(key) ?? looks.push({ fontName, bold, italic, rotation, direction, hidden, spaceBefore }) - 1
    known.set(key, look)
    lookOf[i] = look
  })
  return { texts: items.map(({ text }) => text), places, lookOf, looks }
}

export function unpackItems({ texts, places, lookOf, looks }: PackedItems): TextItem[] {
  return texts.map((text, i) => {
    const at = i * PLACE
    const { fontName, bold, italic, rotation, direction, hidden, spaceBefore } = looks[lookOf[i]!]!
    const box = { x0: places[at]!, y0: places[at + 1]!, x1: places[at + 2]!, y1: places[at + 3]! }
    return { text, box, fontSize: places[at + 4]!, fontName, bold, italic, rotation, direction, hidden, spaceBefore }
  })
}
