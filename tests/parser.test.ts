import sharp from 'sharp'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createReadStream, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { documentSchema } from '../src/model/document.ts'
import { createParser, parseDocument, streamDocument } from '../src/parser.ts'
import { type Line, ownReading } from '../src/model/line.ts'
import { createLayoutProposer } from '../src/regions/layout-proposer.ts'
import type { DraftSource } from '../src/seams/draft-source.ts'
import { pdfFile } from './support/pdf-file.ts'
import { createMarkdown } from '../src/formats/markdown.ts'
import { MODEL } from '../src/formats/markdown-style.ts'
import { ToyVerifier } from './support/toy-verifier.ts'

const PAPER = 'samples/two-column-paper.pdf'
const LETTER = 'samples/scanned-letter.png'

describe('a born-digital paper', () => {
  test('comes out in reading order, valid, with exact spans, and without waking the verifier', async () => {
    const document = await parseDocument(PAPER)
    expect(documentSchema.parse(document)).toEqual(document)
    expect(document.failures).toEqual([])
    expect(document.config.verifier).toBeNull()
    expect(document.pages.map(({ number }) => number)).toEqual([1, 2])
    for (const { span, markdown } of document.blocks) if (span !== null) expect(document.markdown.slice(span.start, span.end)).toBe(markdown)
    expect(document.blocks.every(({ provenance, kind }) => provenance === 'native' || kind === 'picture')).toBe(true)
    const headings = document.blocks.filter(({ kind }) => kind === 'heading').map(({ text }) => text)
    expect(headings).toEqual(['1 Introduction', '2 How the gauge works', '2.1 Parts', '2.2 Setting up', '3 What it cost', '4 Results',
      '5 What went wrong', '6 Advice to others', '7 Conclusion'])
    expect(document.blocks.find(({ kind }) => kind === 'table')?.table).toMatchObject({ rows: 5, columns: 4, headerRows: 1 })
  })

  test('is the same from a path, a URL, bytes, a Blob and a stream', async () => {
    const bytes = readFileSync(PAPER)
    const inputs = [pathToFileURL(PAPER), new Uint8Array(bytes), new Blob([bytes]), createReadStream(PAPER)]
    await using parser = await createParser({ effort: 'draft', pages: '1' })
    const { markdown } = await parser.parse(PAPER)
    for (const input of inputs) expect((await parser.parse(input)).markdown).toBe(markdown)
  })

  test('ends with the parser: what is under way and what is asked for later is ABORTED', async () => {
    const parser = await createParser({ effort: 'full' })
    const running = parser.parse(LETTER)
    await Promise.all([expect(running).rejects.toMatchObject({ code: 'ABORTED' }), parser.close()])
    await expect(parser.parse(PAPER)).rejects.toMatchObject({ code: 'ABORTED' })
  })

  test('streams the pages that it parses whole, and stops when the reader leaves', async () => {
    const whole = await parseDocument(PAPER, { effort: 'draft' })
    const pages = []
    for await (const page of streamDocument(PAPER, { effort: 'draft' })) pages.push(page)
    expect(pages.flatMap(({ blocks }) => blocks.map(({ id }) => id))).toEqual(whole.blocks.map(({ id }) => id))
    for await (const page of streamDocument(PAPER, { effort: 'draft' })) {
      expect(page.number).toBe(1)
      break
    }
  })
})

describe('a scan', () => {
  test('with nothing on it says so, streamed or not', async () => {
    const paper = await sharp({ create: { width: 300, height: 400, channels: 3, background: 'white' } }).png().toBuffer()
    const { notes } = await parseDocument(paper, { effort: 'draft' })
    const pages = []
    for await (const page of streamDocument(paper, { effort: 'draft' })) pages.push(page)
    expect(notes).toEqual([expect.stringContaining('nothing')])
    expect(pages.map((page) => page.notes)).toEqual([notes])
  })


  test('is read by OCR and verified by nano, with the caller\'s event loop free', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    await using parser = await createParser({ ocr: 'tesseract' })
    await parser.parse(LETTER) // loading modules and models is not what is measured
    delay.enable()
    const document = await parser.parse(LETTER, { compare: true })
    delay.disable()
    // The longest gap is measured by `npm run bench -- event-loop`; a busy test machine adds gaps of its own.
    expect(delay.percentile(99) / 1e6).toBeLessThan(50)
    const { comparison, lines, decode } = document.stats
    expect(comparison).toMatchObject({ identical: true, divergences: [] })
    expect(comparison?.sequences).toBe(decode.sequences)
    expect(lines.verified).toBeGreaterThan(30)
    expect(lines.accepted + lines.corrected + lines.kept).toBe(lines.verified)
    expect(decode.tokens).toBe(decode.numAcceptedTokens + decode.steps)
    expect(document.markdown).toContain('Saltmarsh Hall')
    expect(document.blocks.every(({ source }) => source === 'ocr')).toBe(true)
    expect(document.blocks.some(({ acceptance }) => (acceptance?.acceptedTokens ?? 0) > 0)).toBe(true)
  })

  test('is read by nano alone by default: no OCR, no image encoded twice', async () => {
    await using parser = await createParser()
    await parser.parse(LETTER)
    const { blocks, markdown, stats: { comparison, lines, decode } } = await parser.parse(LETTER, { compare: true })
    expect(comparison).toMatchObject({ identical: true, divergences: [] })
    expect(comparison?.sequences).toBe(decode.sequences)
    expect(comparison?.seconds.draft).toBeLessThan(0.01)
    expect(comparison?.seconds.find).toBeGreaterThan(0)
    expect(lines.verified).toBe(lines.total)
    expect(lines.accepted).toBeGreaterThan(lines.total / 2)
    expect(blocks.every(({ source, acceptance }) => source === 'nano' && acceptance !== null)).toBe(true)
    expect(markdown).toContain('Saltmarsh Hall')
    expect(blocks.filter(({ kind }) => kind === 'list-item').map(({ text }) => text.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.'])
  })

  test('gives the same result twice, and effort draft verifies nothing', async () => {
    await using parser = await createParser()
    const [a, b] = [await parser.parse(LETTER), await parser.parse(LETTER)]
    expect(b.blocks).toEqual(a.blocks)
    const draft = await parser.parse(LETTER, { effort: 'draft' })
    expect(draft.stats.decode.tokens).toBe(0)
    expect(draft.blocks.every(({ provenance, source }) => provenance === 'unverified' && source === 'nano')).toBe(true)
    expect(draft.markdown).toContain('Saltmarsh Hall')
  })

  test('is drafted by nano\'s encoder for a verifier that reads no lines', async () => {
    class PageReader extends ToyVerifier {
      override readonly profile = { ...new ToyVerifier().profile, unit: 'page', format: createMarkdown('toy', MODEL) } as never
    }
    const layout = createLayoutProposer()
    let drafted: readonly Line[] = []
    await parseDocument(LETTER, {
      verifier: new PageReader(),
      proposer: { id: 'spy', propose: (page, lines, signal) => layout.propose(page, drafted = lines, signal) },
    })
    expect(drafted.length).toBeGreaterThan(30)
    expect(drafted.every((line) => line.source === 'nano' && ownReading(line) === null)).toBe(true)
  })
})

test('a line that the verifier has read for its source is not read again, unless it is cut', async () => {
  const found = (box: Line['box']): Line =>
    ({ text: '', box, words: [], source: 'finder', fontSize: 10, bold: false, italic: false, rotation: 0 })
  const finder: DraftSource = {
    id: 'finder',
    async draft(page, signal, read) {
      const lines = [found({ x0: 72, y0: 72, x1: 120, y1: 84 }), found({ x0: 72, y0: 300, x1: 120, y1: 312 })]
      const readings = await read?.(await page.raster(72, signal), lines)
      return lines.flatMap((line, i) => {
        const reading = readings?.[i]
        if (reading === null || reading === undefined) return []
        const text = i === 0 ? reading.text : 'cut'
        return [{ ...line, text, words: [{ text, box: line.box, confidence: 0.5 }], reading }]
      })
    },
    async close() {},
  }
  const document = await parseDocument(LETTER, { drafts: [finder], verifier: new ToyVerifier(), compare: true })
  expect(document.stats.decode.sequences).toBe(3)
  expect(document.stats.comparison?.sequences).toBe(3)
  expect(document.stats.lines).toMatchObject({ total: 2, verified: 2 })
})

test('a page that is read as nonsense is told', async () => {
  const reader = (confidence: number): DraftSource => {
    const box = { x0: 72, y0: 72, x1: 120, y1: 84 }
    return {
      id: 'reader',
      draft: () => Promise.resolve([{ text: 'BRAE YAR', box, words: [{ text: 'BRAE', box, confidence }, { text: 'YAR', box, confidence }], source: 'reader', fontSize: 10, bold: false, italic: false, rotation: 0 }]),
      close: () => Promise.resolve(),
    }
  }
  const notes = async (confidence: number): Promise<string[]> =>
    (await parseDocument(LETTER, { drafts: [reader(confidence)], effort: 'draft', languages: ['eng', 'deu'] })).notes
  expect(await notes(0.4)).toEqual(['page 1: hardly readable; in another language than eng, deu? See option languages (--lang)'])
  expect(await notes(0.6)).toEqual([])
})

test('nothing written is never without a word', async () => {
  const pages = (content: (number: number) => string): Buffer => pdfFile([1, 2, 3].map((n) => ({ content: content(n) })))
  await using parser = await createParser({ effort: 'draft' })
  const tickets = await parser.parse(pages((n) => `BT /F1 12 Tf 72 740 Td (Ticket ${n} of the ferry) Tj ET`))
  expect(tickets).toMatchObject({ markdown: 'Ticket 1 of the ferry\n\nTicket 2 of the ferry\n\nTicket 3 of the ferry', notes: [] })
  expect((await parser.parse(pages(() => ''))).notes).toEqual(['nothing is written: nothing was found on 3 pages'])
})

describe('failure is loud and partial', () => {
  test('a page that no draft source can read is listed; the others are delivered', async () => {
    const second: DraftSource = {
      id: 'second page only', close: () => Promise.resolve(),
      draft: ({ number }) => number === 2 ? Promise.resolve([]) : Promise.reject(new Error('scanner on fire')),
    }
    const document = await parseDocument(PAPER, { drafts: [second] })
    expect(document.failures).toEqual([{ code: 'DRAFT_FAILED', message: 'scanner on fire', page: 1, region: null }])
    expect(document.pages).toHaveLength(2)
    expect(document.blocks.every(({ page }) => page === 2)).toBe(true)
  })

  test('a verifier that breaks down leaves the draft, marked and listed', async () => {
    const broken = new ToyVerifier()
    broken.verify = () => Promise.reject(new Error('out of memory'))
    const document = await parseDocument(PAPER, { verifier: broken, effort: 'full', pages: '1' })
    expect(document.failures).toEqual([{ code: 'VERIFIER_FAILED', message: 'out of memory', page: 1, region: null }])
    expect(document.blocks.filter(({ text }) => text !== '').every(({ provenance }) => provenance === 'failed')).toBe(true)
    expect(document.markdown).toContain('Garden Hose')
    expect(document.notes.join()).toMatch(/toy failed/)
  })

  test('effort full is the verifier\'s own word', async () => {
    const document = await parseDocument(PAPER, { verifier: new ToyVerifier(16), effort: 'full', pages: '2' })
    expect(document.failures).toEqual([])
    expect(document.markdown).not.toContain('harbour')
    expect(document.blocks.some(({ provenance }) => provenance === 'corrected')).toBe(true)
  })

  test('a missing model folder ends the document with a code', async () => {
    await expect(parseDocument(LETTER, { verifier: 'onnx:/nowhere' })).rejects.toMatchObject({ code: 'VERIFIER_UNAVAILABLE' })
  })

  test.each([
    [{ effort: 'hard' }], [{ verifier: 'gpt' }], [{ pages: '9' }],
  ])('refuses %j', async (options) => {
    await expect(parseDocument(PAPER, options as never)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('limits on pages and time', async () => {
    await expect(parseDocument(PAPER, { limits: { pages: 1 } })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await expect(parseDocument(LETTER, { limits: { seconds: 0.2 } })).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('an abort stops the work wherever it is, and the parser can go on', async () => {
    await using parser = await createParser()
    await expect(parser.parse(LETTER, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    for (const milliseconds of [50, 1000, 3000]) {
      const controller = new AbortController()
      setTimeout(() => { controller.abort() }, milliseconds)
      const start = performance.now()
      // The longest wait may find the document done already.
      await parser.parse(LETTER, { signal: controller.signal }).catch((error: unknown) => { expect(error).toMatchObject({ code: 'ABORTED' }) })
      expect(performance.now() - start).toBeLessThan(milliseconds + 2000)
    }
    expect((await parser.parse(PAPER, { pages: '1' })).failures).toEqual([])
  })
})

test('progress counts every page, and several documents may share a parser at the same time', async () => {
  await using parser = await createParser()
  const done: number[] = []
  const [paper, letter] = await Promise.all([
    parser.parse(PAPER, { onProgress: ({ page, done: finished, total }) => { done.push(page, finished, total) } }),
    parser.parse(LETTER),
  ])
  expect(done).toEqual([1, 1, 2, 2, 2, 2])
  expect(paper.failures).toEqual([])
  expect(letter.blocks).toEqual((await parser.parse(LETTER)).blocks)
})
