import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import { regionLines } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { horizontal, line, page, vertical } from './synthetic.ts'

const proposer = createLayoutProposer()
const signal = new AbortController().signal

const coordinate = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: -500, max: 2000 }), fc.constantFrom(0, 72, 300))
const size = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 }), fc.constant(10))
const wordTexts = fc.constantFrom('a', '•', '1.', '(a)', '-', 'Figure', '1:', 'Introduction', 'tail.', '图', '12', 'iv)', 'page', 'o')

const lineArbitrary: fc.Arbitrary<Line> = fc.record({
  x: coordinate, y: coordinate, height: size, fontSize: fc.constantFrom(0, 8, 10, 10, 14, 30),
  words: fc.array(fc.tuple(wordTexts, size, fc.integer({ min: -5, max: 80 }), fc.constantFrom(0, 0, 0, -4, 9)), { maxLength: 6 }),
  bold: fc.boolean(), rotation: fc.constantFrom(0, 0, 0, 0, 90, 180, 270),
}).map(({ x, y, height, fontSize, words, bold, rotation }) => {
  let at = x
  const boxed = words.map(([text, width, gap, drop]) => {
    const box = { x0: at, y0: y + drop, x1: at + width, y1: y + drop + height }
    at += width + gap
    return { text, box, confidence: 1 }
  })
  return {
    text: boxed.map((word) => word.text).join(' '), words: boxed, box: { x0: x, y0: y, x1: Math.max(x, at), y1: y + height },
    source: 'test', fontSize, bold, italic: false, rotation,
  }
})

const rulingArbitrary = fc.record({ x: coordinate, y: coordinate, length: fc.integer({ min: 0, max: 500 }), horizontal: fc.boolean() })
  .map(({ x, y, length, horizontal }) => ({
    direction: horizontal ? 'horizontal' as const : 'vertical' as const,
    box: horizontal ? { x0: x, y0: y, x1: x + length, y1: y + 1 } : { x0: x, y0: y, x1: x + 1, y1: y + length },
  }))

const pictureArbitrary = fc.tuple(coordinate, coordinate, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))
  .map(([x0, y0, w, h]) => ({ x0, y0, x1: x0 + w, y1: y0 + h }))

/** Words on a grid with rules along it: tables of every kind, whole and broken. */
const tableArbitrary = fc.record({
  cells: fc.array(fc.record({ row: fc.nat(9), column: fc.nat(4), text: fc.constantFrom('12', '3.5', 'label', 'two words', 'a b c d e', '–') }), { maxLength: 40 }),
  horizontals: fc.array(fc.record({ at: fc.nat(10), from: fc.nat(2), to: fc.integer({ min: 3, max: 5 }) }), { maxLength: 12 }),
  verticals: fc.array(fc.record({ at: fc.nat(5), from: fc.nat(4), to: fc.integer({ min: 5, max: 10 }) }), { maxLength: 7 }),
}).map(({ cells, horizontals, verticals }) => ({
  lines: cells.map(({ row, column, text }) => line(text, 64 + 80 * column, 102 + 14 * row)),
  rulings: [
    ...horizontals.map(({ at, from, to }) => horizontal(100 + 14 * at, 60 + 80 * from, 60 + 80 * to)),
    ...verticals.map(({ at, from, to }) => vertical(60 + 80 * at, 100 + 14 * from, 100 + 14 * to)),
  ],
}))

const words = (lines: readonly Line[]): string[] => lines.flatMap((line) => line.words.map((word) => `${word.text}@${word.confidence}`)).sort()

describe('region proposer, whatever the lines', () => {
  it('puts every word into exactly one region and gives the same answer twice', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(lineArbitrary, { maxLength: 40 }), fc.array(rulingArbitrary, { maxLength: 16 }), fc.array(pictureArbitrary, { maxLength: 4 }),
      fc.array(fc.record({ box: pictureArbitrary, kind: fc.constantFrom('shape' as const, 'fill' as const) }), { maxLength: 6 }),
      async (made, rulings, pictures, drawings) => {
        // confidences name the words, so that equal texts are told apart
        let n = 0
        const lines = made.map((line) => ({ ...line, words: line.words.map((word) => ({ ...word, confidence: n++ })) }))
        const regions = await proposer.propose(page({ rulings, pictures, drawings }), lines, signal)
        expect(words(regions.flatMap(regionLines))).toEqual(words(lines))
        expect(regions.map((region) => region.id)).toEqual(regions.map((_, i) => `r${i + 1}`))
        for (const line of regions.flatMap(regionLines)) expect(line.text).toBe(line.words.map((word) => word.text).join(' '))
        for (const region of regions) if (region.kind !== 'picture' && region.kind !== 'table') expect(region.lines.length).toBeGreaterThan(0)
        expect(await proposer.propose(page({ rulings, pictures, drawings }), lines, signal)).toEqual(regions)
      },
    ), { numRuns: 300, seed: 7 })
  })

  it('loses no word to tables, whatever rules are drawn', async () => {
    let tables = 0
    await fc.assert(fc.asyncProperty(tableArbitrary, async ({ lines, rulings }) => {
      let n = 0
      const named = lines.map((made) => ({ ...made, words: made.words.map((word) => ({ ...word, confidence: n++ })) }))
      const regions = await proposer.propose(page({ rulings }), named, signal)
      expect(words(regions.flatMap(regionLines))).toEqual(words(named))
      for (const { table } of regions) {
        if (table === null) continue
        tables++
        const fields = table.cells.flatMap((cell) => Array.from({ length: cell.rowSpan * cell.columnSpan }, (_, i) => (
          `${cell.row + Math.floor(i / cell.columnSpan)},${cell.column + i % cell.columnSpan}`
        )))
        expect(new Set(fields).size).toBe(fields.length)
        expect(table.cells.every((cell) => cell.row + cell.rowSpan <= table.rows && cell.column + cell.columnSpan <= table.columns)).toBe(true)
      }
    }), { numRuns: 400, seed: 5 })
    expect(tables).toBeGreaterThan(50)
  })

  it('is quick on a page of two thousand tiny lines', async () => {
    const lines = Array.from({ length: 2000 }, (_, i): Line => {
      const box = { x0: (i * 37) % 590, y0: (i * 53) % 840, x1: (i * 37) % 590 + 4, y1: (i * 53) % 840 + 3 }
      return { text: 'x', words: [{ text: 'x', box, confidence: 1 }], box, source: 'test', fontSize: 3, bold: false, italic: false, rotation: 0 }
    })
    const started = performance.now()
    const regions = await proposer.propose(page(), lines, signal)
    expect(regions.flatMap(regionLines)).toHaveLength(2000)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('stops when aborted, and finds nothing on a blank page', async () => {
    await expect(proposer.propose(page(), [], AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await proposer.propose(page(), [], signal)).toEqual([])
  })
})
