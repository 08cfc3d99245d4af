import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moved, partOf, partsOf } from '../../drafts/ocr/page-parts.ts'
import { area, coverage } from '../../src/model/box.ts'
import type { FoundLine } from '../../src/model/page-look.ts'

const found = (x0: number, y0: number, x1: number, y1: number): FoundLine => ({ box: { x0, y0, x1, y1 }, words: [], em: 20 })
const column = (count: number, x0 = 0, y0 = 0): FoundLine[] => Array.from({ length: count }, (_, i) => found(x0, y0 + 40 * i, x0 + 200, y0 + 40 * i + 20))

test('a page of many lines is cut between them, evenly', () => {
  expect(partsOf({ width: 500, height: 2000 }, column(45))).toEqual([{ x0: 0, x1: 500, y0: 0, y1: 870 }, { x0: 0, x1: 500, y0: 870, y1: 2000 }])
})

test('columns that leave no white row are cut at their gutter', () => {
  const columns = (x: number): FoundLine[] => [...column(30), ...column(30, x, 20)]
  expect(partsOf({ width: 500, height: 2000 }, columns(240)).map(({ x0, x1 }) => [x0, x1])).toEqual([[0, 220], [220, 500]])
  expect(partsOf({ width: 500, height: 2000 }, columns(210))).toHaveLength(1)
})

test('a title over columns is parted from them', () => {
  const page = [found(0, 0, 440, 20), ...column(30, 0, 60), ...column(30, 240, 80)]
  expect(partsOf({ width: 500, height: 2000 }, page)).toEqual([
    { x0: 0, y0: 0, x1: 500, y1: 40 }, { x0: 0, y0: 40, x1: 220, y1: 2000 }, { x0: 220, y0: 40, x1: 500, y1: 2000 },
  ])
})

test('the cells of a table stay together', () => {
  const cells = [0, 120, 240, 360].flatMap((x) => Array.from({ length: 40 }, (_, i) => found(x, 40 * i, x + 80, 40 * i + 20)))
  expect(partsOf({ width: 500, height: 2000 }, cells)).toHaveLength(1)
})

test('a page of few lines stays whole', () => {
  const whole = { x0: 0, y0: 0, x1: 500, y1: 2000 }
  expect(partsOf({ width: 500, height: 2000 }, [])).toEqual([whole])
  expect(partsOf({ width: 500, height: 2000 }, column(39))).toEqual([whole])
})

test('the parts are the whole page, and no line is cut', () => {
  const side = fc.integer({ min: 1, max: 60 })
  const line = fc.record({ x0: fc.integer({ min: 0, max: 900 }), y0: fc.integer({ min: 0, max: 900 }), wide: side, high: side })
    .map(({ x0, y0, wide, high }) => found(x0, y0, x0 + wide, y0 + high))
  fc.assert(fc.property(fc.array(line, { maxLength: 150 }), (lines) => {
    const parts = partsOf({ width: 1000, height: 1000 }, lines)
    expect(parts.reduce((sum, part) => sum + area(part), 0)).toBe(1_000_000)
    expect(lines.every(({ box }) => parts.filter((part) => coverage(box, part) > 0).length === 1)).toBe(true)
  }))
})

test('a part has its pixels of the raster, and its lines go back to their place', () => {
  const raster = { width: 2, height: 3, dpi: 72, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
  expect(partOf(raster, { x0: 1, y0: 1, x1: 2, y1: 3 })).toEqual({ width: 1, height: 2, dpi: 72, data: Uint8Array.of(4, 6) })
  const box = { x0: 1, y0: 2, x1: 3, y1: 4 }
  const line = { text: 'a', box, words: [{ text: 'a', box, confidence: 1 }], source: 'ocr', fontSize: 10, bold: false, italic: false, rotation: 0 }
  const there = { x0: 6, y0: 12, x1: 8, y1: 14 }
  expect([moved(line, 5, 10).box, moved(line, 5, 10).words[0]?.box]).toEqual([there, there])
})
