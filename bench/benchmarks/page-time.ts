// How long does a scanned page take, and how well is it read: Tesseract, effort draft, Tesseract and nano, nano alone, the default. On a full
// page of 50 lines; with --pages also on rendered pages, with --data on the transcribed scans of a folder with a manifest.
import { type Benchmark, say } from '../benchmark.ts'
import { median } from '../compare/schedule.ts'
import { fullPage, FULL_PAGE_LINES } from '../data/full-page.ts'
import { readRenderedPages } from '../data/rendered-pages.ts'
import { type Transcribed, transcribedPage, transcribedScans } from '../data/transcribed.ts'
import { markdownTable } from '../markdown-table.ts'
import { createScanReader, type ScanReader, type ScanResult, SCAN_WAYS, type ScanWay } from '../methods/scan-ways.ts'
import { countOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const WAYS = Object.keys(SCAN_WAYS) as ScanWay[]

type Result = Record<ScanWay, ScanResult>

interface WayFigures {
  readonly seconds: number
  readonly rounds: readonly number[]
  readonly errors: number
  readonly characters: number
}

export const benchmark: Benchmark = {
  options: { pages: { type: 'string' }, data: { type: 'string' }, limit: { type: 'string' }, rounds: { type: 'string', default: '5' } },
  async run(options) {
    const [folder, data] = [textOption(options, 'pages'), textOption(options, 'data')]
    const pages = folder === null ? [] : (await readRenderedPages(folder)).slice(0, countOption(options, 'limit') ?? undefined)
    const scans = data === null ? [] : await transcribedScans(data)
    await using reader = await createScanReader()
    const pageSeconds = await timeFullPage(reader, countOption(options, 'rounds') ?? 5)
    const sets = {
      clean: await readSet(reader, pages.filter(({ clean }) => clean).map(transcribedPage)),
      degraded: await readSet(reader, pages.filter(({ clean }) => !clean).map(transcribedPage)),
      scans: await readSet(reader, scans),
    }
    say(markdownTable(['a page of 50 lines', 'characters', ...WAYS], [
      ['seconds', '', ...WAYS.map((way) => pageSeconds[way].seconds.toFixed(2))],
      ['character errors', String(pageSeconds.ocr.characters), ...WAYS.map((way) => String(pageSeconds[way].errors))],
    ]))
    const read = Object.entries(sets).filter(([, results]) => results.length > 0)
    if (read.length > 0) say(markdownTable(['character errors', 'characters', ...WAYS], read.map(([name, results]) =>
      [`${name}, ${results.length}`, String(sum(results, 'ocr', 'length')), ...WAYS.map((way) => String(sum(results, way, 'errors')))])))
    return {
      lines: FULL_PAGE_LINES, pageSeconds, speedup: pageSeconds.ocr.seconds / pageSeconds.nano.seconds,
      sets: Object.fromEntries(read.map(([name, results]) => [name, {
        documents: results.length, characters: sum(results, 'ocr', 'length'),
        ...Object.fromEntries(WAYS.map((way) => [way, { errors: sum(results, way, 'errors'), seconds: sum(results, way, 'seconds') }])),
      }])),
      dataHash: await hashFiles(['samples/paper-text.ts', ...pages.map(({ image }) => image), ...scans.flatMap(({ files }) => files)]),
    }
  },
}

/** The full page in every way, in turns; medians, after a round that does not count. Part of `bench -- nano` too. */
export async function timeFullPage(reader: ScanReader, rounds: number): Promise<Record<ScanWay, WayFigures>> {
  const { png, text } = await fullPage()
  await reader.read([png], text)
  const results: Result[] = []
  for (let round = 0; round < rounds; round++) {
    results.push(await reader.read([png], text))
    say(`round ${round + 1}: ${WAYS.map((way) => `${way} ${results.at(-1)?.[way].seconds.toFixed(2)} s`).join(', ')}`)
  }
  const figures = (way: ScanWay): WayFigures => {
    const seconds = results.map((result) => result[way].seconds)
    return { seconds: median(seconds), rounds: seconds, errors: results[0]?.[way].errors ?? 0, characters: results[0]?.[way].length ?? 0 }
  }
  return { ocr: figures('ocr'), draft: figures('draft'), merged: figures('merged'), nano: figures('nano'), both: figures('both') }
}

async function readSet(reader: ScanReader, documents: readonly Transcribed[]): Promise<Result[]> {
  const results: Result[] = []
  for (const { id, files, truth } of documents) {
    const result = await reader.read(files, truth)
    results.push(result)
    say(`${id}: ${WAYS.map((way) => `${way} ${result[way].errors}`).join(', ')} of ${result.ocr.length}`)
  }
  return results
}

const sum = (results: readonly Result[], way: ScanWay, of: keyof ScanResult): number => results.reduce((total, result) => total + result[way][of], 0)
