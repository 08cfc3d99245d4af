// Code listings: rows set in a typewriter face, told by the name of the font that the page draws them in.
import { type Box, overlap1d } from '../model/box.ts'
import type { TextItem } from '../model/page.ts'
import type { Row } from './rows.ts'

/** Names of typewriter faces, from font collections and from the dev pages: LiberationMono, Courier, CMTT10, Consolas, Menlo. */
const TYPEWRITER = /mono|courier|cmtt|lmtt|cmsltt|typewriter|consol|menlo|inconsolata|sourcecode|firacode|andale|lettergothic|nimbusmon/i
/** Share of a row's characters that have to be in such a face; a bullet or a line number may be in another. */
const SHARE = 0.9

/** Where the page draws typewriter text. */
export function typewriterBoxes(items: readonly TextItem[]): Box[] {
  // a page has thousands of items in a few faces
  const faces = new Map([...new Set(items.map(({ fontName }) => fontName))].map((name) => [name, TYPEWRITER.test(name)]))
  return items.filter((item) => !item.hidden && faces.get(item.fontName) === true).map((item) => item.box)
}

/** White space, in font sizes, that parts a listing of one row from the text around it. */
const APART_EM = 0.4

/** Which rows of a stream belong to code listings. */
export function findCode(rows: readonly Row[], typewriter: readonly Box[]): boolean[] {
  if (typewriter.length === 0) return rows.map(() => false)
  const set = rows.map((row) => isTypewritten(row, typewriter))
  return set.map((code, i) => code && (set[i - 1] === true || set[i + 1] === true || standsApart(rows, i)))
}

function isTypewritten(row: Row, typewriter: readonly Box[]): boolean {
  const words = row.lines.flatMap((line) => line.words)
  const count = (some: typeof words): number => some.reduce((sum, word) => sum + word.text.length, 0)
  return words.length > 0 && count(words.filter((word) => typewriter.some((box) => meets(box, word.box)))) >= SHARE * count(words)
}

/** True when a drawn run and a word share a height and some width: words are put together from several runs. */
function meets(run: Box, word: Box): boolean {
  return overlap1d(run.y0, run.y1, word.y0, word.y1) > (word.y1 - word.y0) / 2 && overlap1d(run.x0, run.x1, word.x0, word.x1) > 0
}

/** False for a paragraph's last line that happens to hold one file name. */
function standsApart(rows: readonly Row[], i: number): boolean {
  const row = rows[i]
  const gap = (above: Row | undefined, below: Row | undefined): number => (
    above === undefined || below === undefined ? Infinity : below.box.y0 - above.box.y1
  )
  return row !== undefined && Math.min(gap(rows[i - 1], row), gap(row, rows[i + 1])) >= APART_EM * row.fontSize
}
