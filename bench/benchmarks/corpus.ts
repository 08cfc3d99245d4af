// Parses every document of a folder with a manifest, each in a process of its own: what fails, how long, how much memory,
// how many characters wrong. Scans with a transcription are read twice, unverified and verified.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { say, type Benchmark, type OptionValues } from '../benchmark.ts'
import { readManifest, type CorpusItem } from '../data/manifest.ts'
import { imageName, readTruth } from '../data/omnidocbench.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { parseApart } from '../methods/parse-apart.ts'
import { characterErrors, errorRate, unorderedErrors, wordErrors, type ErrorCount } from '../metrics/character-error.ts'
import { mean, scorePage } from '../metrics/omnidocbench.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { BenchError } from '../bench-error.ts'

type Effort = 'draft' | 'auto' | 'full'

/** One document read in one way. */
interface Reading {
  readonly item: CorpusItem
  readonly pages: number
  readonly seconds: number
  readonly peakRssMb: number
  readonly failed: readonly { readonly id: string, readonly code: string }[]
  readonly crashed: readonly string[]
  readonly text: string
  /** Characters against the PDF's own, order left out. */
  readonly textLayer: readonly ErrorCount[]
  /** OmniDocBench's text edit distance; null without its ground truth. */
  readonly textEdit: number | null
}

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev' },
    effort: { type: 'string', default: 'auto' },
    only: { type: 'string' },
    limit: { type: 'string' },
    timeout: { type: 'string', default: '900' },
  },
  async run(options) {
    const items = await chosenItems(options)
    const effort = effortOption(options)
    const limitSeconds = countOption(options, 'timeout') ?? 900
    const readings: Reading[] = []
    const scans: ScanErrors[] = []
    for (const item of items) {
      const reading = await read(item, effort, limitSeconds)
      readings.push(reading)
      say(`${item.id}: ${reading.pages} pages, ${reading.seconds.toFixed(1)} s, ${reading.peakRssMb.toFixed(0)} MB${problems(reading)}`)
      if (item.transcription === null) continue
      const texts = { draft: await textAt(item, 'draft', reading, effort, limitSeconds), auto: await textAt(item, 'auto', reading, effort, limitSeconds) }
      const errors = await scanErrors(item, texts)
      scans.push(errors)
      say(`  characters wrong: draft ${errors.draft.errors}, auto ${errors.auto.errors} of ${errors.auto.length}`)
    }
    report(readings, scans)
    return { effort, ...summary(readings, scans), dataHash: await hashFiles(items.flatMap((item) => item.files)) }
  },
}

interface ScanErrors {
  readonly item: CorpusItem
  readonly draft: ErrorCount
  readonly auto: ErrorCount
  readonly draftWords: ErrorCount
  readonly autoWords: ErrorCount
}

async function scanErrors(item: CorpusItem, texts: { draft: string, auto: string }): Promise<ScanErrors> {
  const truth = await readFile(item.transcription!.path, 'utf8')
  return {
    item, draft: characterErrors(texts.draft, truth), auto: characterErrors(texts.auto, truth),
    draftWords: wordErrors(texts.draft, truth), autoWords: wordErrors(texts.auto, truth),
  }
}

function effortOption(options: OptionValues): Effort {
  const effort = requiredOption(options, 'effort')
  if (effort !== 'draft' && effort !== 'auto' && effort !== 'full') throw new BenchError(`--effort must be draft, auto or full, not '${effort}'`, 2)
  return effort
}

async function chosenItems(options: OptionValues): Promise<CorpusItem[]> {
  const wanted = textOption(options, 'only')
  const items = (await readManifest(requiredOption(options, 'data'))).filter((item) => wanted === null || item.id.includes(wanted))
  if (items.length === 0) throw new BenchError(`--only ${wanted}: no document of the manifest has this in its id`, 2)
  return items.slice(0, countOption(options, 'limit') ?? undefined)
}

/** The text at one effort; what was read already is not read again. */
async function textAt(item: CorpusItem, effort: Effort, known: Reading, knownEffort: Effort, limitSeconds: number): Promise<string> {
  return effort === knownEffort ? known.text : (await read(item, effort, limitSeconds)).text
}

async function read(item: CorpusItem, effort: Effort, limitSeconds: number): Promise<Reading> {
  const many = item.files.length > 1
  let reading: Reading = { item, pages: 0, seconds: 0, peakRssMb: 0, failed: [], crashed: [], text: '', textLayer: [], textEdit: null }
  for (const file of item.files) {
    const id = many ? `${item.id}/${basename(file)}` : item.id
    const report = await parseApart({ file, options: { effort } }, limitSeconds)
    if (report.ok === null) {
      reading = { ...reading, crashed: [...reading.crashed, `${id}: ${report.reason}`] }
      continue
    }
    reading = { ...reading, seconds: reading.seconds + report.seconds, peakRssMb: Math.max(reading.peakRssMb, report.peakRssMb) }
    if (!report.ok) {
      reading = { ...reading, failed: [...reading.failed, { id, code: report.code }] }
      continue
    }
    const { blocks, pages, failures, markdown } = report.document
    const textOf = (page: number): string => blocks.filter((block) => block.page === page).map((block) => block.text).join('\n')
    const layers = await Promise.all([...item.textLayer].map(async ([page, path]) => unorderedErrors(textOf(page), await readFile(path, 'utf8'))))
    reading = {
      ...reading, pages: reading.pages + pages.length, text: `${reading.text}${blocks.map((block) => `${block.text}\n`).join('')}`,
      failed: [...reading.failed, ...failures.map((failure) => ({ id: failure.page === null ? id : `${id}#${failure.page}`, code: failure.code }))],
      textLayer: [...reading.textLayer, ...layers],
      textEdit: await omniDocBenchEdit(item, markdown),
    }
  }
  return reading
}

async function omniDocBenchEdit({ omniDocBench }: CorpusItem, markdown: string): Promise<number | null> {
  if (omniDocBench === null) return null
  const page = (await readTruth(omniDocBench.path)).find((truth) => imageName(truth) === omniDocBench.image)
  if (page === undefined) throw new BenchError(`${omniDocBench.path} has no page ${omniDocBench.image}`)
  return scorePage(page, markdown).textEdit
}

function problems(reading: Reading): string {
  return [...reading.failed.map(({ id, code }) => ` FAILED ${id} ${code}`), ...reading.crashed.map((reason) => ` CRASHED ${reason}`)].join('')
}

const byPeople = (scan: ScanErrors): boolean => !scan.item.transcription!.machine

function summary(readings: readonly Reading[], scans: readonly ScanErrors[]): Record<string, unknown> {
  const seconds = readings.reduce((sum, reading) => sum + reading.seconds, 0)
  const pages = readings.reduce((sum, reading) => sum + reading.pages, 0)
  const human = scans.filter(byPeople)
  const machine = scans.filter((scan) => !byPeople(scan))
  return {
    documents: readings.length, pages,
    failed: readings.flatMap((reading) => reading.failed),
    crashed: readings.reduce((sum, reading) => sum + reading.crashed.length, 0),
    crashes: readings.flatMap((reading) => reading.crashed),
    cer: { scansDraft: errorRate(human.map((scan) => scan.draft)), scansAuto: errorRate(human.map((scan) => scan.auto)) },
    wer: { scansDraft: errorRate(human.map((scan) => scan.draftWords)), scansAuto: errorRate(human.map((scan) => scan.autoWords)) },
    // transcriptions by another OCR engine: agreement with it, not error
    cerAgainstMachine: { scansDraft: errorRate(machine.map((scan) => scan.draft)), scansAuto: errorRate(machine.map((scan) => scan.auto)) },
    characterErrors: Object.fromEntries(scans.map((scan) => [scan.item.id, { draft: scan.draft.errors, auto: scan.auto.errors, of: scan.auto.length }])),
    omniDocBenchTextEdit: mean(readings.map((reading) => reading.textEdit)),
    textLayerError: errorRate(readings.flatMap((reading) => reading.textLayer)),
    secondsPerPage: pages === 0 ? null : seconds / pages,
    peakRssMb: Math.max(...readings.map((reading) => reading.peakRssMb)),
  }
}

function report(readings: readonly Reading[], scans: readonly ScanErrors[]): void {
  const kinds = [...new Set(readings.map((reading) => reading.item.kind))].sort()
  const rows = [...kinds.map((kind) => [kind, readings.filter((reading) => reading.item.kind === kind)] as const), ['all', readings] as const]
  const percent = (rate: number | null): string => (rate === null ? '-' : `${(rate * 100).toFixed(2)}%`)
  say(`\n${markdownTable(
    ['kind', 'documents', 'pages', 'seconds', 'peak memory, MB', 'failed', 'character error, draft', 'auto', 'lost or invented against the text layer', 'OmniDocBench text edit'],
    rows.map(([kind, group]) => {
      const read = scans.filter((scan) => byPeople(scan) && group.some((reading) => reading.item === scan.item))
      return [
        kind, String(group.length), String(sum(group, (reading) => reading.pages)), figure(sum(group, (reading) => reading.seconds), 1),
        figure(Math.max(...group.map((reading) => reading.peakRssMb)), 0),
        String(sum(group, (reading) => reading.failed.length + reading.crashed.length)),
        percent(errorRate(read.map((scan) => scan.draft))), percent(errorRate(read.map((scan) => scan.auto))),
        percent(errorRate(group.flatMap((reading) => reading.textLayer))), figure(mean(group.map((reading) => reading.textEdit))),
      ]
    }),
  )}`)
}

const sum = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((total, value) => total + of(value), 0)
