import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTextLayer } from '../../drafts/text-layer/text-layer.ts'
import { resolveConfig } from '../../src/config.ts'
import { draftLines } from '../../src/decode/draft-lines.ts'
import { SpecparseError } from '../../src/errors.ts'
import { openInput, type OpenInput } from '../../src/input/open-input.ts'
import type { Page } from '../../src/model/page.ts'
import { parseDocument } from '../../src/parser.ts'
import type { LineReader } from '../../src/seams/draft-source.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { pdfFile } from '../support/pdf-file.ts'

const { signal } = new AbortController()
const LINES = ['The harbour office keeps its records in the cellar', 'where water enters whenever the river rises', 'Every spring the clerks carry boxes upstairs',
  'and every autumn they carry them down again', 'Nobody remembers who began with it', 'or what the oldest papers say']
const SHEET = pdfFile([{ content: LINES.map((line, i) => `BT /F1 12 Tf 60 ${700 - 20 * i} Td (${line}) Tj ET`).join('\n') }])

let nano: Verifier
let input: OpenInput
beforeAll(async () => {
  nano = await findVerifier(resolveConfig({})).load()
  input = await openInput(SHEET, { config: resolveConfig({}), signal })
})
afterAll(() => Promise.all([nano.dispose(), input.close()]))

const read: LineReader = (raster, lines) => draftLines(nano, raster, lines, signal)

/** The page with other letters in its text layer than are drawn, in the lines whose numbers are `wanted`. */
async function disguised(letter: (code: number) => number, wanted: (line: number) => boolean = () => true): Promise<Page> {
  const page = await input.page(1)
  const change = (text: string): string => [...text].map((one) => String.fromCodePoint(letter(one.codePointAt(0) ?? 0))).join('')
  return { ...page, items: page.items.map((item) => wanted(Math.round((item.box.y1 - 100) / 20)) ? { ...item, text: change(item.text) } : item) }
}
const shifted = (code: number): number => code - 29

test('a layer that says other letters than are drawn is refused, with a reason', async () => {
  const layer = createTextLayer()
  const page = await disguised(shifted)
  expect(await layer.draft(page, signal, read)).toBeNull()
  expect(layer.note?.(page)).toContain('other letters than are drawn')
})

test('what looks like prose is not probed', async () => {
  const spy = vi.fn(read)
  const layer = createTextLayer()
  const page = await input.page(1)
  expect((await layer.draft(page, signal, spy))?.map(({ text }) => text)).toEqual(LINES)
  expect(layer.note?.(page)).toBeNull()
  expect(spy).not.toHaveBeenCalled()
})

test('strange words that are drawn so are believed, and so is a layer that nobody can check', async () => {
  const layer = createTextLayer()
  const page = await disguised(shifted)
  const echo: LineReader = async (_, lines) => {
    const drawn = await layer.draft(page, signal) ?? []
    return lines.map((line) => {
      const text = drawn.find(({ box }) => box.y0 === line.box.y0)?.text ?? ''
      return { text, words: [{ text, confidence: 0.99 }], confidence: 0.99 }
    })
  }
  expect(await layer.draft(page, signal, echo)).toHaveLength(LINES.length)
  expect(await layer.draft(page, signal, async (_, lines) => lines.map(() => ({ text: 'x', words: [{ text: 'x', confidence: 0.4 }], confidence: 0.4 })))).toHaveLength(LINES.length)
  expect(await layer.draft(page, signal, () => Promise.reject(new SpecparseError('MISSING_DEPENDENCY', 'no')))).toHaveLength(LINES.length)
  await expect(layer.draft(page, signal, () => Promise.reject(new SpecparseError('ABORTED', 'no')))).rejects.toMatchObject({ code: 'ABORTED' })
})

test('a line of glyphs without meaning is read from the page, the others stay', async () => {
  const page = await disguised((code) => 0xE000 + code, (line) => line === 4)
  const long = { ...page, items: [...page.items, ...page.items.filter(({ text }) => !/[\uE000-\uE0FF]/.test(text)).map((item) => ({ ...item, box: { ...item.box, y0: item.box.y0 + 300, y1: item.box.y1 + 300 } }))] }
  const lines = await createTextLayer().draft(long, signal, read) ?? []
  expect(lines.slice(0, LINES.length).map(({ text }) => text)).toEqual(LINES)
  const [mended, native] = [lines[4]!, lines[3]!]
  expect(mended.words.every(({ confidence }) => confidence < 1)).toBe(true)
  expect(mended.words.map(({ box }) => box.x0)).toEqual(mended.words.map(({ box }) => box.x0).toSorted((a, b) => a - b))
  expect(native.words.every(({ confidence }) => confidence === 1)).toBe(true)
})

test('a document says which layers were not believed', async () => {
  const stamped = { content: 'q 600 0 0 800 0 0 cm /Im Do Q BT /F1 12 Tf 60 700 Td (Page 3 of 7) Tj ET' }
  const { notes } = await parseDocument(pdfFile([stamped, stamped, { content: 'BT /F1 12 Tf 60 700 Td (Plain words) Tj ET' }, stamped]), { effort: 'draft' })
  expect(notes).toEqual(['pages 1-2, 4: the text layer was not believed (a few words on a picture): read from the pixels instead'])
})
