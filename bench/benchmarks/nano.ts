// Does nano earn its place? Character errors of OCR alone, nano alone (on the OCR's line boxes) and both, on rendered pages
// and, with --data, on scans with transcriptions; and what it costs.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resolveConfig } from '../../src/config.ts'
import { compare } from '../../src/decode/compare.ts'
import { createParser } from '../../src/parser.ts'
import { REVIEW_BELOW, settleLine, trustOnPage } from '../../src/settle.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { ROOT } from '../built.ts'
import { readManifest } from '../data/manifest.ts'
import { readRenderedPages } from '../data/rendered-pages.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { createScanReader } from '../methods/scan-ways.ts'
import { type PageRead, pageTexts, readRendered, type RenderedRead } from '../methods/read-rendered.ts'
import { calibrationError, type Claim, wordClaims } from '../metrics/calibration-error.ts'
import { characterErrors, errorRate, type ErrorCount } from '../metrics/character-error.ts'
import { requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { timeFullPage } from './page-time.ts'

/** Pages whose lines are decoded plainly too. */
const COMPARED_PAGES = 6

/** Rounds of the full page. */
const ROUNDS = 3

const WAYS = ['ocr', 'nano', 'both'] as const

type Errors = Record<typeof WAYS[number], readonly ErrorCount[]>

export const benchmark: Benchmark = {
  options: { pages: { type: 'string', default: fileURLToPath(new URL('bench/fixtures/rendered-pages', ROOT)) }, data: { type: 'string' } },
  async run(options) {
    const pages = await readRenderedPages(requiredOption(options, 'pages'))
    const read = await readRendered(pages, 'nano')
    const data = textOption(options, 'data')
    const scans = data === null ? null : await scanErrors(data)
    const errors = {
      clean: renderedErrors(read, ({ page }) => page.clean), degraded: renderedErrors(read, ({ page }) => !page.clean),
      degradedLinesFound: renderedErrors(read, ({ page, lines }) => !page.clean && Math.abs(lines.length - page.truth.length) <= 1),
      ...scans === null ? {} : { scans: scans.errors },
    }
    say(markdownTable(['character errors', 'OCR', 'nano', 'both', 'of'], Object.entries(errors).map(([name, ways]) =>
      [name, ...WAYS.map((way) => `${total(ways[way])} (${figure(100 * (errorRate(ways[way]) ?? 0), 2)}%)`), String(ways.ocr.reduce((sum, { length }) => sum + length, 0))])))
    return {
      bytes: await folderBytes(fileURLToPath(new URL('models/nano', ROOT))),
      pages: pages.length,
      cer: Object.fromEntries(Object.entries(errors).map(([name, ways]) => [name, Object.fromEntries(WAYS.map((way) => [way, errorRate(ways[way])]))])),
      errors: Object.fromEntries(Object.entries(errors).map(([name, ways]) => [name, Object.fromEntries(WAYS.map((way) => [way, total(ways[way])]))])),
      ...scans === null ? {} : { scans: scans.documents },
      ...calibration(read),
      pageSeconds: await pageSeconds(),
      ...await speed(read.pages),
      dataHash: await hashFiles(pages.map(({ image }) => image)),
    }
  },
}

function renderedErrors({ pages, trust }: RenderedRead, wanted: (one: PageRead) => boolean): Errors {
  const texts = pages.filter(wanted).map((one) => ({ truth: one.page.truth.join('\n'), ...pageTexts(one, trust) }))
  const of = (way: typeof WAYS[number]): ErrorCount[] => texts.map((text) => characterErrors(text[way], text.truth))
  return { ocr: of('ocr'), nano: of('nano'), both: of('both') }
}

/** Calibration of nano's words and of those that both settle on, and what `--review` would show of the latter, shares. */
function calibration({ pages, trust }: RenderedRead): Record<string, unknown> {
  const nano = pages.flatMap(({ page, readings }) => wordClaims(readings.flatMap((reading) => reading?.words ?? []), page.truth.join(' ')))
  const settled = pages.flatMap(({ page, lines, readings }) => {
    const onPage = trustOnPage(readings, trust)
    return wordClaims(lines.flatMap((line, i) => settleLine(line, readings[i] ?? null, onPage).words), page.truth.join(' '))
  })
  const shown = settled.filter(({ confidence }) => confidence < REVIEW_BELOW)
  const wrong = (claims: readonly Claim[]): number => claims.filter(({ right }) => !right).length
  return {
    ece: calibrationError(nano), eceSettled: calibrationError(settled),
    review: { words: settled.length, shown: shown.length, wrong: wrong(settled), wrongShown: wrong(shown) },
  }
}

/** The transcribed documents of a folder with a manifest; transcriptions by another OCR engine are no truth. */
async function scanErrors(folder: string): Promise<{ errors: Errors, documents: Record<string, Record<string, number>> }> {
  const items = (await readManifest(folder)).filter(({ transcription }) => transcription !== null && !transcription.machine)
  const errors: Record<typeof WAYS[number], ErrorCount[]> = { ocr: [], nano: [], both: [] }
  for (const [way, effort] of [['ocr', 'draft'], ['nano', 'full'], ['both', 'auto']] as const) {
    await using parser = await createParser({ effort, ocr: 'tesseract' })
    for (const item of items) {
      const texts: string[] = []
      for (const file of item.files) texts.push(...(await parser.parse(file)).blocks.map(({ text }) => text))
      errors[way].push(characterErrors(texts.join('\n'), await readFile(item.transcription!.path, 'utf8')))
      say(`${item.id}, ${way}: ${errors[way].at(-1)?.errors}`)
    }
  }
  const documents = items.map(({ id }, i) => [id, { ...Object.fromEntries(WAYS.map((way) => [way, errors[way][i]!.errors])), of: errors.ocr[i]!.length }] as const)
  return { errors, documents: Object.fromEntries(documents) }
}

/** Against plain decoding at its best batch size, on the first pages. */
async function speed(pages: readonly PageRead[]): Promise<{ acceptanceLength: number, speedup: number, identical: boolean }> {
  const inputs = pages.slice(0, COMPARED_PAGES).flatMap((one) => one.inputs.map((input) => ({ ...input, region: one.page.id })))
  const verifier = await findVerifier(resolveConfig({})).load()
  try {
    const { speedup, identical } = await compare(verifier, inputs, { draft: 0, find: 0 }, new AbortController().signal)
    const sum = (of: (one: PageRead) => number): number => pages.reduce((all, one) => all + of(one), 0)
    return { acceptanceLength: sum(({ stats }) => stats.tokens) / sum(({ stats }) => stats.steps), speedup: speedup.decode, identical }
  } finally {
    await verifier.dispose()
  }
}

/** A full page of 50 lines in every way, side by side. */
async function pageSeconds(): Promise<Record<string, number>> {
  await using reader = await createScanReader()
  const ways = Object.entries(await timeFullPage(reader, ROUNDS))
  return Object.fromEntries(ways.map(([way, { seconds }]) => [way, seconds]))
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name))))
  return sizes.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)
}

const total = (counts: readonly ErrorCount[]): number => counts.reduce((sum, { errors }) => sum + errors, 0)
