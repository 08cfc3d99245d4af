// Does our scorer give the figures of the public one? Compares per-page edit distances on the same predictions.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'
import { say, type Benchmark } from '../benchmark.ts'
import { readPredictions } from '../data/predictions.ts'
import { readTruth } from '../data/omnidocbench.ts'
import { markdownTable } from '../markdown-table.ts'
import { mean, scorePage, type PageScore } from '../metrics/omnidocbench.ts'
import type { Rules } from '../metrics/normalize.ts'
import { requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const perPage = z.record(z.string(), z.number()).default({})
const officialSchema = z.object({ text_block: perPage, reading_order: perPage, table: perPage, display_formula: perPage })

const KINDS = [['text', 'text_block', 'textEdit'], ['readingOrder', 'reading_order', 'readingOrderEdit'], ['table', 'table', 'tableEdit']] as const
const WORST = 10

interface Difference {
  readonly page: string
  readonly kind: string
  readonly ours: number | null
  readonly official: number | null
  /** |ours - official|; 1 when only one of the two has a figure. */
  readonly difference: number
}

export const benchmark: Benchmark = {
  options: {
    pred: { type: 'string', default: '../shared/data/dev/omnidocbench/end2end_pred' },
    gt: { type: 'string', default: '../shared/data/dev/omnidocbench/OmniDocBench_subset.json' },
    official: { type: 'string', default: '../shared/data/omnidocbench_official/per_page_edit.dev.json' },
    rules: { type: 'string', default: '1.0' },
  },
  async run(options) {
    const [pred, gt, officialPath] = ['pred', 'gt', 'official'].map((name) => requiredOption(options, name)) as [string, string, string]
    const rules = requiredOption(options, 'rules')
    if (rules !== '1.0' && rules !== '1.5') throw new BenchError(`--rules must be 1.0 or 1.5, not '${rules}'`, 2)
    const official = await readOfficial(officialPath)
    const truth = await readTruth(gt)
    const predictions = await readPredictions(pred, truth)
    const score = (edition: Rules): PageScore[] => truth.flatMap((page) => {
      const markdown = predictions.pages.get(page.page_info.image_path.split('/').at(-1)!)
      return markdown === undefined ? [] : [scorePage(page, markdown, edition)]
    })
    const differences = compare(score(rules), official)
    const other = rules === '1.0' ? '1.5' : '1.0'
    report(differences, rules)
    report(compare(score(other), official), other)
    for (const page of predictions.missing) say(`no prediction for ${page}`)
    for (const file of predictions.withoutTruth) say(`no ground truth for ${file}`)
    const average = (kind: string): number | null => mean(differences.filter((entry) => entry.kind === kind).map((entry) => entry.difference))
    return {
      rules, pages: predictions.pages.size, missing: predictions.missing, withoutTruth: predictions.withoutTruth,
      textMeanAbsDiff: average('text'), readingOrderMeanAbsDiff: average('readingOrder'), tableMeanAbsDiff: average('table'),
      worst: [...differences].sort((a, b) => b.difference - a.difference).slice(0, WORST),
      dataHash: await hashFiles([gt, officialPath, ...predictions.files]),
    }
  },
}

async function readOfficial(path: string): Promise<z.output<typeof officialSchema>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BenchError(`cannot read the official figures ${path}`)
  })
  try {
    return officialSchema.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? error.issues[0]?.message : error instanceof Error ? error.message : String(error)
    throw new BenchError(`the official figures ${path} are malformed: ${reason}`)
  }
}

function compare(scores: readonly PageScore[], official: z.output<typeof officialSchema>): Difference[] {
  return KINDS.flatMap(([kind, officialKind, figure]) => scores.flatMap((score): Difference[] => {
    const ours = score[figure]
    const theirs = official[officialKind][score.page] ?? null
    if (ours === null && theirs === null) return []
    return [{ page: score.page, kind, ours, official: theirs, difference: ours === null || theirs === null ? 1 : Math.abs(ours - theirs) }]
  }))
}

function report(differences: readonly Difference[], rules: Rules): void {
  say(`\nrules ${rules}: ours - official`)
  const rows = [...new Set(differences.map((entry) => entry.page))].map((page) => [page, ...KINDS.map(([kind]) => {
    const entry = differences.find((candidate) => candidate.page === page && candidate.kind === kind)
    return entry === undefined ? '-' : `${((entry.ours ?? 0) - (entry.official ?? 0)).toFixed(4)}`
  })])
  say(markdownTable(['page', ...KINDS.map(([kind]) => kind)], rows))
}
