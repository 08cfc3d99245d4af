// Accuracy in tables: by method, and by the attributes of the pages.
import { overallScore } from '../metrics/omnidocbench.ts'
import { html, type Html } from './html.ts'
import type { MethodReport } from './method-report.ts'
import { figure, table } from './table.ts'

/** Attributes of OmniDocBench's pages that its paper breaks the figures down by. */
const ATTRIBUTES = [
  ['data_source', 'Data source'],
  ['language', 'Language'],
  ['layout', 'Layout'],
] as const

const FIGURES_HEAD = ['text edit ↓', 'formula edit ↓', 'table TEDS ↑', 'TEDS structure ↑', 'reading order edit ↓', 'overall ↑']

export function accuracyByMethod(methods: readonly MethodReport[]): Html {
  return table(
    ['method', 'pages', 'failed', ...FIGURES_HEAD, 'pages/s', 'peak memory, MB'],
    methods.map(({ name, result }) => [
      name,
      result.pageCount,
      result.failed.length,
      ...figureCells(result, result.overall),
      figure(result.pagesPerSecond, 2),
      figure(result.peakRssMb, 0),
    ]),
  )
}

/** One table an attribute; rows are its values, method by method. */
export function accuracyByAttribute(methods: readonly MethodReport[]): Html {
  return html`${ATTRIBUTES.map(([attribute, title]) => {
    const prefix = `${attribute}: `
    const values = [...new Set(methods.flatMap(({ result }) => Object.keys(result.byAttribute)))]
      .filter((key) => key.startsWith(prefix))
      .sort()
    if (values.length === 0) return null
    const rows = values.flatMap((key) =>
      methods.flatMap(({ name, result }) => {
        const group = result.byAttribute[key]
        if (group === undefined) return []
        const value = key.slice(prefix.length)
        return [[methods.length === 1 ? value : `${value} · ${name}`, group.pages, ...figureCells(group, overallScore(group))]]
      }),
    )
    return html`<h3>${title}</h3>${table([title.toLowerCase(), 'pages', ...FIGURES_HEAD], rows)}`
  })}`
}

type Scores = Pick<MethodReport['result'], 'textEdit' | 'formulaEdit' | 'tableTeds' | 'tableTedsStructure' | 'readingOrderEdit'>

function figureCells(scores: Scores, overall: number | null): string[] {
  const { textEdit, formulaEdit, tableTeds, tableTedsStructure, readingOrderEdit } = scores
  return [...[textEdit, formulaEdit, tableTeds, tableTedsStructure, readingOrderEdit].map((value) => figure(value)), figure(overall, 1)]
}
