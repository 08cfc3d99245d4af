// Accuracy and speed on OmniDocBench: every page image read by a method, written out, scored by the v1.5 rules.
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { say, type Benchmark } from '../benchmark.ts'
import { openOmniDocBench, type OmniDocBenchSet } from '../data/omnidocbench-folder.ts'
import { imageName } from '../data/omnidocbench.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { predictPages, type PagePrediction } from '../methods/predict-pages.ts'
import { methods } from '../methods/registry.ts'
import { averageScores, overallScore, scorePage, scoresByAttribute, type Figures, type PageScore } from '../metrics/omnidocbench.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev/omnidocbench' },
    gt: { type: 'string' },
    limit: { type: 'string' },
    method: { type: 'string', default: 'specparse-auto' },
    resume: { type: 'boolean', default: false },
    output: { type: 'string', short: 'o', default: 'report' },
    timeout: { type: 'string', default: '900' },
  },
  async run(options) {
    const names = requiredOption(options, 'method').split(',')
    for (const name of names) {
      if (!(name in methods)) throw new BenchError(`no method '${name}'; there are ${Object.keys(methods).join(', ')}`, 2)
    }
    const set = await openOmniDocBench(requiredOption(options, 'data'), textOption(options, 'gt'))
    const output = requiredOption(options, 'output')
    const settings = { resume: options['resume'] === true, limitSeconds: countOption(options, 'timeout') ?? 900, limit: countOption(options, 'limit') }
    for (const name of set.missingImages) say(`missing image: ${name}; it counts as an empty page`)
    for (const name of set.withoutTruth) say(`no ground truth for ${name}: not read`)
    const results: Record<string, MethodResult> = {}
    for (const name of names) results[name] = await evaluateMethod(name, set, output, settings)
    say(`\n${resultTable(results)}`)
    const { pages: _, byAttribute, ...first } = results[names[0]!]!
    return {
      data: basename(set.truthPath), method: names[0], ...first, missingImages: set.missingImages, withoutTruth: set.withoutTruth, byAttribute,
      ...names.length === 1 ? {} : { methods: Object.fromEntries(Object.entries(results).map(([name, { pages: __, byAttribute: ___, ...figures }]) => [name, figures])) },
      dataHash: await hashFiles([set.truthPath, ...set.pages.map((page) => set.image(page))]),
    }
  },
}

export interface MethodResult extends Figures {
  /** 0-100; see `overallScore` for what stands in for the formulas' CDM. */
  readonly overall: number | null
  readonly pagesPerSecond: number
  readonly peakRssMb: number
  /** Pages that could not be read; they are scored as empty. */
  readonly failed: readonly { readonly page: string, readonly code: string | null, readonly message: string }[]
  readonly pageCount: number
  readonly byAttribute: ReturnType<typeof scoresByAttribute>
  readonly pages: readonly (PageScore & { readonly seconds: number })[]
}

export interface EvaluateSettings {
  readonly resume: boolean
  readonly limitSeconds: number
  readonly limit: number | null
}

/** Reads and scores every page; figures go to `output/METHOD/scores.json`. @throws Error when the method cannot run */
export async function evaluateMethod(method: string, set: OmniDocBenchSet, output: string, settings: EvaluateSettings): Promise<MethodResult> {
  const pages = set.pages.slice(0, settings.limit ?? undefined)
  const folder = join(output, method)
  const predictions = new Map<string, PagePrediction>()
  for await (const prediction of predictPages(method, pages.map((page) => set.image(page)), folder, settings)) {
    predictions.set(prediction.page, prediction)
    const outcome = prediction.error === null ? `${prediction.seconds.toFixed(1)} s` : `failed: ${prediction.error.message}`
    say(`${method} ${predictions.size}/${pages.length} ${prediction.page}: ${outcome}`)
  }
  const scores = pages.map((page) => ({
    ...scorePage(page, predictions.get(imageName(page))?.markdown ?? ''), seconds: predictions.get(imageName(page))?.seconds ?? 0,
  }))
  const figures = averageScores(scores)
  const read = [...predictions.values()]
  const result: MethodResult = {
    ...figures, overall: overallScore(figures), pageCount: pages.length,
    pagesPerSecond: read.length / read.reduce((sum, { seconds }) => sum + seconds, 0),
    peakRssMb: Math.max(0, ...read.map(({ peakRssMb }) => peakRssMb)),
    failed: read.flatMap(({ page, error }) => (error === null ? [] : [{ page, ...error }])),
    byAttribute: scoresByAttribute(scores), pages: scores,
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'scores.json'), `${JSON.stringify(result, null, 2)}\n`)
  return result
}

export function resultTable(results: Readonly<Record<string, MethodResult>>): string {
  return markdownTable(
    ['method', 'text edit', 'formula edit', 'table TEDS', 'TEDS structure', 'reading order edit', 'overall', 'pages/s', 'peak memory, MB', 'failed pages'],
    Object.entries(results).map(([name, result]) => [
      name, figure(result.textEdit), figure(result.formulaEdit), figure(result.tableTeds), figure(result.tableTedsStructure),
      figure(result.readingOrderEdit), figure(result.overall, 1), figure(result.pagesPerSecond, 2), figure(result.peakRssMb, 0), String(result.failed.length),
    ]),
  )
}
