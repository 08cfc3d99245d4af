// Running lines told by what repeats: the same words, or the next number, at the same place on a neighbouring page.
import type { Line } from '../model/line.ts'
import type { PageLines } from '../seams/region-proposer.ts'
import { romanValue } from './lists.ts'

/** Share of the page's height at its top and bottom that is compared: letterheads reach this deep. */
const ZONE = 0.2
/** Points that a running line may move between pages: tops of letters differ, and producers round. */
const SAME_PLACE = 3
/** Sizes within this share of each other are the same. */
const SAME_SIZE = 0.05

/** Of two pages with this share of their lines in common the one is a step of the other, as slides are shown. */
const SAME_PAGE = 0.5

/** Share of a page's characters. */
const NEARLY_ALL = 0.9

/** On how many neighbouring pages a line of a page stands too; lines that stand on none are not in it. */
export type Repeats = ReadonlyMap<Line, number>

/** `neighbours` within two pages, since left and right pages may differ. */
export function findRepeats(page: PageLines, neighbours: readonly PageLines[]): Repeats {
  const counts = new Map<Line, number>()
  for (const other of neighbours.filter((candidate) => !isSamePage(page, candidate))) {
    const repeated = repeatedOn(page, other)
    if (isAll(repeated, page) && isAll(repeatedOn(other, page), other)) continue
    for (const line of repeated) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return counts
}

/** Lines of `page` that `other` has too. */
function repeatedOn(page: PageLines, other: PageLines): Line[] {
  const theirs = endsOf(other)
  const apart = other.page.number - page.page.number
  return endsOf(page).filter((own) => theirs.some((their) => repeats(own, their, apart))).map(({ line }) => line)
}

/** Running lines run beside something: two pages that have (next to) nothing else, by characters, tell nothing of each other. */
function isAll(repeated: readonly Line[], { lines }: PageLines): boolean {
  const characters = (some: readonly Line[]): number => some.reduce((sum, { text }) => sum + text.trim().length, 0)
  return characters(repeated) > NEARLY_ALL * characters(lines)
}

function isSamePage(page: PageLines, other: PageLines): boolean {
  const inside = ({ page: { height }, lines }: PageLines): Line[] => (
    lines.filter(({ box }) => box.y1 > ZONE * height && box.y0 < (1 - ZONE) * height)
  )
  const [own, theirs] = [inside(page), new Map(inside(other).map((line) => [line.text, line.box.y0]))]
  const common = own.filter(({ text, box }) => Math.abs((theirs.get(text) ?? Infinity) - box.y0) <= SAME_PLACE)
  return common.length > SAME_PAGE * own.length
}

interface EndLine {
  readonly line: Line
  /** Points from the page's top edge, or (negative) from its bottom edge. */
  readonly place: number
  /** In small letters, numbers as #. */
  readonly mask: string
  /** The last number in it, arabic or, where there is nothing else, roman; null for none. */
  readonly number: number | null
}

function endsOf({ page: { height }, lines }: PageLines): EndLine[] {
  return lines.flatMap((line) => {
    const { box, text, rotation } = line
    const place = box.y1 <= ZONE * height ? box.y0 : box.y0 >= (1 - ZONE) * height ? box.y1 - height : null
    if (place === null || rotation !== 0) return []
    const roman = ROMAN.exec(text)?.[1]
    const number = roman === undefined ? text.match(/\d+/g)?.at(-1) ?? null : romanValue(roman.toLowerCase())
    const mask = roman === undefined ? text.toLowerCase().replace(/\d+/g, '#') : '#'
    return [{ line, place, mask, number: number === null ? null : Number(number) }]
  })
}

/** A line that is a roman number, with dashes or brackets around it. */
const ROMAN = /^[^\p{L}\d]*((?:[ivxlc]+)|(?:[IVXLC]+))[^\p{L}\d]*$/u

/** Words repeat; bare numbers have to count on with the pages, `apart` pages between the two. */
function repeats(a: EndLine, b: EndLine, apart: number): boolean {
  if (a.mask !== b.mask || Math.abs(a.place - b.place) > SAME_PLACE) return false
  if (Math.abs(a.line.fontSize - b.line.fontSize) > SAME_SIZE * b.line.fontSize) return false
  return /\p{L}/u.test(a.mask) || a.number !== null && b.number === a.number + apart
}
