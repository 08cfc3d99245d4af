// Components next to one another become phrases, rows of phrases become lines.
import { type Box, height, overlap1d, union, width } from '../../../src/model/box.ts'
import { quantile } from '../../../src/model/quantile.ts'
import type { Component } from './components.ts'
import type { VerticalRule } from './rules.ts'

/** Letters of one phrase. */
export interface Phrase {
  readonly box: Box
  readonly parts: readonly Component[]
  /** Font size, pixels. */
  readonly em: number
  /** The unit of its gaps, pixels: the font size, and more in wide faces. */
  readonly spread: number
}

/** The print of a page. */
export interface Print {
  /** Usual font size, pixels. */
  readonly em: number
  /** Height of capitals and figures, or of characters that fill their lines, in font sizes. */
  readonly tall: number
}

/** Letters stand in one row when they overlap by this share of the smaller one, and neither is this many times as high. */
const SAME_ROW = 0.5
const MAX_RATIO = 2.4
/** Gap between letters and words of a phrase, in heights of the higher letter: half an em or so. */
const PHRASE_GAP = 0.7
/** Phrases of one line are nearer than this, in ems: the layout cuts at narrower gaps where rows of them make columns. */
const LINE_GAP = 1.3

/** Phrases of `letters`; letters that bridge two rows are shared out. */
export function findPhrases(letters: readonly Component[], rules: readonly VerticalRule[], print: Print): Phrase[] {
  const joins = (a: Component, b: Component): boolean =>
    inOneRow(a, b) && b.x0 - a.x1 <= PHRASE_GAP * Math.max(height(a), height(b)) && !isParted(a, b, rules)
  return groups(letters, joins, PHRASE_GAP).flatMap(splitRows).map((parts) => toPhrase(parts, print))
}

/** Rows of neighbouring phrases, none across a vertical rule or a gutter between columns. */
export function joinPhrases(phrases: readonly Phrase[], rules: readonly VerticalRule[], print: Print): Phrase[] {
  const items = phrases.map((phrase) => ({ ...phrase.box, phrase }))
  const besides = (a: Item, b: Item): boolean =>
    (inOneRow(a, b) || isDash(a.phrase) && inMiddle(a, b) || isDash(b.phrase) && inMiddle(b, a)) && !isParted(a, b, rules)
  const isNear = (a: Item, b: Item): boolean => b.x0 - a.x1 < LINE_GAP * spreadOf(a, b) && besides(a, b)
  const before = new Map<Item, Item>()
  pairs(items, LINE_REACH, (a, b) => {
    if (a.x1 > (before.get(b)?.x1 ?? -Infinity) && besides(a, b)) before.set(b, a)
  })
  const all = [...before].map(([b, a]): Gap => ({ x0: a.x1, x1: b.x0, y: (a.y0 + a.y1) / 2, spread: spreadOf(a, b), left: a, right: b }))
  const isSpace = ({ x0, x1, spread }: Gap): boolean => x1 - x0 < LINE_GAP * spread
  const gaps = all.filter(isSpace)
  // wider ones part lines in any case, and tell gutters where they follow text: those after bullets and quotation marks do not
  const telling = all.filter((gap) => isSpace(gap) || width(gap.left) > BEFORE.width * gap.spread)
  const columnStarts = new Set(gaps.filter((gap) => isGutter(gap, telling) || isColumnEdge(gap, gaps, items)).map(({ right }) => right))
  const joins = (a: Item, b: Item): boolean => isNear(a, b) && !columnStarts.has(b)
  return groups(items, joins, LINE_REACH).map((group) => group.length === 1 ? group[0]?.phrase as Phrase : toPhrase(group.flatMap(({ phrase }) => phrase.parts), print))
}

interface Item extends Box {
  readonly phrase: Phrase
}

interface Gap {
  readonly x0: number
  readonly x1: number
  readonly y: number
  readonly spread: number
  /** What stands on its sides. */
  readonly left: Item
  readonly right: Item
}

const spreadOf = (a: Item, b: Item): number => Math.max(a.phrase.spread, b.phrase.spread)

/** How far to look for the next phrase, in heights of the one before, which may be that much lower than the next. */
const LINE_REACH = 3
/** Gaps from this width on, in ems, are gutters when this many of the rows near them have one in the same place. */
const WIDE_GAP = 0.9
const GUTTER_ROWS = 4
/** Rows this near count, in ems. */
const VICINITY = 9

function isGutter(gap: Gap, gaps: readonly Gap[]): boolean {
  if (!isWide(gap)) return false
  const rows = gaps.filter((other) => isWide(other) && Math.abs(other.y - gap.y) < VICINITY * gap.spread
    && overlap1d(gap.x0, gap.x1, other.x0, other.x1) > 0.6 * Math.min(gap.x1 - gap.x0, other.x1 - other.x0))
  return rows.length >= GUTTER_ROWS
}

const isWide = ({ x0, x1, spread }: Gap): boolean => x1 - x0 > WIDE_GAP * spread

/** So many phrases near a gap start under each other where it ends, and so many have text right before it: a column, however narrow its gutter. */
const EDGE_ROWS = 6
/** The narrowest gutter, ems. */
const NARROWEST = 0.45
/** Phrases start under each other within this, and text ends right before a column within that, ems; a number of a list is narrower than text. */
const ALIGNED = 0.2
const BEFORE = { from: 4, to: 0.3, width: 2 }
/** Phrases that run across the edge, per phrase that starts at it, at most: headings over both columns. */
const ACROSS = 1 / 3
/** Gaps of this share of its width are no more than those phrases: typewriter words stand under each other too. */
const NEARLY = 0.8

function isColumnEdge({ x0, x1: edge, y, spread }: Gap, gaps: readonly Gap[], items: readonly Item[]): boolean {
  if (edge - x0 < NARROWEST * spread) return false
  const isAligned = (x: number): boolean => Math.abs(x - edge) < ALIGNED * spread
  const near = items.filter((item) => Math.abs((item.y0 + item.y1) / 2 - y) < VICINITY * spread)
  const starts = near.filter((item) => isAligned(item.x0)).length
  const before = near.filter((item) => item.x1 > edge - BEFORE.from * spread && item.x1 < edge - BEFORE.to * spread && width(item) > BEFORE.width * spread).length
  const across = near.filter((item) => item.x0 < edge - BEFORE.to * spread && item.x1 > edge + BEFORE.to * spread).length
  const elsewhere = gaps.filter((gap) => Math.abs(gap.y - y) < VICINITY * spread && gap.x1 - gap.x0 > NEARLY * (edge - x0) && !isAligned(gap.x1)).length
  return starts >= EDGE_ROWS && before >= EDGE_ROWS && across <= ACROSS * starts && elsewhere <= starts
}

/** Dashes, equals signs, dots of a leader: flat, so that they overlap no letter by much. */
export function isDash({ parts, box, em }: Phrase): boolean {
  return parts.length <= 3 && height(box) < 0.45 * em
}

function inMiddle(dash: Box, other: Box): boolean {
  const middle = (dash.y0 + dash.y1) / 2
  return middle > other.y0 && middle < other.y1
}

function toPhrase(parts: readonly Component[], { em: body, tall }: Print): Phrase {
  const own = (quantile(parts.map(height), 0.85) ?? 0) / tall
  // a few small letters do not tell their size: they are body text when they can be
  const em = parts.length < 5 && own < body && (own > 0.55 * body || parts.length < 3) ? body : own
  return { box: union(parts), parts, em, spread: Math.max(em, pitch(parts) / TYPEWRITER_PITCH) }
}

/** Advance of typewriter letters in font sizes; faces with more are wide. */
const TYPEWRITER_PITCH = 0.6

/** Usual distance from one letter to the next, pixels; 0 where few letters tell. */
function pitch(parts: readonly Component[]): number {
  if (parts.length < 4) return 0
  const starts = parts.map(({ x0, x1 }) => (x0 + x1) / 2).sort((a, b) => a - b)
  const steps = starts.slice(1).map((start, i) => start - (starts[i] as number)).sort((a, b) => a - b)
  return steps[Math.floor(steps.length / 2)] ?? 0
}

function inOneRow(a: Box, b: Box): boolean {
  const [lower, higher] = [height(a), height(b)].sort((c, d) => c - d) as [number, number]
  return higher <= MAX_RATIO * lower && overlap1d(a.y0, a.y1, b.y0, b.y1) >= SAME_ROW * lower
}

/** True when a rule stands between two neighbours of a row. */
function isParted(a: Box, b: Box, rules: readonly VerticalRule[]): boolean {
  return rules.some(({ x, y0, y1 }) => x >= a.x1 - 2 && x <= b.x0 + 2 && overlap1d(y0, y1, Math.max(a.y0, b.y0), Math.min(a.y1, b.y1)) > 0)
}

/** Groups of boxes that are joined directly or through others; see `pairs`. */
function groups<T extends Box>(boxes: readonly T[], joined: (left: T, right: T) => boolean, reach: number): T[][] {
  const parents = new Map<T, T>(boxes.map((box) => [box, box]))
  const find = (box: T): T => {
    let root = box
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root)) root = parent
    parents.set(box, root)
    return root
  }
  pairs(boxes, reach, (left, right) => {
    if (find(left) !== find(right) && joined(left, right)) parents.set(find(right), find(left))
  })
  const found = new Map<T, T[]>()
  for (const box of boxes) {
    const group = found.get(find(box))
    if (group === undefined) found.set(find(box), [box])
    else group.push(box)
  }
  return [...found.values()]
}

/** Visits neighbours, left one first: the right one starts at most `reach` heights after the left one ends; some twice. */
function pairs<T extends Box>(boxes: readonly T[], reach: number, visit: (left: T, right: T) => void): void {
  const sorted = [...boxes].sort((a, b) => a.x0 - b.x0)
  const bands = new Bands(sorted)
  sorted.forEach((box, i) => bands.after(i, box.x1 + reach * MAX_RATIO * Math.max(height(box), bands.size), (other) => visit(box, sorted[other] as T)))
}

/** Boxes by the horizontal bands that they touch, each band from left to right: neighbours are found without trying all. */
class Bands {
  readonly #boxes: readonly Box[]
  /** Height of a band: the usual height of a box. */
  readonly size: number
  readonly #bands = new Map<number, number[]>()

  constructor(boxes: readonly Box[]) {
    this.#boxes = boxes
    const heights = boxes.map(height).sort((a, b) => a - b)
    this.size = Math.max(1, heights[Math.floor(heights.length / 2)] ?? 1)
    boxes.forEach((box, i) => {
      for (let band = this.#of(box.y0); band <= this.#of(box.y1); band++) {
        const list = this.#bands.get(band)
        if (list === undefined) this.#bands.set(band, [i])
        else list.push(i)
      }
    })
  }

  /** Visits boxes that come after box `index` and start left of `limit`, in its bands; some twice. */
  after(index: number, limit: number, visit: (other: number) => void): void {
    const box = this.#boxes[index] as Box
    for (let band = this.#of(box.y0); band <= this.#of(box.y1); band++) {
      const list = this.#bands.get(band) ?? []
      for (let at = firstAfter(list, index); at < list.length; at++) {
        const other = list[at] as number
        if ((this.#boxes[other] as Box).x0 > limit) break
        visit(other)
      }
    }
  }

  #of(y: number): number {
    return Math.floor(y / this.size)
  }
}

/** Position of the first number above `value` in an ascending list. */
function firstAfter(list: readonly number[], value: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Rows are parted where less than this share of the ink-covered width of the fullest height is covered. */
const VALLEY = 0.12

/** Parts of two lines that touch (a descender on an ascender) come as one group: cut at the white between the rows. */
function splitRows(parts: readonly Component[]): Component[][] {
  const heights = parts.map(height).sort((a, b) => a - b)
  const usual = heights[Math.floor(heights.length / 2)] ?? 0
  const box = union(parts)
  if (parts.length < 4 || height(box) < 2.2 * usual) return [[...parts]]
  const covered = new Float64Array(Math.ceil(height(box)))
  for (const part of parts) {
    if (height(part) > 2 * usual) continue
    for (let y = part.y0; y < part.y1; y++) covered[y - box.y0] = (covered[y - box.y0] ?? 0) + width(part)
  }
  const cuts = valleys(covered).map((y) => y + box.y0)
  if (cuts.length === 0) return [[...parts]]
  const edges = [box.y0, ...cuts, box.y1]
  // a drop cap stands before its rows and is one of its own, or each would begin with a slice of it
  const caps = parts.filter((part) => height(part) > 2 * usual && parts.every((other) => other === part || other.x0 >= part.x1 - usual / 4))
  const rest = parts.filter((part) => !caps.includes(part))
  const rows = edges.slice(1).flatMap((y1, i) => {
    const y0 = edges[i] ?? 0
    const row = rest.flatMap((part): Component[] => {
      const inside = overlap1d(part.y0, part.y1, y0, y1)
      if (height(part) > 2 * usual) return inside > usual / 2 ? [{ ...part, y0: Math.max(part.y0, y0), y1: Math.min(part.y1, y1) }] : []
      return inside * 2 > height(part) || inside * 2 === height(part) && part.y0 >= y0 ? [part] : []
    })
    return row.length === 0 ? [] : [row]
  })
  return caps.length === 0 ? rows : [caps, ...rows]
}

/** Middles of the stretches of little cover between stretches of much. */
function valleys(covered: Float64Array): number[] {
  const top = Math.max(...covered)
  const cuts: number[] = []
  let start = -1
  let seen = false
  covered.forEach((cover, y) => {
    if (cover < VALLEY * top) {
      if (start === -1) start = y
      return
    }
    if (start !== -1 && seen) cuts.push(Math.round((start + y) / 2))
    if (cover > 2 * VALLEY * top) seen = true
    start = -1
  })
  return cuts
}
