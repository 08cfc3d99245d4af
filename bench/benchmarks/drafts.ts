// Drafts (effort draft) beside other tools: the same files, each tool in a process of its own and as its users run it.
// Accuracy on every set of the data folder; speed on its born-digital PDFs, in rounds side by side.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { say, type Benchmark, type OptionValues } from '../benchmark.ts'
import { bornDigitalSet, icdarSet, olmocrSet, pubTabNetSet, scansSet, type DocumentSet } from '../data/document-sets.ts'
import { openOmniDocBench, type OmniDocBenchSet } from '../data/omnidocbench-folder.ts'
import { pageCount } from '../data/page-count.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { readingSpeed } from '../methods/reading-speed.ts'
import { methods } from '../methods/registry.ts'
import { runMethod } from '../methods/run-method.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { evaluateMethod } from './omnidocbench.ts'

const OURS = 'specparse-draft'
const DEFAULT_METHODS = 'specparse-draft,liteparse,unpdf,pdf-inspector,officeparser,tesseract.js,tesseract'

interface SetResult {
  readonly [figure: string]: unknown
  readonly pagesPerSecond: number | null
  /** Files that could not be read, with the reason; they count as empty. */
  readonly failed: readonly string[]
}

/** Figures by set, or why the tool does not take part. */
type ToolResult = Readonly<Record<string, SetResult | { readonly skipped: string }>> | { readonly skipped: string }

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev' },
    method: { type: 'string', default: DEFAULT_METHODS },
    output: { type: 'string', short: 'o', default: 'report' },
    timeout: { type: 'string', default: '300' },
    /** 'speed': only that part, in minutes. */
    only: { type: 'string' },
    /** Rounds of the speed measurement. */
    rounds: { type: 'string', default: '3' },
  },
  async run(options) {
    const names = requiredOption(options, 'method').split(',')
    for (const name of names) if (!(name in methods)) throw new BenchError(`no method '${name}'; there are ${Object.keys(methods).join(', ')}`, 2)
    const folder = requiredOption(options, 'data')
    const only = textOption(options, 'only')
    if (only !== null && only !== 'speed') throw new BenchError(`--only takes 'speed', not '${only}'`, 2)
    const { omniDocBench, sets } = await openSets(folder)
    const tools = only === 'speed' ? {} : await accuracy(names, omniDocBench, sets, options)
    if (only === null) say(`\n${report(tools)}`)
    const pdfs = [...new Set(Object.values(sets).flatMap((set) => set.bornDigital === true ? set.files : []))]
    const rounds = countOption(options, 'rounds') ?? 3
    const speed = pdfs.length === 0 ? null : {
      oneCore: await readingSpeed(names, pdfs, rounds, 0), allCores: await readingSpeed(names, pdfs, rounds, null),
    }
    const { [OURS]: ours = null, ...peers } = tools
    const files = [...omniDocBench?.pages.map((page) => omniDocBench.image(page)) ?? [], ...Object.values(sets).flatMap((set) => set.files)]
    return { ours, peers, speed, dataHash: await hashFiles(files) }
  },
}

async function accuracy(
  names: readonly string[], omniDocBench: OmniDocBenchSet | null, sets: Readonly<Record<string, DocumentSet>>, options: OptionValues,
): Promise<Record<string, ToolResult>> {
  const settings = { resume: false, limitSeconds: countOption(options, 'timeout') ?? 300, limit: null }
  const tools: Record<string, ToolResult> = {}
  for (const name of names) {
    say(`\n${name}`)
    try {
      const results: Record<string, SetResult | { skipped: string }> = {}
      if (omniDocBench !== null) results['omnidocbench'] = await onOmniDocBench(name, omniDocBench, requiredOption(options, 'output'), settings)
      for (const [set, documents] of Object.entries(sets)) results[set] = await onDocuments(name, documents, settings)
      tools[name] = results
    } catch (error) {
      tools[name] = { skipped: error instanceof Error ? error.message : String(error) }
    }
    say(JSON.stringify(tools[name]))
  }
  return tools
}

async function openSets(folder: string): Promise<{ omniDocBench: OmniDocBenchSet | null, sets: Record<string, DocumentSet> }> {
  const has = async (name: string): Promise<boolean> => access(join(folder, name)).then(() => true, () => false)
  const sets: Record<string, DocumentSet> = {}
  if (await has('olmocr_bench/tests')) sets['olmocr'] = await olmocrSet(join(folder, 'olmocr_bench'))
  if (await has('icdar2013')) sets['icdar2013'] = await icdarSet(join(folder, 'icdar2013'))
  if (await has('pubtabnet')) sets['pubtabnet'] = await pubTabNetSet(join(folder, 'pubtabnet'))
  if (await has('manifest.json')) sets['bornDigital'] = await bornDigitalSet(folder)
  for (const [name, pdf] of [['scannedPictures', false], ['scannedPdfs', true]] as const) {
    const scans = await has('manifest.json') ? await scansSet(folder, pdf) : null
    if (scans !== null && scans.files.length > 0) sets[name] = scans
  }
  const omniDocBench = await has('omnidocbench') ? await openOmniDocBench(join(folder, 'omnidocbench'), null)
    : await has('images') ? await openOmniDocBench(folder, null) : null
  if (omniDocBench === null && Object.keys(sets).length === 0) throw new BenchError(`${folder} holds none of omnidocbench, olmocr_bench, icdar2013, pubtabnet, manifest.json`)
  return { omniDocBench, sets }
}

interface Settings {
  readonly resume: boolean
  readonly limitSeconds: number
  readonly limit: null
}

async function onOmniDocBench(method: string, set: OmniDocBenchSet, output: string, settings: Settings): Promise<SetResult | { skipped: string }> {
  const { byAttribute: _, pages: __, failed, ...figures } = await evaluateMethod(method, set, output, settings)
  return skippedAll(failed.map(({ message }) => message), figures.pageCount) ?? { ...figures, failed: failed.map(({ page, message }) => `${page}: ${message}`) }
}

async function onDocuments(method: string, set: DocumentSet, { limitSeconds }: Settings): Promise<SetResult | { skipped: string }> {
  const outputs = new Map<string, readonly string[]>()
  const failed: { file: string, message: string }[] = []
  let seconds = 0
  let pages = 0
  for await (const result of runMethod(method, set.files, limitSeconds)) {
    seconds += result.seconds
    if (result.pages === null) failed.push({ file: result.file, message: result.error?.message ?? 'failed' })
    else outputs.set(result.file, result.pages)
    if (result.pages !== null) pages += await pageCount(result.file)
  }
  return skippedAll(failed.map(({ message }) => message), set.files.length)
    ?? { ...set.score(outputs), pagesPerSecond: seconds === 0 ? null : pages / seconds, failed: failed.map(({ file, message }) => `${file.split('/').at(-1)}: ${message}`) }
}

/** A tool that could read no file of a set is not scored on it. */
function skippedAll(messages: readonly string[], files: number): { skipped: string } | null {
  return messages.length === files && files > 0 ? { skipped: messages[0]! } : null
}

function report(tools: Readonly<Record<string, ToolResult>>): string {
  const columns: readonly (readonly [string, string, string])[] = [
    ['OmniDocBench text edit', 'omnidocbench', 'textEdit'], ['reading order edit', 'omnidocbench', 'readingOrderEdit'], ['table TEDS', 'omnidocbench', 'tableTeds'],
    ['overall', 'omnidocbench', 'overall'], ['pages/s', 'omnidocbench', 'pagesPerSecond'], ['olmOCR-bench passed', 'olmocr', 'passed'], ['pages/s', 'olmocr', 'pagesPerSecond'],
    ['ICDAR 2013 F1', 'icdar2013', 'adjacencyF1'], ['pages/s', 'icdar2013', 'pagesPerSecond'], ['PubTabNet TEDS', 'pubtabnet', 'teds'], ['born-digital lost or invented', 'bornDigital', 'lostOrInvented'], ['pages/s', 'bornDigital', 'pagesPerSecond'], ['scanned pictures CER', 'scannedPictures', 'cer'], ['WER', 'scannedPictures', 'wer'], ['scanned PDFs CER', 'scannedPdfs', 'cer'], ['WER', 'scannedPdfs', 'wer'],
  ]
  return markdownTable(['tool', ...columns.map(([title]) => title)], Object.entries(tools).map(([name, result]) => [name, ...columns.map(([, set, key]) => {
    const cell: unknown = 'skipped' in result ? result : (result as Readonly<Record<string, unknown>>)[set]
    if (typeof cell !== 'object' || cell === null) return '-'
    if ('skipped' in cell) return String(cell.skipped).slice(0, 60)
    const value = (cell as Record<string, unknown>)[key]
    return figure(typeof value === 'number' ? value : null)
  })]))
}
