import { afterEach, expect, test } from 'vitest'
import { resolveConfig, type Options } from '../../src/config.ts'
import { openInput, type OpenInput } from '../../src/input/open-input.ts'
import type { Box } from '../../src/model/box.ts'
import type { Page } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import { type Bookmark, pdfFile, type PdfPage } from '../support/pdf-file.ts'

const signal = new AbortController().signal
const opened: OpenInput[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((input) => input.close()))
})

async function open(bytes: Uint8Array, options: Options = {}): Promise<OpenInput> {
  const input = await openInput(bytes, { config: resolveConfig(options), signal })
  opened.push(input)
  return input
}

async function page(content: string, more: Omit<PdfPage, 'content'> = {}): Promise<Page> {
  return (await open(pdfFile([{ content, ...more }]))).page(1)
}

async function eachPage(contents: readonly string[]): Promise<Page[]> {
  const input = await open(pdfFile(contents.map((content) => ({ content }))))
  return Promise.all(contents.map((_, i) => input.page(i + 1)))
}

const rounded = (box: Box | undefined): number[] => box === undefined ? [] : [box.x0, box.y0, box.x1, box.y1].map(Math.round)

/** Share of dark pixels inside a box of the page. */
function ink(raster: Raster, box: Box): number {
  const scale = raster.dpi / 72
  let dark = 0
  let all = 0
  for (let y = Math.floor(box.y0 * scale); y < box.y1 * scale; y++) {
    for (let x = Math.floor(box.x0 * scale); x < box.x1 * scale; x++) {
      all++
      if ((raster.data[y * raster.width + x] ?? 255) < 128) dark++
    }
  }
  return dark / all
}

test('a document knows its name, size, hash and pages', async () => {
  const bytes = pdfFile([{ content: '' }, { content: '' }])
  const input = await open(bytes)
  expect(input).toMatchObject({ name: 'document', media: 'pdf', bytes: bytes.length, pageCount: 2 })
  expect(input.sha256).toMatch(/^[0-9a-f]{64}$/)
  await expect(input.page(3)).rejects.toMatchObject({ code: 'INTERNAL' })
})

test('words have their true boxes, sizes and faces, from the top-left corner', async () => {
  const { items, width, height, media, nativeDpi } = await page('BT /F1 20 Tf 100 700 Td (Hello big) Tj /F2 10 Tf 0 -30 Td (World) Tj ET')
  expect({ width, height, media, nativeDpi }).toEqual({ width: 600, height: 800, media: 'pdf', nativeDpi: null })
  expect(items.map(({ text, fontSize, fontName, bold, italic, rotation, direction, hidden, spaceBefore }) =>
    ({ text, fontSize, fontName, bold, italic, rotation, direction, hidden, spaceBefore }))).toEqual([
    { text: 'Hello', fontSize: 20, fontName: 'Helvetica', bold: false, italic: false, rotation: 0, direction: 'ltr', hidden: false,
      spaceBefore: false },
    { text: 'big', fontSize: 20, fontName: 'Helvetica', bold: false, italic: false, rotation: 0, direction: 'ltr', hidden: false,
      spaceBefore: true },
    { text: 'World', fontSize: 10, fontName: 'Helvetica-Bold', bold: true, italic: false, rotation: 0, direction: 'ltr', hidden: false,
      spaceBefore: false },
  ])
  // Helvetica's widths: Hello = 722 + 556 + 222 + 222 + 556, space = 278
  expect(rounded(items[0]?.box)).toEqual([100, 84, 146, 104])
  expect(rounded(items[1]?.box)).toEqual([151, 84, 178, 104])
  expect(rounded(items[2]?.box)).toEqual([100, 122, 128, 132])
})

test('spacing, stretching, rise and kerning move words as the PDF says', async () => {
  const { items } = await page(`
    BT /F1 10 Tf 50 Tz 2 Tc 10 Tw 5 Ts 100 700 Td (aa b) Tj ET
    BT /F1 10 Tf 100 Tz 0 Tc 0 Tw 0 Ts 100 600 Td [(ab) -2000 (cd) 30 (ef)] TJ ET`)
  expect(items.map(({ text }) => text)).toEqual(['aa', 'b', 'ab', 'cdef'])
  // (5.56 + 2) / 2 each letter, (2.78 + 2 + 10) / 2 for the space, ink of the last letter without its spacing
  expect(items.slice(0, 2).map(({ box }) => [box.x0, box.x1, box.y1].map((v) => v.toFixed(2))))
    .toEqual([['100.00', '106.56', '97.00'], ['114.95', '117.73', '97.00']])
  expect(items.slice(2).map(({ box }) => [box.x0, box.x1].map((v) => v.toFixed(2)))).toEqual([['100.00', '111.12'], ['131.12', '149.72']])
})

test('turned text', async () => {
  const turns = ['1 0 0 1', '0 1 -1 0', '-1 0 0 -1', '0 -1 1 0']
  const found = await eachPage(turns.map((turn) => `BT /F1 10 Tf ${turn} 300 400 Tm (boxes) Tj ET`))
  expect(found.map(({ items }) => items.map((item) => [item.text, item.rotation, ...rounded(item.box)]))).toEqual([
    [['boxes', 0, 300, 392, 327, 402]], [['boxes', 270, 292, 373, 302, 400]], [['boxes', 180, 273, 398, 300, 408]],
      [['boxes', 90, 298, 400, 308, 427]],
  ])
})

test('page rotation and crop box are applied', async () => {
  const turned = await page('BT /F1 10 Tf 100 700 Td (boxes) Tj ET', { extra: '/Rotate 90' })
  expect([turned.width, turned.height, turned.items[0]?.rotation, rounded(turned.items[0]?.box)])
    .toEqual([800, 600, 90, [698, 100, 708, 127]])
  const cropped = await page('BT /F1 10 Tf 100 700 Td (boxes) Tj 1000 0 Td (outside) Tj ET', { extra: '/CropBox [50 500 350 750]' })
  expect([cropped.width, cropped.height, cropped.items.map(({ text }) => text), rounded(cropped.items[0]?.box)])
    .toEqual([300, 250, ['boxes'], [50, 42, 77, 52]])
})

test('white text on paper and text that is cut away are not there; white text on a ground is', async () => {
  const white = (text: string, x: number): string => `BT 1 1 1 rg /F1 12 Tf ${x} 700 Td (${text}) Tj ET`
  const texts = async (content: string): Promise<string[]> => (await page(content)).items.map(({ text }) => text)
  expect(await texts(`${white('unseen', 50)} BT 0 g /F1 12 Tf 200 700 Td (seen) Tj ET`)).toEqual(['seen'])
  expect(await texts(`0 0 0.5 rg 40 690 100 30 re f ${white('head', 50)} ${white('unseen', 300)}`)).toEqual(['head'])
  expect(await texts(`q 200 0 0 50 40 680 cm /Im Do Q ${white('over', 50)}`)).toEqual(['over'])
  expect(await texts(`20 w 40 705 m 200 705 l S ${white('bar', 50)}`)).toEqual(['bar'])
  expect(await texts('BT 1 1 1 rg 2 Tr /F1 12 Tf 50 700 Td (outlined) Tj ET')).toEqual(['outlined'])
  expect(await texts('q 0 0 100 100 re W n BT /F1 12 Tf 50 700 Td (cut) Tj 50 50 Td ET Q BT /F1 12 Tf 50 500 Td (kept) Tj ET')).toEqual(['kept'])
})

test('what a transparency group does not show is not there', async () => {
  const { items } = await page('1 0 0 1 100 500 cm /G Do BT /F1 12 Tf 0 0 Td (after) Tj ET', { group: 'BT /F1 12 Tf 10 50 Td (shown) Tj 0 100 Td (cropped) Tj ET' })
  expect(items.map(({ text, box }) => [text, Math.round(box.x0)])).toEqual([['shown', 160], ['after', 100]])
})

test('invisible text and text under a page-wide picture are hidden', async () => {
  const invisible = await page('BT /F1 10 Tf 100 700 Td 3 Tr (ghost) Tj 0 Tr ( seen) Tj /Clear gs ( glass) Tj ET')
  expect(invisible.items.map(({ text, hidden }) => [text, hidden])).toEqual([['ghost', true], ['seen', false], ['glass', true]])
  const covered = await page('BT /F1 10 Tf 100 700 Td (under) Tj ET q 600 0 0 800 0 0 cm /Im Do Q BT /F1 10 Tf 100 600 Td (over) Tj ET')
  expect(covered.items.map(({ text, hidden }) => [text, hidden])).toEqual([['under', true], ['over', false]])
})

test('what is written in form fields is text of the page', async () => {
  const { items } = await page('BT /F1 10 Tf 100 700 Td (Name:) Tj ET', { field: 'BT /F1 10 Tf 2 6 Td (Miller) Tj ET' })
  expect(items.map(({ text, box }) => [text, Math.round(box.x0), Math.round(box.y1)])).toEqual([['Name:', 100, 102], ['Miller', 2, 796]])
})

test('accents that are drawn apart are put on their letters', async () => {
  const { items } = await page('BT /F1 10 Tf 100 600 Td [(Sch\\250) 444 (opf)] TJ ET')
  expect(items.map(({ text }) => text)).toEqual(['Schöpf'])
})

test('Arabic is drawn to the right, marks before their letters, and read to the left', async () => {
  const marked = (letter: string, x: number): string => `1 0 0 1 ${x + 0.5} 603 Tm (a) Tj 1 0 0 1 ${x} 600 Tm (${letter}) Tj `
  const { items } = await page(`BT /F3 10 Tf ${marked('b', 100)}${marked('t', 105)}${marked('k', 110)} 1 0 0 1 118 600 Tm (\\(bL\\)) Tj ET`)
  expect(items.map(({ text, direction, box }) => [text, direction, ...rounded(box)]))
    .toEqual([['كَتَبَ', 'rtl', 100, 192, 115, 202], ['(لاب)', 'rtl', 118, 192, 138, 202]])
})

test('a glyph that is not mapped to Unicode is told by its name', async () => {
  const { items } = await page('BT /F3 10 Tf 100 600 Td (\\001) Tj ET')
  expect(items.map(({ text }) => text)).toEqual(['7'])
})

test('strokes and thin bars are rulings, touching pieces one of them', async () => {
  const { rulings } = await page(`
    100 500 m 300 500 l S  300 500 m 400 500 l S
    0 0 1 rg 100 400 200 1 re f
    q 2 0 0 2 0 0 cm 50 100 m 50 150 l S Q
    100 600 50 40 re S
    100 300 m 103 300 l S  100 250 m 200 200 l S  100 200 m 150 250 200 250 250 200 c S`)
  const drawn = (direction: string): number[][] => rulings.filter((ruling) => ruling.direction === direction).map(({ box }) => rounded(box))
  expect(drawn('horizontal')).toEqual([[100, 160, 150, 161], [100, 200, 150, 201], [100, 300, 400, 301], [100, 399, 300, 400]])
  expect(drawn('vertical')).toEqual([[100, 160, 101, 200], [99, 500, 101, 600], [150, 160, 151, 200]])
})

test('the outline is that of the bookmarks; one that holds all others is the document', async () => {
  const blank = [{ content: 'BT /F1 12 Tf 72 600 Td (Words) Tj ET' }]
  const outlineOf = async (bookmarks: readonly Bookmark[]): Promise<unknown> => (await open(pdfFile(blank, undefined, bookmarks))).outline
  const chapters = [{ title: 'One', items: [{ title: 'First', items: [{ title: 'Deep' }] }] }, { title: 'Two' }]
  const levels = [{ title: 'One', level: 1 }, { title: 'Two', level: 1 }, { title: 'First', level: 2 }, { title: 'Deep', level: 3 }]
  expect(await outlineOf(chapters)).toEqual(levels)
  expect(await outlineOf([{ title: 'The book', items: chapters }])).toEqual(levels)
  expect(await outlineOf([])).toEqual([])
})

test('curves, slanted lines and filled areas are drawings, where they are seen', async () => {
  const { drawings, rulings } = await page('100 600 m 150 700 200 500 250 600 c S 100 400 m 200 450 l S 1 0 0 rg 300 300 40 90 re f 339 300 40 50 re f 1 1 1 rg 400 100 50 50 re f '
    + 'q 0 0 100 100 re W n 0 0 1 rg 50 50 200 200 re f Q')
  expect(drawings.map(({ kind, box }) => [kind, ...rounded(box)])).toEqual([
    ['shape', 100, 178, 250, 222], ['shape', 100, 350, 200, 400], ['fill', 300, 410, 379, 500], ['fill', 50, 700, 100, 750],
  ])
  expect(rulings).toEqual([])
})

test('pictures are where they are drawn, and where the clip leaves them', async () => {
  const { pictures } = await page('q 200 0 0 100 50 600 cm /Im Do Q q 0 0 100 100 re W n 200 0 0 200 50 50 cm /Im Do Q')
  expect(pictures.map(rounded)).toEqual([[50, 100, 250, 200], [50, 700, 100, 750]])
})

test('a page that draws nothing is blank', async () => {
  const nothing = ['', '1 g 0 0 600 800 re f', 'BT /F1 10 Tf 3 Tr 100 700 Td (ghost) Tj ET']
  const something = ['BT /F1 10 Tf 100 700 Td (seen) Tj ET', '0.5 g 0 0 600 800 re f', '100 100 m 200 100 l S', 'q 9 0 0 9 0 0 cm /Im Do Q']
  const found = await eachPage([...nothing, ...something])
  expect(found.map(({ blank }) => blank)).toEqual([...nothing.map(() => true), ...something.map(() => false)])
})

test('the raster shows the ink where the words are, at the dpi asked for', async () => {
  const own = await page('BT /F1 40 Tf 100 700 Td (HHHH) Tj ET q 100 0 0 100 400 100 cm /Im Do Q')
  const raster = await own.raster(144, signal)
  expect([raster.width, raster.height, raster.dpi, raster.data.length]).toEqual([1200, 1600, 144, 1200 * 1600])
  const word = own.items[0]?.box
  const picture = own.pictures[0]
  if (word === undefined || picture === undefined) throw new Error('no item')
  expect(ink(raster, word)).toBeGreaterThan(0.2)
  expect(ink(raster, picture)).toBeGreaterThan(0.95)
  expect(ink(raster, { x0: 0, y0: 300, x1: 600, y1: 500 })).toBe(0)
  expect(await own.raster(144, signal) === raster).toBe(true)
  const colour = await own.raster(144, signal, 3)
  expect([colour.channels, colour.data.length]).toEqual([3, 3 * 1200 * 1600])
  expect(Buffer.compare(colour.data.filter((_, i) => i % 3 === 0), raster.data)).toBe(0)
  own.release()
  const again = await own.raster(144, signal)
  expect(again === raster).toBe(false)
  expect(Buffer.compare(again.data, raster.data)).toBe(0)
})

test('pixels are counted before they are allocated', async () => {
  const input = await open(pdfFile([{ content: '', width: 14400, height: 14400 }]), { limits: { pixels: 1_000_000 } })
  await expect((await input.page(1)).raster(200, signal))
    .rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', page: 1, message: expect.stringMatching(/40000 x 40000 pixels/) })
})

test('a picture that is too large or broken is an error, where there is no text to live on', async () => {
  const draw = 'q 600 0 0 800 0 0 cm /Im Do Q'
  const large = { entries: '/Width 2000 /Height 2000 /ColorSpace /DeviceGray /BitsPerComponent 8', data: Buffer.alloc(4_000_000) }
  const broken = { entries: '/Width 900 /Height 900 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode',
    data: Buffer.from('no jpeg') }
  const input = await open(pdfFile([
    { content: draw, picture: large }, { content: draw, picture: broken }, { content: `${draw} BT /F1 10 Tf 100 700 Td (text) Tj ET`,
      picture: broken },
  ]), { limits: { pixels: 1_000_000 } })
  const raster = async (number: number): Promise<Raster> => (await input.page(number)).raster(72, signal)
  expect((await input.page(1)).blank).toBe(false)
  await expect(raster(1)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', page: 1 })
  await expect(raster(2)).rejects.toMatchObject({ code: 'CORRUPT_PDF', page: 2 })
  await expect(raster(3)).resolves.toMatchObject({ width: 600 })
})

test('passwords', async () => {
  const locked = pdfFile([{ content: 'BT /F1 10 Tf 100 700 Td (secret) Tj ET' }], 'open sesame')
  await expect(open(locked)).rejects.toMatchObject({ code: 'PASSWORD_REQUIRED' })
  await expect(open(locked, { password: 'open says me' })).rejects.toMatchObject({ code: 'PASSWORD_WRONG' })
  const input = await open(locked, { password: 'open sesame' })
  expect((await input.page(1)).items.map(({ text }) => text)).toEqual(['secret'])
})

test('a header without a document is a corrupt PDF', async () => {
  await expect(open(Buffer.from('%PDF-1.7\nnothing of the kind'))).rejects.toMatchObject({ code: 'CORRUPT_PDF' })
})

test('an abort and a close end what is running', async () => {
  const input = await open(pdfFile([{ content: '1 0 0 rg 0 0 600 800 re f' }]))
  const own = await input.page(1)
  await expect(own.raster(300, AbortSignal.timeout(1))).rejects.toMatchObject({ code: 'TIMEOUT' })
  expect(await own.raster(72, signal)).toMatchObject({ width: 600 })
  const running = own.raster(300, signal)
  const ended = expect(running).rejects.toMatchObject({ code: 'ABORTED' })
  await input.close()
  await ended
  await expect(input.page(1)).rejects.toMatchObject({ code: 'ABORTED' })
})
