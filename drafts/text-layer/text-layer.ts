// Draft source 'text-layer': the native text of a PDF page as lines.
import { throwIfAborted } from '../../src/errors.ts'
import { lineNumbers } from '../../src/model/line-numbers.ts'
import type { Line } from '../../src/model/line.ts'
import type { Page } from '../../src/model/page.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { buildLines } from './build-lines.ts'
import { type Doubt, judge } from './judge.ts'
import { isOtherThanDrawn, withUnmappedRead } from './probe.ts'
import { headingOf, isOblique, readPiece, type Heading, type Piece } from './run-pieces.ts'

const ID = 'text-layer'

/** Null without a text layer, or with one that is not to be believed (see `judge` and `probe`); [] for a page that draws nothing. */
export function createTextLayer(): DraftSource {
  const doubts = new WeakMap<Page, Doubt>()
  return {
    id: ID,
    async draft(page, signal, read) {
      throwIfAborted(signal)
      if (page.media === 'pdf' && page.blank) return []
      let doubt = judge(page)
      const lines = doubt === null ? readLines(page) : []
      if (doubt === null && read !== undefined && await isOtherThanDrawn(page, lines, signal, read)) doubt = 'other letters than are drawn'
      doubts.set(page, doubt)
      if (doubt !== null) return null
      return read === undefined ? lines : withUnmappedRead(page, lines, signal, read)
    },
    note(page) {
      const doubt = page.items.length === 0 ? null : doubts.get(page) ?? null
      return doubt === null ? null : `the text layer was not believed (${doubt}): read from the pixels instead`
    },
    async close() {},
  }
}

function readLines(page: Page): Line[] {
  const byHeading = new Map<Heading, Piece[]>()
  const lines: Line[] = []
  page.items.forEach((item, run) => {
    const piece = readPiece(item, run)
    if (piece === null) return
    const heading = headingOf(item)
    if (isOblique(item)) {
      // it crosses the lines of the page and belongs to none
      lines.push(...buildLines([piece], heading, ID).map((line) => ({ ...line, box: item.box })))
      return
    }
    const pieces = byHeading.get(heading) ?? []
    if (pieces.length === 0) byHeading.set(heading, pieces)
    pieces.push(piece)
  })
  return [...byHeading].flatMap(([heading, pieces]) => {
    const numbers = new Set(lineNumbers(pieces).flat())
    return [...buildLines(pieces.filter((piece) => !numbers.has(piece)), heading, ID), ...[...numbers].flatMap((number) => buildLines([number], heading, ID))]
  }).concat(lines)
}
