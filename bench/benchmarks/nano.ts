// Does nano earn its place? Character errors of whole pages as a user gets them: OCR alone (`--ocr tesseract`, effort draft), the default's
// effort draft, nano alone (`--ocr nano`), both (the default); on rendered pages and, with --data, on scans with transcriptions; and what it costs.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolveConfig } from '../../src/config.ts'
import { compare } from '../../src/decode/compare.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { ROOT } from '../built.ts'
import { readRenderedPages, type RenderedPage } from '../data/rendered-pages.ts'
import { scannedPages } from '../data/scan-lines.ts'
import { transcribedPage, transcribedScans } from '../data/transcribed.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { type PageReading, type Reader, READERS, readInEachWay } from '../methods/page-readings.ts'
import { createScanReader } from '../methods/scan-ways.ts'
import { calibrationError, type Claim } from '../metrics/calibration-error.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { timeFullPage } from './page-time.ts'

/** Pages whose lines are decoded plainly too. */
const COMPARED_PAGES = 6

/** Rounds of the full page. */
const ROUNDS = 3

export const benchmark: Benchmark = {
  options: {
    pages: { type: 'string', default: fileURLToPath(new URL('bench/fixtures/rendered-pages', ROOT)) },
    limit: { type: 'string' }, data: { type: 'string' }, keep: { type: 'string' },
  },
  async run(options) {
    const pages = (await readRenderedPages(requiredOption(options, 'pages'))).slice(0, countOption(options, 'limit') ?? undefined)
    const data = textOption(options, 'data')
    const verifier = await findVerifier(resolveConfig({})).load()
    try {
      const read = await readInEachWay(pages.map(transcribedPage), verifier, textOption(options, 'keep'), tell)
      const scans = data === null ? [] : await readInEachWay(await transcribedScans(data), verifier, null, tell)
      const of = (wanted: (page: RenderedPage) => boolean): PageReading[] => read.filter((_, i) => wanted(pages[i]!))
      const sets = { clean: of(({ clean }) => clean), degraded: of(({ clean }) => !clean), ...scans.length === 0 ? {} : { scans } }
      say(errorTable(Object.entries(sets)))
      say(errorTable(byKind(pages, read)))
      return {
        bytes: await folderBytes(fileURLToPath(new URL('models/nano', ROOT))),
        pages: pages.length,
        cer: mapValues(sets, (readings) => eachReader((way) => sum(readings, way) / characters(readings))),
        errors: mapValues(sets, (readings) => ({ ...eachReader((way) => sum(readings, way)), of: characters(readings) })),
        ...scans.length === 0 ? {} : { documents: Object.fromEntries(scans.map(({ id, errors, length }) => [id, { ...errors, of: length }])) },
        ...trustworthiness(read),
        pageSeconds: await pageSeconds(),
        acceptanceLength: read.reduce((all, { tokens }) => all + tokens, 0) / read.reduce((all, { steps }) => all + steps, 0),
        ...await speed(pages.slice(0, COMPARED_PAGES), verifier),
        dataHash: await hashFiles(pages.map(({ image }) => image)),
      }
    } finally {
      await verifier.dispose()
    }
  },
}

function tell({ id, errors, length }: PageReading): void {
  say(`${id}: ${READERS.map((way) => `${way} ${errors[way]}`).join(', ')} of ${length}`)
}

/** Degraded pages by what was done to them, whatever the severity; most errors of the default first. */
function byKind(pages: readonly RenderedPage[], read: readonly PageReading[]): [string, PageReading[]][] {
  const kinds = new Map<string, PageReading[]>()
  read.forEach((reading, i) => {
    for (const kind of pages[i]!.kinds.map((one) => one.replace(/-\d$/, ''))) kinds.set(kind, [...kinds.get(kind) ?? [], reading])
  })
  return [...kinds].sort(([, a], [, b]) => sum(b, 'both') - sum(a, 'both'))
}

function errorTable(sets: readonly (readonly [string, readonly PageReading[]])[]): string {
  return markdownTable(['character errors', 'pages', 'characters', 'OCR', 'effort draft', 'nano', 'both', 'fewer than OCR'], sets.map(([name, readings]) => {
    const share = (way: Reader): string => `${sum(readings, way)} (${figure(100 * sum(readings, way) / characters(readings), 2)}%)`
    const fewer = 1 - sum(readings, 'both') / sum(readings, 'ocr')
    return [name, String(readings.length), String(characters(readings)), ...READERS.map(share), Number.isFinite(fewer) ? `${figure(100 * fewer, 0)}%` : '-']
  }))
}

/** Calibration error of nano's words, and what `--review` shows of the default's, numbers of words. */
function trustworthiness(read: readonly PageReading[]): Record<string, unknown> {
  const words = read.flatMap(({ claims }) => claims.both)
  const shown = words.filter(({ confidence }) => confidence < 1)
  const wrong = (claims: readonly Claim[]): number => claims.filter(({ right }) => !right).length
  return {
    ece: calibrationError(read.flatMap(({ claims }) => claims.nano)),
    review: { words: words.length, shown: shown.length, wrong: wrong(words), wrongShown: wrong(shown) },
  }
}

/** Against plain decoding at its best batch size, on the lines that nano finds. */
async function speed(pages: readonly RenderedPage[], verifier: Verifier): Promise<{ speedup: number, identical: boolean }> {
  const scanned = await scannedPages(pages.map(({ image }) => image), verifier, resolveConfig({ ocr: 'nano' }))
  const { speedup, identical } = await compare(verifier, scanned.flatMap(({ inputs }) => inputs), { draft: 0, find: 0 }, new AbortController().signal)
  return { speedup: speedup.decode, identical }
}

/** A full page of 50 lines in every way, side by side. */
async function pageSeconds(): Promise<Record<string, number>> {
  await using reader = await createScanReader()
  return mapValues(await timeFullPage(reader, ROUNDS), ({ seconds }) => seconds)
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name))))
  return sizes.reduce((total, file) => total + (file.isFile() ? file.size : 0), 0)
}

const sum = (readings: readonly PageReading[], way: Reader): number => readings.reduce((total, { errors }) => total + errors[way], 0)
const characters = (readings: readonly PageReading[]): number => readings.reduce((total, { length }) => total + length, 0)
const eachReader = (of: (way: Reader) => number): Record<string, number> => Object.fromEntries(READERS.map((way) => [way, of(way)]))

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
