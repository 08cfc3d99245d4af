import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { languageFile } from '../../drafts/ocr/language-data.ts'
import { createOcr, isBlank } from '../../drafts/ocr/ocr.ts'
import { lookAt } from '../../drafts/scan/look.ts'
import { imagePage, printedRaster } from '../support/printed-page.ts'

const signal = new AbortController().signal
const one = createOcr({ languages: ['eng'], threads: 1 })
const two = createOcr({ languages: ['eng'], threads: 2 })
afterAll(async () => {
  await one.close()
  await two.close()
})

const LETTER = imagePage(printedRaster([
  { text: 'Quarterly report', x: 40, y: 50, size: 18 },
  { text: 'The shipment left the harbour on Monday', x: 40, y: 90, size: 11 },
  { text: 'and reached us four days later.', x: 40, y: 106, size: 11 },
]))
const TABLE = imagePage(printedRaster([
  { text: 'Item', x: 40, y: 40, size: 10 }, { text: 'Price', x: 240, y: 40, size: 10 },
  { text: 'Screws', x: 40, y: 60, size: 10 }, { text: '12.50', x: 240, y: 60, size: 10 },
  { text: 'Hinges', x: 40, y: 80, size: 10 }, { text: '138.00', x: 240, y: 80, size: 10 },
]))

test('printed lines come back with their words, places and sizes', async () => {
  const lines = await one.draft(LETTER, signal) ?? []
  expect(lines.map((line) => line.text))
    .toEqual(['Quarterly report', 'The shipment left the harbour on Monday', 'and reached us four days later.'])
  const [title, first] = lines
  if (title === undefined || first === undefined) throw new Error('no lines')
  expect(title).toMatchObject({ source: 'ocr', bold: false, italic: false, rotation: 0 })
  expect(title.fontSize).toBeGreaterThan(15)
  expect(title.fontSize).toBeLessThan(21)
  expect(first.fontSize).toBeGreaterThan(9.5)
  expect(first.fontSize).toBeLessThan(12.5)
  // ink reaches from the top of the tall letters to the bottom of 'p'
  expect(Math.abs(first.box.x0 - 40)).toBeLessThan(1.5)
  expect(Math.abs(first.box.y0 - (90 - 0.73 * 11))).toBeLessThan(1.5)
  expect(Math.abs(first.box.y1 - (90 + 0.21 * 11))).toBeLessThan(1.5)
  for (const word of first.words) {
    expect(word.confidence).toBeGreaterThan(0.6)
    expect(word.confidence).toBeLessThanOrEqual(1)
  }
  expect(first.words.map((word) => word.box.x0)).toEqual(first.words.map((word) => word.box.x0).toSorted((a, b) => a - b))
})

test('a page reads the same whatever was read before it, and on whichever worker', async () => {
  const fresh = createOcr({ languages: ['eng'], threads: 1 })
  const alone = await fresh.draft(TABLE, signal)
  await fresh.close()
  expect(alone?.map((line) => line.text).join(' ')).toMatch(/Screws.*138\.00/)
  await one.draft(LETTER, signal)
  expect(await one.draft(TABLE, signal)).toEqual(alone)
  const [a, b, c, d] = await Promise.all([TABLE, LETTER, TABLE, LETTER].map((page) => two.draft(page, signal)))
  expect(a).toEqual(alone)
  expect(c).toEqual(alone)
  expect(b).toEqual(d)
  expect(b).toEqual(await one.draft(LETTER, signal))
})

test('white paper, and evenly grey paper, is blank', async () => {
  const paper = (grey: (i: number) => number): ReturnType<typeof printedRaster> => {
    const raster = printedRaster([], 100, 100)
    return { ...raster, data: raster.data.map((_, i) => grey(i)) }
  }
  expect(isBlank(paper(() => 255))).toBe(true)
  expect(isBlank(paper((i) => 200 + i * 7919 % 20))).toBe(true)
  expect(isBlank(printedRaster([{ text: '.', x: 50, y: 50, size: 10 }]))).toBe(false)
  expect(await one.draft(imagePage(paper(() => 255)), signal)).toEqual([])
})

test('print on a sheet that lies on a dark table is read with local thresholds', async () => {
  const text = ['The shipment left the old harbour on Monday', 'and nothing else was said of it that year']
  const printed = printedRaster(Array.from({ length: 12 }, (_, i) => ({ text: text[i % 2] ?? '', x: 100, y: 60 + 16 * i, size: 10 })), 400, 400)
  // print of 145 on paper of 215; the table, 20 to 119 from top to bottom, over the left and the right fifth
  const data = printed.data.map((grey, at) => Math.abs(at % printed.width / printed.width - 0.5) > 0.3 ? Math.round(20 + at / printed.data.length * 99) : Math.round(145 + grey / 255 * 70))
  const page = imagePage({ ...printed, data })
  expect(lookAt(await page.raster(0, signal)).darkSurroundings).toBe(true)
  const read = async (darkSurroundings: boolean): Promise<string[]> =>
    (await one.draft({ ...page, look: { dpi: printed.dpi, lines: [], darkSurroundings } }, signal) ?? []).map((line) => line.text)
  const [local, global] = [await read(true), await read(false)]
  expect(local.filter((line) => text.includes(line)).length).toBeGreaterThan(6)
  expect(global.filter((line) => text.includes(line))).toEqual([])
})

test('an abort ends a running page at once; the next page is read all the same', async () => {
  const long = imagePage(printedRaster(Array.from({ length: 60 }, (_,
    i) => ({ text: 'We met at the old harbour and nothing else was said', x: 30, y: 30 + i * 12, size: 10 })), 600, 800))
  const before = performance.now()
  await expect(one.draft(long, AbortSignal.timeout(300))).rejects.toMatchObject({ code: 'TIMEOUT' })
  expect(performance.now() - before).toBeLessThan(2000)
  const stop = new AbortController()
  stop.abort()
  await expect(one.draft(long, stop.signal)).rejects.toMatchObject({ code: 'ABORTED' })
  expect((await one.draft(LETTER, signal))?.length).toBe(3)
})

test('closing ends what is running, and the source works again afterwards', async () => {
  const running = expect(two.draft(LETTER, signal)).rejects.toMatchObject({ code: 'DRAFT_FAILED' })
  await two.close()
  await running
  expect((await two.draft(LETTER, signal))?.length).toBe(3)
})

test('a missing language names the package to install', async () => {
  expect(languageFile('eng')).toMatch(/eng\.traineddata\.gz$/)
  const none = createOcr({ languages: ['eng', 'xyz'], threads: 1 })
  await expect(none.draft(LETTER, signal))
    .rejects.toMatchObject({ code: 'MISSING_DEPENDENCY', message: expect.stringMatching(/npm install @tesseract\.js-data\/xyz/) })
  await none.close()
})

test('nothing is printed, and the process ends by itself after close', async () => {
  const program = `
    import { createOcr } from './dist/drafts/ocr/ocr.js'
    const ocr = createOcr({ languages: ['eng'], threads: 1 })
    // specks, which Tesseract and leptonica complain about
    const data = new Uint8Array(300 * 200).fill(255).map((v, i) => i % 97 === 0 ? 0 : v)
    const raster = { width: 300, height: 200, dpi: 200, data }
    const page = { number: 1, width: 108, height: 72, nativeDpi: 200, rulings: [], raster: async () => raster }
    await ocr.draft(page, new AbortController().signal)
    await ocr.close()`
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { timeout: 30_000 })
  expect([stdout, stderr]).toEqual(['', ''])
})
