import type { Block } from 'tesseract.js'
import { expect, test } from 'vitest'
import { ocrLines } from '../../drafts/ocr/ocr-lines.ts'

/** One line of words, each ten pixels wide. */
const line = (...texts: readonly string[]): readonly Block[] => {
  const words = texts.map((text, i) => ({ text, confidence: 90 - 10 * i, bbox: { x0: 12 * i, y0: 0, x1: 12 * i + 10, y1: 10 } }))
  return [{ paragraphs: [{ lines: [{ words, bbox: { x0: 0, y0: 0, x1: 500, y1: 10 }, rowAttributes: { rowHeight: 10 } }] }] }] as never
}
const read = (...texts: readonly string[]): string[] => ocrLines(line(...texts), { scale: 1, source: 'ocr', calibration: [] }).map(({ text }) => text)

test('no spaces between Chinese and Japanese letters; around Latin words and in Korean they stay', () => {
  expect(read('银行', '的', '年', '报', '。')).toEqual(['银行的年报。'])
  expect(read('カ', 'ー', 'ド', 'を', '使う')).toEqual(['カードを使う'])
  expect(read('使用', 'PDF', '文件')).toEqual(['使用 PDF 文件'])
  expect(read('한국어', '문장')).toEqual(['한국어 문장'])
})

test('a joined word covers its parts, and is as sure as their letters on average', () => {
  expect(ocrLines(line('银行', '的'), { scale: 1, source: 'ocr', calibration: [] })[0]?.words).toEqual([
    { text: '银行的', confidence: (2 * 0.9 + 0.8) / 3, box: { x0: 0, y0: 0, x1: 22, y1: 10 } },
  ])
})

test('confidences are calibrated', () => {
  expect(ocrLines(line('word'), { scale: 1, source: 'ocr', calibration: [[0.8, 0.5], [1, 0.7]] })[0]?.words[0]?.confidence).toBeCloseTo(0.6)
})
