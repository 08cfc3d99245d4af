// How long does a scanned page take, and how well is it read: Tesseract, Tesseract and nano, nano alone, the default. On a
// full page of 50 lines; with --data also on rendered pages whose text is known (training/render_pages.py).
import { type Benchmark, say } from '../benchmark.ts'
import { median } from '../compare/schedule.ts'
import { fullPage, FULL_PAGE_LINES } from '../data/full-page.ts'
import { readRenderedPages } from '../data/rendered-pages.ts'
import { markdownTable } from '../markdown-table.ts'
import { createScanReader, type ScanReader, type ScanResult, SCAN_WAYS, type ScanWay } from '../methods/scan-ways.ts'
import { countOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const WAYS = Object.keys(SCAN_WAYS) as ScanWay[]

interface WayFigures {
  readonly seconds: number
  readonly rounds: readonly number[]
  readonly errors: number
  readonly characters: number
}

export const benchmark: Benchmark = {
  options: { data: { type: 'string' }, limit: { type: 'string' }, rounds: { type: 'string', default: '5' } },
  async run(options) {
    await using reader = await createScanReader()
    const folder = textOption(options, 'data')
    const pageSeconds = await timeFullPage(reader, countOption(options, 'rounds') ?? 5)
    say(markdownTable(['a page of 50 lines', 'seconds', 'character errors', 'of'], WAYS.map((way) =>
      [way, pageSeconds[way].seconds.toFixed(2), String(pageSeconds[way].errors), String(pageSeconds[way].characters)])))
    const rendered = folder === null ? null : await readRendered(reader, folder, countOption(options, 'limit'))
    return {
      lines: FULL_PAGE_LINES, pageSeconds, speedup: pageSeconds.ocr.seconds / pageSeconds.nano.seconds, rendered: rendered?.errors ?? null,
      dataHash: await hashFiles(['samples/paper-text.ts', ...rendered?.files ?? []]),
    }
  },
}

/** The full page in every way, in turns; medians, after a round that does not count. Part of `bench -- nano` too. */
export async function timeFullPage(reader: ScanReader, rounds: number): Promise<Record<ScanWay, WayFigures>> {
  const { png, text } = await fullPage()
  await reader.read(png, text)
  const results: Record<ScanWay, ScanResult>[] = []
  for (let round = 0; round < rounds; round++) {
    results.push(await reader.read(png, text))
    say(`round ${round + 1}: ${WAYS.map((way) => `${way} ${results.at(-1)?.[way].seconds.toFixed(2)} s`).join(', ')}`)
  }
  const figures = (way: ScanWay): WayFigures => {
    const seconds = results.map((result) => result[way].seconds)
    return { seconds: median(seconds), rounds: seconds, errors: results[0]?.[way].errors ?? 0, characters: results[0]?.[way].length ?? 0 }
  }
  return { ocr: figures('ocr'), both: figures('both'), nano: figures('nano'), auto: figures('auto') }
}

async function readRendered(reader: ScanReader, folder: string, limit: number | null): Promise<{ errors: unknown, files: string[] }> {
  const pages = (await readRenderedPages(folder)).slice(0, limit ?? undefined)
  const results: { clean: boolean, result: Record<ScanWay, ScanResult> }[] = []
  for (const { id, image, truth, clean } of pages) {
    const result = await reader.read(image, truth.join('\n'))
    results.push({ clean, result })
    say(`${id}${clean ? ' (clean)' : ''}: ${WAYS.map((way) => `${way} ${result[way].errors}`).join(', ')} of ${result.nano.length}; nano is sure by ${result.nano.confidence.toFixed(3)}`)
  }
  const sum = (way: ScanWay, clean: boolean, of: 'errors' | 'length' | 'seconds'): number =>
    results.filter((one) => one.clean === clean).reduce((total, { result }) => total + result[way][of], 0)
  const figures = (clean: boolean): unknown => ({
    characters: sum('nano', clean, 'length'),
    ...Object.fromEntries(WAYS.map((way) => [way, { errors: sum(way, clean, 'errors'), seconds: sum(way, clean, 'seconds') }])),
  })
  return { errors: { pages: pages.length, clean: figures(true), degraded: figures(false) }, files: pages.map(({ image }) => image) }
}
