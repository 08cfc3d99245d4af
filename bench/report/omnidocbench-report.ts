// The report of an OmniDocBench run: index.html and report.json in the run's folder.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OmniDocBenchSet } from '../data/omnidocbench-folder.ts'
import { accuracyAgainstTime } from './accuracy-plots.ts'
import { accuracyByAttribute, accuracyByMethod } from './accuracy-tables.ts'
import { htmlDocument, type Section } from './document.ts'
import { html, type Html } from './html.ts'
import type { MethodReport } from './method-report.ts'
import { loadPlotter, MISSING_PLOTS, type Plotter } from './plots.ts'
import { originFacts, type ReportOrigin } from './report-origin.ts'
import { speedPlots } from './speed-plots.ts'
import { speedTables } from './speed-tables.ts'
import { table } from './table.ts'
import { worstPages } from './worst-pages.ts'

/** Writes `output/index.html` and `output/report.json`, and returns the path of the HTML file. */
export async function writeOmniDocBenchReport(
  output: string,
  methods: readonly MethodReport[],
  set: OmniDocBenchSet,
  origin: ReportOrigin,
): Promise<string> {
  const plotter = await loadPlotter()
  const [main] = methods
  const pages = main?.result.pageCount ?? 0
  const text = htmlDocument({
    title: 'OmniDocBench report',
    summary: `${counted(pages, 'page')}, ${counted(methods.length, 'method')}. Distances (↓) are best at 0, TEDS (↑) at 1, overall at 100.`,
    facts: originFacts(origin),
    sections: [
      { heading: 'Accuracy by method', body: html`${accuracyByMethod(methods)}${OVERALL}` },
      speedSection(methods),
      { heading: 'Plots', body: plotter === null ? MISSING_PLOTS : html`<div class="plots">${plots(methods, plotter)}</div>` },
      { heading: 'Accuracy by kind of page', body: accuracyByAttribute(methods) },
      ...problems(methods, set),
      ...(main === undefined ? [] : [{ heading: `Worst pages of ${main.name}`, body: await worstPages(main, set) }]),
    ],
  })
  const path = join(output, 'index.html')
  await writeFile(path, text)
  await writeFile(join(output, 'report.json'), `${JSON.stringify(reportJson(methods, set, origin), null, 2)}\n`)
  return path
}

const OVERALL = html`<p class="soft">Rules of OmniDocBench v1.5. Overall is the mean of (1 − text edit), table TEDS and
(1 − formula edit), the last in place of the formulas’ CDM: compare it with published figures only on pages without display
formulas. Failed pages are scored as empty.</p>`

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const NOT_MEASURED = html`<p>Not measured: <code>--compare</code> also decodes every page plainly and measures what speculation gains.</p>`

function plots(methods: readonly MethodReport[], plotter: Plotter): Html[] {
  const accuracy = accuracyAgainstTime(methods, plotter)
  return [...(accuracy === null ? [] : [accuracy]), ...speedPlots(methods, plotter)]
}

function speedSection(methods: readonly MethodReport[]): Section {
  const measured = methods.flatMap(({ name, speed }) => (speed === null ? [] : [{ name, speed }]))
  const unmeasured = methods.flatMap(({ name, pageSpeeds }) =>
    pageSpeeds.flatMap(({ page, reason }) => (reason === null ? [] : [[`${page} · ${name}`, reason]])),
  )
  const missing = unmeasured.length === 0 ? null : html`<h3>Not measured</h3>${table(['page', 'why'], unmeasured)}`
  return {
    heading: 'Speculation',
    body:
      measured.length === 0 && missing === null ? NOT_MEASURED : html`${measured.length === 0 ? null : speedTables(measured)}${missing}`,
  }
}

/** What a reader must know before trusting the figures; no section when there is nothing. */
function problems(methods: readonly MethodReport[], set: OmniDocBenchSet): Section[] {
  const rows = [
    ...methods.flatMap(({ name, result }) =>
      result.failed.map(({ page, code, message }) => [page, `${name}: ${code === null ? '' : `${code}: `}${message}`]),
    ),
    ...set.missingImages.map((page) => [page, 'no image; scored as empty']),
    ...set.withoutTruth.map((page) => [page, 'no ground truth; not read']),
  ]
  return rows.length === 0 ? [] : [{ heading: 'Failures and gaps', body: table(['page', 'what happened'], rows) }]
}

/** All figures; what single blocks did stays in the run's speed.jsonl. */
function reportJson(methods: readonly MethodReport[], set: OmniDocBenchSet, origin: ReportOrigin): object {
  return {
    benchmark: 'omnidocbench',
    ...origin,
    missingImages: set.missingImages,
    withoutTruth: set.withoutTruth,
    methods: Object.fromEntries(
      methods.map(({ name, result, speed, pageSpeeds }) => [
        name,
        {
          ...result,
          speed,
          pageSpeeds: pageSpeeds.map(({ page, sample, reason }) => ({
            page,
            reason,
            stats: sample?.stats ?? null,
            peakRssMb: sample?.peakRssMb ?? null,
          })),
        },
      ]),
    ),
  }
}
