import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createAutoLanguage } from '../../drafts/ocr/auto-language.ts'
import { installedLanguages } from '../../drafts/ocr/language-data.ts'
import { createOcr } from '../../drafts/ocr/ocr.ts'
import { parseDocument } from '../../src/parser.ts'
import type { Line } from '../../src/model/line.ts'
import type { Page } from '../../src/model/page.ts'
import { imagePage, printedRaster } from '../support/printed-page.ts'

const ENGLISH = ['The committee met on Tuesday and agreed that', 'the old bridge should be repaired before winter.', 'Nobody knew what the work would cost.']
const GERMAN = ['Der Ausschuss beschloss, die alte Brücke noch', 'vor dem Winter ausbessern zu lassen; niemand', 'wusste, was die Arbeit dafür kosten würde.']
const GREEK = ['Η επιτροπή συνεδρίασε την Τρίτη και αποφάσισε', 'ότι η παλιά γέφυρα ήταν καλό να επισκευαστεί', 'πριν από τον χειμώνα, όσο κι αν κόστιζε.']
const RUSSIAN = ['Комитет собрался во вторник и решил, что', 'старый мост надо починить ещё до зимы, но', 'никто не знал, сколько это будет стоить.']

const signal = new AbortController().signal
const asked: string[] = []
const auto = createAutoLanguage('auto', (language) => {
  asked.push(language)
  return Promise.resolve(createOcr({ languages: [language], threads: 1 }))
}, 2)
afterAll(() => auto.close())

const raster = (texts: readonly string[]): ReturnType<typeof printedRaster> => printedRaster(texts.map((text, i) => ({ text, x: 40, y: 50 + 16 * i, size: 11 })))
const page = (texts: readonly string[], document?: object): Page => ({ ...imagePage(raster(texts)), ...document === undefined ? {} : { document } })
const texts = (lines: readonly Line[] | null): string[] => (lines ?? []).map(({ text }) => text)

test('the languages that are installed, without what is none', () => {
  expect(installedLanguages()).toEqual(['eng', 'deu', 'ell'])
})

test.each([['eng', ENGLISH], ['deu', GERMAN], ['ell', GREEK]] as const)('a page in %s is read as if that had been asked for', async (language, printed) => {
  const own = createOcr({ languages: [language], threads: 1 })
  const given = page(printed)
  const lines = await auto.draft(given, signal)
  expect(texts(lines)).toEqual(printed)
  expect(lines).toEqual(await own.draft(given, signal))
  expect(auto.note?.(given)).toBeNull()
  await own.close()
})

test('a document keeps its language on pages that do not tell, until one reads badly', async () => {
  const document = {}
  const draft = async (printed: readonly string[]): Promise<string[]> => texts(await auto.draft(page(printed, document), signal))
  expect(await draft(GERMAN)).toEqual(GERMAN)
  expect(await draft(['Grüße'])).toEqual(['Grüße'])
  expect(texts(await auto.draft(page(['Grüße']), signal))).not.toEqual(['Grüße'])
  expect(await draft(GREEK)).toEqual(GREEK)
})

test('a page of a script without data is read as well as may be, and the note names the data', async () => {
  const given = page(RUSSIAN)
  expect((await auto.draft(given, signal))?.length).toBeGreaterThan(0)
  expect(auto.note?.(given)).toMatch(/^none of the installed languages of the OCR \(eng, deu, ell\) reads it; its letters look Cyrillic: npm install @tesseract\.js-data\/rus /)
})

test('blank pages have no language; languages are started once', async () => {
  expect(await auto.draft(page([]), signal)).toEqual([])
  expect(asked.toSorted()).toEqual(['deu', 'ell', 'eng'])
})

test('documents come with the note', async () => {
  const { data, width, height } = raster(RUSSIAN)
  const png = await sharp(Buffer.from(data), { raw: { width, height, channels: 1 } }).withMetadata({ density: 200 }).png().toBuffer()
  const { notes } = await parseDocument(png, { effort: 'draft', languages: ['auto'], ocr: 'tesseract' })
  expect(notes).toEqual([expect.stringMatching(/^page 1: none of .*rus/)])
})
