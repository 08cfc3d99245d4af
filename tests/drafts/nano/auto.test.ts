import { expect, test } from 'vitest'
import { createAutoDraft } from '../../../drafts/nano/auto.ts'
import type { Line } from '../../../src/model/line.ts'
import type { Page } from '../../../src/model/page.ts'
import type { DraftSource } from '../../../src/seams/draft-source.ts'
import { imagePage, printedRaster } from '../../support/printed-page.ts'

const BOX = { x0: 40, y0: 40, x1: 240, y1: 52 }
const signal = new AbortController().signal
const raster = printedRaster([{ text: 'The committee met on Tuesday and agreed.', x: 40, y: 50, size: 11 }])
const page: Page = {
  ...imagePage(raster), look: { dpi: raster.dpi, darkSurroundings: false, lines: [{ box: { x0: 110, y0: 110, x1: 680, y1: 145 }, words: [], em: 30 }] },
}

/** A source that is as sure of pages as it is of probes of them, and counts both. */
function source(id: string, ofPage: number, ofProbe = ofPage): DraftSource & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    id, asked,
    async draft(given): Promise<readonly Line[]> {
      const confidence = given === page ? ofPage : ofProbe
      asked.push(given === page ? 'page' : 'probe')
      return [{ text: id, box: BOX, words: [{ text: id, box: BOX, confidence }], source: id, fontSize: 11, bold: false, italic: false, rotation: 0 }]
    },
    close: () => Promise.resolve(),
  }
}

test.each([
  ['is sure', 0.95, 0.99, 0.99, 'nano', []],
  ['is unsure and Tesseract is surer', 0.7, 0.9, 0.9, 'ocr', ['probe', 'page']],
  ['is unsure and Tesseract is no surer in the end', 0.8, 0.7, 0.9, 'nano', ['probe', 'page']],
  ['is unsure and Tesseract reads no better', 0.5, 0.55, 0.45, 'nano', ['probe']],
  ['is unsure and Tesseract hardly surer', 0.5, 0.55, 0.55, 'ocr', ['probe', 'page']],
  ['reads nothing, so that Tesseract cannot either', 0.1, 0.2, 0.2, 'nano', []],
] as const)('nano %s', async (_, own, other, probe, read, asked) => {
  const ocr = source('ocr', other, probe)
  const lines = await createAutoDraft(source('nano', own), ocr).draft(page, signal)
  expect(lines?.map(({ text }) => text)).toEqual([read])
  expect(ocr.asked).toEqual(asked)
})

test('a page whose lines nobody has looked for is read whole', async () => {
  const { look: _, ...unseen } = page
  const ocr = source('ocr', 0, 0.9)
  expect((await createAutoDraft(source('nano', 0, 0.5), ocr).draft(unseen, signal))?.[0]?.text).toBe('ocr')
  expect(ocr.asked).toHaveLength(1)
})
