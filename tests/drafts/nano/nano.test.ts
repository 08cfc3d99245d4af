import { afterAll, describe, expect, test } from 'vitest'
import { createAutoDraft } from '../../../drafts/nano/auto.ts'
import { createNanoDraft } from '../../../drafts/nano/nano.ts'
import { placeWords, sizeOf } from '../../../drafts/nano/place-words.ts'
import { coverage } from '../../../src/model/box.ts'
import { type Line, ownReading } from '../../../src/model/line.ts'
import type { LineReading } from '../../../src/model/reading.ts'
import type { DraftSource, LineReader } from '../../../src/seams/draft-source.ts'
import { type ErrorCode, SpecparseError } from '../../../src/errors.ts'
import { imagePage, printedRaster } from '../../support/printed-page.ts'

const signal = new AbortController().signal
const nano = createNanoDraft()
afterAll(() => nano.close())

const LETTER = imagePage(printedRaster([
  { text: 'Quarterly report', x: 40, y: 50, size: 18 },
  { text: 'The shipment left the harbour on Monday', x: 40, y: 90, size: 11 },
  { text: 'and reached us four days later.', x: 40, y: 106, size: 11 },
]))

function reading(text: string, confidence = 0.99): LineReading {
  const words = text.split(' ').map((word) => ({ text: word, confidence }))
  return { text, words, ownDraft: null, confidence, complete: true, error: null, acceptance: { draftTokens: 1, acceptedTokens: 1, tokens: 2, steps: 1 } }
}

/** Reads what is printed, top to bottom. */
const TEXTS = ['Quarterly report', 'The shipment left the harbour on Monday', 'and reached us four days later.']
const reader = (confidence: number): LineReader => async (_, lines) => {
  const order = [...lines].sort((a, b) => a.box.y0 - b.box.y0)
  return lines.map((line) => reading(TEXTS[order.indexOf(line)] ?? '', confidence))
}

describe('nano', () => {
  test('returns the lines with places, sizes and their readings', async () => {
    const lines = (await nano.draft(LETTER, signal, reader(0.99)) ?? []).toSorted((a, b) => a.box.y0 - b.box.y0)
    expect(lines.map(({ text }) => text)).toEqual(TEXTS)
    expect(lines.every((line) => ownReading(line) !== null && line.source === 'nano')).toBe(true)
    const [title, first] = lines as [Line, Line]
    expect(title.fontSize / first.fontSize).toBeCloseTo(18 / 11, 0)
    expect(Math.abs(first.box.x0 - 40)).toBeLessThan(1.5)
    expect(Math.abs(first.box.y0 - (90 - 0.73 * 11))).toBeLessThan(1.5)
    expect(Math.abs(first.box.y1 - (90 + 0.21 * 11))).toBeLessThan(1.5)
    for (const line of lines) {
      expect(line.words.map(({ text }) => text).join(' ')).toBe(line.text)
      for (const { box } of line.words) expect(coverage(box, line.box)).toBeGreaterThan(0.99)
      expect(line.words.map(({ box }) => box.x0)).toEqual(line.words.map(({ box }) => box.x0).toSorted((a, b) => a - b))
    }
  })

  test('lines that only an encoder has drafted carry no reading of the verifier', async () => {
    const drafted: LineReader = async (_, lines) => lines.map(() => ({ text: 'a letter', words: [{ text: 'a', confidence: 0.9 }, { text: 'letter', confidence: 0.8 }], confidence: 0.9 }))
    const lines = await nano.draft(LETTER, signal, drafted) ?? []
    expect(lines.map(({ text, words }) => [text, words.map(({ confidence }) => confidence)])).toEqual(lines.map(() => ['a letter', [0.9, 0.8]]))
    expect(lines.every((line) => ownReading(line) === null)).toBe(true)
  })

  test('null where nobody reads lines, [] for a blank page, and what it cannot read is left out', async () => {
    expect(await nano.draft(LETTER, signal)).toBeNull()
    expect(await nano.draft(imagePage(printedRaster([])), signal, reader(1))).toEqual([])
    expect(await nano.draft(LETTER, signal, async (_, lines) => lines.map(() => null))).toEqual([])
  })

  test('a line that the page cuts off is left out where its reader is unsure of it', async () => {
    const texts = ['The shipment left the harbour on Monday', 'and reached us four days later']
    const page = imagePage(printedRaster(texts.map((text, i) => ({ text, x: 40, y: 4 + 50 * i, size: 11 }))))
    const read = async (confidence: number): Promise<number | undefined> =>
      (await nano.draft(page, signal, async (_, lines) => lines.map(() => reading(texts[0] as string, confidence))))?.length
    expect(await read(0.9)).toBe(2)
    expect(await read(0.3)).toBe(1)
  })

  test('an abort ends it, a closed finder starts again', async () => {
    await expect(nano.draft(LETTER, AbortSignal.abort(), reader(1))).rejects.toMatchObject({ code: 'ABORTED' })
    await nano.close()
    expect((await nano.draft(LETTER, signal, reader(1)))?.length).toBe(3)
  })
})

describe('auto', () => {
  const ocr = (confidence: number): DraftSource & { asked: number } => ({
    id: 'ocr', asked: 0,
    draft() {
      this.asked++
      const box = { x0: 0, y0: 0, x1: 10, y1: 10 }
      return Promise.resolve([{
        text: 'ocr', box, words: [{ text: 'ocr', box, confidence }], source: 'ocr', fontSize: 10, bold: false, italic: false, rotation: 0,
      }])
    },
    close: () => Promise.resolve(),
  })

  test.each([[0.99, 1, 'nano', 0], [0.6, 0.7, 'ocr', 1], [0.6, 0.5, 'nano', 1], [0.6, 0.4, 'nano', 1]])('nano sure by %f, OCR by %f: %s', async (sure, other, source, asked) => {
    const second = ocr(other)
    const lines = await createAutoDraft(nano, second).draft(LETTER, signal, reader(sure))
    expect(lines?.map((line) => line.source)).toContain(source)
    expect(second.asked).toBe(asked)
  })

  test('OCR reads when the verifier is not to be used or breaks down; an abort is an abort', async () => {
    const auto = createAutoDraft(nano, ocr(0.9))
    expect((await auto.draft(LETTER, signal))?.[0]?.source).toBe('ocr')
    const broken = (code: ErrorCode): LineReader => () => Promise.reject(new SpecparseError(code, 'no'))
    for (const code of ['VERIFIER_FAILED', 'MISSING_DEPENDENCY'] as const) expect((await auto.draft(LETTER, signal, broken(code)))?.[0]?.source).toBe('ocr')
    await expect(auto.draft(LETTER, signal, broken('ABORTED'))).rejects.toMatchObject({ code: 'ABORTED' })
  })
})

test('words are placed in the gaps that were found, or by their letters', () => {
  const box = (x0: number, x1: number) => ({ x0, x1, y0: 0, y1: 10 })
  const words = reading('one two').words
  expect(placeWords(words, [box(0, 30), box(40, 70)]).map((word) => word.box)).toEqual([box(0, 30), box(40, 70)])
  // boxes that touch are one word
  expect(placeWords(words, [box(0, 10), box(10, 30), box(40, 70)]).map((word) => word.box)).toEqual([box(0, 30), box(40, 70)])
  expect(placeWords(words, [box(0, 60)]).map((word) => word.box)).toEqual([box(0, 30), box(30, 60)])
  // a wide gap parts the words that stand on its sides, not those whose letters end there
  expect(placeWords(reading('drugs of war 68').words, [box(0, 25), box(30, 60), box(90, 100)]).map((word) => word.box)).toEqual([box(0, 25), box(30, 42), box(42, 60), box(90, 100)])
  expect(sizeOf('Type', box(0, 1))).toBeLessThan(sizeOf('cows', box(0, 1)))
})
