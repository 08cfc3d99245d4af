// Memory over a long document: resident size while hundreds of pages are parsed with effort draft, in a process of its own;
// once with the whole result held, once streamed.
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { BenchError } from '../bench-error.ts'
import { say, type Benchmark } from '../benchmark.ts'
import type { MemoryWay } from '../methods/memory-child.ts'
import { measureMemory, type MemorySample } from '../methods/measure-memory.ts'
import { countOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const WORDS = 'the measured value of each sample rose with its temperature while pressure and volume stayed as they had been before'.split(' ')

export const benchmark: Benchmark = {
  options: { pages: { type: 'string', default: '700' }, timeout: { type: 'string', default: '900' } },
  async run(options) {
    const pages = countOption(options, 'pages') ?? 700
    const folder = await mkdtemp(join(tmpdir(), 'specparse-memory-'))
    try {
      const file = join(folder, 'long.pdf')
      await writeDocument(file, pages)
      const limit = countOption(options, 'timeout') ?? 900
      const { resultMb, ...whole } = await curve(file, 'parse', pages, limit)
      const { resultMb: _, ...streamed } = await curve(file, 'stream', pages, limit)
      return { pages, ...whole, resultMb, streamed, dataHash: await hashFiles([file]) }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function curve(file: string, way: MemoryWay, pages: number, limit: number) {
  const { baseMb, samples, seconds, resultMb } = await measureMemory(file, way, limit)
  if (samples.length !== pages) throw new BenchError(`${samples.length} of ${pages} pages were parsed`)
  samples.filter((_, i) => (i + 1) % 100 === 0).forEach(({ page, rssMb }) => say(`${way}, page ${page}: ${rssMb.toFixed(0)} MB`))
  const peakMb = Math.max(...samples.map(({ rssMb }) => rssMb))
  return { baseMb, peakMb, aboveBaseMb: peakMb - baseMb, slopeMbPer100Pages: slope(samples) * 100, pagesPerSecond: pages / seconds, resultMb }
}

/** Megabytes a page, by least squares over the second half: the first fills caches. */
function slope(samples: readonly MemorySample[]): number {
  const late = samples.slice(samples.length >> 1)
  const mean = (of: (sample: MemorySample) => number): number => late.reduce((sum, sample) => sum + of(sample), 0) / late.length
  const [x, y] = [mean(({ page }) => page), mean(({ rssMb }) => rssMb)]
  const spread = late.reduce((sum, { page }) => sum + (page - x) ** 2, 0)
  return spread === 0 ? 0 : late.reduce((sum, { page, rssMb }) => sum + (page - x) * (rssMb - y), 0) / spread
}

/** Pages of two columns with a running head, a ruled table and a drawing; the same bytes for the same count. */
async function writeDocument(file: string, pages: number): Promise<void> {
  const { default: PDFDocument } = await import('pdfkit')
  const document = new PDFDocument({ size: 'A4', margin: 56, autoFirstPage: false, info: { CreationDate: new Date(0) } })
  const out = createWriteStream(file)
  document.pipe(out)
  for (let page = 1; page <= pages; page++) {
    document.addPage().font('Times-Roman').fontSize(8).text(`A long report, page ${page}`, 56, 30)
    document.font('Times-Bold').fontSize(14).text(`${page}. Observations`, 56, 60).font('Times-Roman').fontSize(10)
    for (const [column, x] of [56, 310].entries()) document.text(prose(page * 2 + column), x, 90, { width: 230, align: 'justify' })
    for (let row = 0; row < 8; row++) {
      for (let cell = 0; cell < 4; cell++) document.rect(56 + cell * 120, 560 + row * 20, 120, 20).stroke().text(`${page * row + cell}`, 62 + cell * 120, 565 + row * 20)
    }
    document.moveTo(56, 760).bezierCurveTo(200, 700, 300, 820, 500, 740).stroke()
  }
  document.end()
  await finished(out)
}

function prose(seed: number): string {
  return Array.from({ length: 330 }, (_, i) => `${WORDS[(seed * 7 + i * i) % WORDS.length]}${i % 13 === 12 ? '.' : ''}`).join(' ')
}
