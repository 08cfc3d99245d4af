// OmniDocBench's figures: per page, over all pages, and by the attributes of the pages.
// Source: OmniDocBench v1.5, metrics/cal_metric.py and metrics/show_result.py, read, not copied.
import { imageName, type TruthPage } from '../data/omnidocbench.ts'
import { editDistance, sequenceDistance } from './edit-distance.ts'
import { matchPage, type Match } from './match-page.ts'
import type { Rules } from './normalize.ts'
import { tedsScores } from './teds.ts'

/** Figures of one page; null where the page has nothing of the kind. Distances: 0 is best; TEDS: 1 is best. */
export interface PageScore {
  readonly page: string
  readonly textEdit: number | null
  readonly formulaEdit: number | null
  readonly tableEdit: number | null
  readonly tableTeds: number | null
  readonly tableTedsStructure: number | null
  readonly readingOrderEdit: number | null
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

export const FIGURES = ['textEdit', 'formulaEdit', 'tableEdit', 'tableTeds', 'tableTedsStructure', 'readingOrderEdit'] as const
export type Figures = Readonly<Record<(typeof FIGURES)[number], number | null>>

export function scorePage(page: TruthPage, markdown: string, rules: Rules = '1.5'): PageScore {
  const match = matchPage(page, markdown, rules)
  const tables = match.tables.map(({ truth, prediction }) => tedsScores(prediction, truth))
  const { truth, prediction } = match.order
  const longest = Math.max(truth.length, prediction.length)
  return {
    page: imageName(page),
    textEdit: pooledEdit(match.text),
    formulaEdit: pooledEdit(match.formulas),
    tableEdit: pooledEdit(match.tables),
    tableTeds: mean(tables.map((score) => score.teds)),
    tableTedsStructure: mean(tables.map((score) => score.structure)),
    readingOrderEdit: longest === 0 ? null : sequenceDistance(truth, prediction) / longest,
    attributes: attributesOf(page),
  }
}

/** Summed distances over summed lengths of the longer sides; null without text. */
function pooledEdit(matches: readonly Match[]): number | null {
  const longest = matches.reduce((sum, match) => sum + Math.max(match.truth.length, match.prediction.length), 0)
  return longest === 0 ? null : matches.reduce((sum, match) => sum + editDistance(match.truth, match.prediction), 0) / longest
}

function attributesOf(page: TruthPage): Record<string, string[]> {
  return Object.fromEntries(Object.entries(page.page_info.page_attribute).map(([name, value]) =>
    [name, (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')]))
}

export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** Means over the pages that have the kind of element. */
export function averageScores(scores: readonly PageScore[]): Figures {
  return Object.fromEntries(FIGURES.map((figure) => [figure, mean(scores.map((score) => score[figure]))])) as Figures
}

/** The same by data source, language, layout and special issue: 'layout: double_column' -> figures. */
export function scoresByAttribute(scores: readonly PageScore[]): Readonly<Record<string, Figures & { readonly pages: number }>> {
  const groups = new Map<string, PageScore[]>()
  for (const score of scores) {
    for (const [name, values] of Object.entries(score.attributes)) {
      for (const value of values) groups.set(`${name}: ${value}`, [...groups.get(`${name}: ${value}`) ?? [], score])
    }
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => [name, { pages: group.length, ...averageScores(group) }]))
}

/**
 * 0-100, the mean of (1 - text edit), table TEDS and a formula figure, as far as the pages have them. The published
 * overall takes the formulas' CDM, which renders LaTeX; here (1 - formula edit) stands in for it, so the two compare
 * only on pages without display formulas.
 */
export function overallScore({ textEdit, formulaEdit, tableTeds }: Figures): number | null {
  const average = mean([textEdit === null ? null : 1 - textEdit, formulaEdit === null ? null : 1 - formulaEdit, tableTeds])
  return average === null ? null : average * 100
}
