import type { Block } from 'tesseract.js'
import { expect, test } from 'vitest'
import { eraseRules } from '../../drafts/ocr/erase-rules.ts'
import { missedLines, readMissed, withMissed } from '../../drafts/ocr/missed-lines.ts'
import { createOcr } from '../../drafts/ocr/ocr.ts'
import type { Box } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import { imagePage, printedRaster } from '../support/printed-page.ts'

const RASTER = { width: 400, height: 200, dpi: 72, data: new Uint8Array(80_000).fill(255) }
const line = (text: string, x0: number, y0: number, x1: number): Line => {
  const box = { x0, y0, x1, y1: y0 + 10 }
  return { text, box, words: [{ text, box, confidence: 0.9 }], source: 'ocr', fontSize: 10, bold: false, italic: false, rotation: 0 }
}
const found = ({ x0, y0, x1, y1 }: Box): { box: Box, words: Box[], em: number } => ({ box: { x0, y0, x1, y1 }, words: [], em: 10 })

test('lines without words on them have been missed', () => {
  const [read, other] = [line('here', 10, 10, 60), line('there', 200, 10, 260)]
  const gap = { x0: 80, y0: 10, x1: 180, y1: 20 }
  expect(missedLines([read.box, gap, other.box].map(found), [read, other], 72).map(({ box }) => box)).toEqual([gap])
})

test('what is read of them stands where they do; what is not sure of itself is left out', async () => {
  const boxes = [{ x0: 40, y0: 30, x1: 90, y1: 40 }, { x0: 200, y0: 150, x1: 260, y1: 160 }]
  const read = await readMissed(RASTER, boxes.map(found), { source: 'ocr', calibration: [] }, async (stack) => {
    // ink begins after a space of six pixels, and a rim of one
    const word = (text: string, y: number, confidence: number): Box & object => ({ text, confidence, bbox: { x0: 7, y0: y, x1: 40, y1: y + 10 } }) as never
    expect(stack.height).toBe(2 * 12 + 3 * 6)
    return [{ paragraphs: [[word('left', 7, 90)], [word('right', 25, 20)]].map((words) => ({
      lines: [{ words, bbox: (words[0] as never as { bbox: Box }).bbox, rowAttributes: { rowHeight: 10 } }],
    })) }] as never as Block[]
  })
  expect(read.map(({ text, box }) => [text, box])).toEqual([['left', { x0: 40, y0: 30, x1: 73, y1: 40 }]])
})

test('a piece goes into the line that it is part of, others are lines of their own', () => {
  const [left, right, below] = [line('keys', 10, 10, 40), line('values', 46, 11, 80), line('more', 10, 30, 40)]
  expect(withMissed([right], [left, below]).map(({ text }) => text)).toEqual(['keys values', 'more'])
  // words that stood there are read again with the piece
  expect(withMissed([line('al', 20, 10, 38)], [line('values', 10, 10, 40)]).map(({ text }) => text)).toEqual(['values'])
  expect(withMissed([line('far', 300, 10, 340)], [left]).map(({ text }) => text)).toEqual(['far', 'keys'])
})

test('rules are painted over, and what crosses them stays', () => {
  const raster = { ...RASTER, data: RASTER.data.slice() }
  for (let y = 50; y < 53; y++) raster.data.fill(0, y * 400 + 20, y * 400 + 380)
  for (let y = 30; y < 70; y++) raster.data[y * 400 + 100] = 0
  const clean = eraseRules(raster, [{ direction: 'horizontal', box: { x0: 20, y0: 50, x1: 380, y1: 53 } }])
  expect([...clean.data.keys()].filter((at) => clean.data[at] === 0 && at % 400 !== 100)).toEqual([])
  expect(clean.data[51 * 400 + 100]).toBe(0)
  expect(raster.data[51 * 400 + 200]).toBe(0)
})

test('a ruled grid is read, every cell of it', async () => {
  const cells = [['Item', 'Price', 'Weight'], ['Screws', '12.50', '4.10'], ['Hinges', '138.00', '9.75'], ['Nails', '7.20', '1.35']]
  const raster = printedRaster(cells.flatMap((row, r) => row.map((text, c) => ({ text, x: 50 + 110 * c, y: 42 + 24 * r, size: 9 }))))
  const bar = (x0: number, y0: number, x1: number, y1: number): Box => {
    for (let y = y0; y < y1; y++) raster.data.fill(0, y * raster.width + x0, y * raster.width + x1)
    return { x0: x0 * 0.36, y0: y0 * 0.36, x1: x1 * 0.36, y1: y1 * 0.36 }
  }
  const lying = [0, 1, 2, 3, 4].map((r) => ({ direction: 'horizontal' as const, box: bar(111, 72 + Math.round(66.7 * r), 1030, 75 + Math.round(66.7 * r)) }))
  const standing = [0, 1, 2, 3].map((c) => ({ direction: 'vertical' as const, box: bar(111 + 306 * c, 72, 114 + 306 * c, 342) }))
  const ocr = createOcr({ languages: ['eng'], threads: 1 })
  const lines = await ocr.draft({ ...imagePage(raster), rulings: [...lying, ...standing] }, new AbortController().signal) ?? []
  await ocr.close()
  const words = lines.flatMap((each) => each.words.map(({ text }) => text))
  expect(words.toSorted()).toEqual(cells.flat().toSorted())
})
