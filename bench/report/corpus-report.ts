// The report of a corpus run, from the one JSON line that it printed: index.html and report.json.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'
import { htmlDocument } from './document.ts'
import { html, type Html } from './html.ts'
import { loadPlotter, MISSING_PLOTS, plotFigure, type Plotter } from './plots.ts'
import { originFacts } from './report-origin.ts'
import { figure, percent, table } from './table.ts'

const rate = z.number().nullable()
const rates = z.object({ scansDraft: rate, scansAuto: rate })

const corpusSchema = z.looseObject({
  benchmark: z.literal('corpus'),
  effort: z.string(),
  documents: z.number(),
  pages: z.number(),
  crashed: z.number(),
  failed: z.array(z.object({ id: z.string(), code: z.string() })),
  cer: rates,
  wer: rates,
  cerAgainstMachine: rates,
  characterErrors: z.record(z.string(), z.object({ draft: z.number(), auto: z.number(), of: z.number() })),
  textLayerError: rate,
  omniDocBenchTextEdit: rate.optional(),
  secondsPerPage: rate,
  peakRssMb: z.number(),
  commit: z.string().nullable(),
  machine: z.string(),
  versions: z.record(z.string(), z.string()),
  dataHash: z.string(),
})

type Corpus = z.output<typeof corpusSchema>

/** Reads what `npm run bench -- corpus` wrote to its standard output. @throws BenchError */
export async function readCorpusRun(path: string): Promise<Corpus> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BenchError(`cannot read ${path}`)
  })
  try {
    return corpusSchema.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''))
  } catch (error) {
    const issue = error instanceof z.ZodError ? `: ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}` : ''
    throw new BenchError(`${path} is not the output of a corpus run${issue}`)
  }
}

/** Writes `output/index.html` and `output/report.json`, and returns the path of the HTML file. */
export async function writeCorpusReport(output: string, run: Corpus): Promise<string> {
  const plotter = await loadPlotter()
  const scans = Object.entries(run.characterErrors).map(([id, { draft, auto, of }]) => ({ id, draft: draft / of, auto: auto / of, of }))
  const path = join(output, 'index.html')
  await mkdir(output, { recursive: true })
  await writeFile(
    path,
    htmlDocument({
      title: 'Corpus report',
      summary: `${run.documents} documents, ${run.pages} pages, effort ${run.effort}.`,
      facts: originFacts({ ...run, command: `npm run bench -- corpus --effort ${run.effort}` }),
      sections: [
        { heading: 'Figures', body: summaryTable(run) },
        ...(scans.length === 0
          ? []
          : [
              {
                heading: 'Character error by scan',
                body: html`${plotter === null ? MISSING_PLOTS : html`<div class="plots">${errorPlot(scans, plotter)}</div>`}${table(
                  ['document', 'characters', 'unverified', 'auto'],
                  scans.map((scan) => [scan.id, scan.of, percent(scan.draft), percent(scan.auto)]),
                )}`,
              },
            ]),
        ...(run.failed.length === 0
          ? []
          : [
              {
                heading: 'Failures',
                body: table(
                  ['document', 'code'],
                  run.failed.map(({ id, code }) => [id, code]),
                ),
              },
            ]),
      ],
    }),
  )
  await writeFile(join(output, 'report.json'), `${JSON.stringify(run, null, 2)}\n`)
  return path
}

function summaryTable(run: Corpus): Html {
  return html`${table(
    ['', 'unverified', 'auto'],
    [
      ['character error, scans with a human transcription', percent(run.cer.scansDraft), percent(run.cer.scansAuto)],
      ['word error, the same scans', percent(run.wer.scansDraft), percent(run.wer.scansAuto)],
      [
        'difference from another OCR engine’s transcription',
        percent(run.cerAgainstMachine.scansDraft),
        percent(run.cerAgainstMachine.scansAuto),
      ],
    ],
  )}${table(
    ['', 'figure'],
    [
      ['documents that failed', run.failed.length],
      ['processes that crashed', run.crashed],
      ['characters lost or invented against PDF text layers', percent(run.textLayerError)],
      ['OmniDocBench text edit', figure(run.omniDocBenchTextEdit)],
      ['seconds per page', figure(run.secondsPerPage, 2)],
      ['peak memory, MB', figure(run.peakRssMb, 0)],
    ],
  )}`
}

function errorPlot(
  scans: readonly { readonly id: string; readonly draft: number; readonly auto: number }[],
  { plot, draw }: Plotter,
): Html {
  const points = scans.flatMap(({ id, draft, auto }) => [
    { id, effort: 'unverified', error: draft },
    { id, effort: 'auto', error: auto },
  ])
  const names = scans.map(({ id }) => id)
  const drawing = draw({
    height: 70 + 22 * names.length,
    marginLeft: Math.min(260, 24 + 7 * Math.max(...names.map((name) => name.length))),
    insetRight: 8,
    r: { type: 'identity' },
    x: { label: 'character error, % →', grid: true, percent: true, zero: true },
    y: { label: null, domain: names },
    color: { legend: true, domain: ['unverified', 'auto'] },
    marks: [
      plot.ruleY(scans, { y: 'id', x1: 'draft', x2: 'auto', strokeOpacity: 0.35, strokeWidth: 2 }),
      // where both agree, the larger dot shows as a ring
      plot.dot(points, { x: 'error', y: 'id', fill: 'effort', r: ({ effort }: { effort: string }) => (effort === 'auto' ? 3.5 : 6.5) }),
    ],
  })
  return plotFigure(
    'Unverified and verified',
    drawing,
    'Further to the left is better: an orange dot left of its blue one means that verifying helped.',
  )
}
