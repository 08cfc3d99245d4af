import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MethodResult } from '../../bench/benchmarks/omnidocbench.ts'
import { openOmniDocBench, type OmniDocBenchSet } from '../../bench/data/omnidocbench-folder.ts'
import { averageScores, overallScore, scorePage, scoresByAttribute } from '../../bench/metrics/omnidocbench.ts'
import { html } from '../../bench/report/html.ts'
import { readMethodReports } from '../../bench/report/method-report.ts'
import { writeOmniDocBenchReport } from '../../bench/report/omnidocbench-report.ts'
import { truthText } from '../../bench/report/worst-pages.ts'
import type { Stats } from '../../src/model/document.ts'

const ORIGIN = { command: 'made up', commit: 'abc1234', machine: 'a machine', versions: { node: '20' }, dataHash: '0123456789abcdef' }

const pageTruth = (name: string, layout: string, text: string) => ({
  layout_dets: [
    { category_type: 'text_block', anno_id: 2, order: 2, text: 'The second paragraph of the page.' },
    { category_type: 'text_block', anno_id: 1, order: 1, text },
    { category_type: 'page_number', anno_id: 3, order: null, text: '17' },
  ],
  page_info: { image_path: name, page_attribute: { data_source: 'book', language: 'english', layout } },
})

const TRUTH = [
  pageTruth('good.png', 'single_column', 'All of this is read well.'),
  pageTruth('bad.png', 'double_column', 'Nothing here is read.'),
]
const PREDICTED: Readonly<Record<string, string>> = {
  'good.png': 'All of this is read well.\n\nThe second paragraph of the page.',
  'bad.png': '<script>alert(1)</script> & more',
}

let folder = ''
let set: OmniDocBenchSet
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'specparse-report-'))
  mkdirSync(join(folder, 'images'))
  writeFileSync(join(folder, 'OmniDocBench.json'), JSON.stringify(TRUTH))
  for (const name of Object.keys(PREDICTED)) {
    await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#fff' } })
      .png()
      .toFile(join(folder, 'images', name))
  }
  set = await openOmniDocBench(folder, null)
  writeMethod('ours', true)
  writeMethod('theirs', false)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function writeMethod(name: string, measured: boolean): void {
  mkdirSync(join(folder, 'run', name), { recursive: true })
  const pages = set.pages.map((page) => ({ ...scorePage(page, PREDICTED[page.page_info.image_path] ?? ''), seconds: 2 }))
  const figures = averageScores(pages)
  const result: MethodResult = {
    ...figures,
    overall: overallScore(figures),
    pageCount: 2,
    pagesPerSecond: 0.5,
    peakRssMb: 321,
    failed: measured ? [] : [{ page: 'bad.png', code: 'CRASHED', message: 'the tool fell over' }],
    byAttribute: scoresByAttribute(pages),
    pages,
  }
  writeFileSync(join(folder, 'run', name, 'scores.json'), JSON.stringify(result))
  for (const [image, markdown] of Object.entries(PREDICTED))
    writeFileSync(join(folder, 'run', name, image.replace('.png', '.md')), markdown)
  if (measured) writeFileSync(join(folder, 'run', name, 'speed.jsonl'), [speedLine('good.png', 100), speedLine('bad.png', 1000)].join('\n'))
}

function speedLine(page: string, tokens: number): string {
  const stats: Stats = {
    pages: 1,
    seconds: { draft: 1, verify: 1, total: 2 },
    tokensPerForward: 5,
    meanAcceptanceLength: 5,
    decode: {
      sequences: 1,
      tokens,
      forwards: tokens / 5,
      steps: tokens / 5,
      numDrafts: 10,
      numDraftTokens: 20,
      numAcceptedTokens: 15,
      numAcceptedTokensPerPos: [10, 5],
    },
    lines: { total: 1, verified: 1, accepted: 1, corrected: 0, kept: 0 },
    comparison: {
      identical: true,
      sequences: 1,
      divergences: [],
      plainBatch: 8,
      speedup: { decode: 4, sequential: 8, endToEnd: 2 },
      seconds: { draft: 1, find: 0, encode: 0.5, verify: 1, plain: 4, plainSequential: 8 },
    },
  }
  const blocks = [{ kind: 'text', acceptance: { draftTokens: 20, acceptedTokens: 15, tokens, steps: tokens / 5 } }]
  return JSON.stringify({ page, sample: { stats, blocks, peakRssMb: 200 }, reason: null })
}

async function render(names: readonly string[] | null) {
  const path = await writeOmniDocBenchReport(join(folder, 'run'), await readMethodReports(join(folder, 'run'), names), set, ORIGIN)
  const text = readFileSync(path, 'utf8')
  return { text, document: parseHTML(text).document, json: JSON.parse(readFileSync(join(folder, 'run', 'report.json'), 'utf8')) }
}

type Row = ReturnType<ReturnType<typeof parseHTML>['document']['querySelector']>
const cells = (row: Row | undefined): string[] => [...(row?.querySelectorAll('th, td') ?? [])].map((cell) => cell.textContent ?? '')

describe('the HTML', () => {
  test('tables: every method, every attribute, speculation', async () => {
    const { document } = await render(null)
    const headings = [...document.querySelectorAll('h2')].map((heading) => heading.textContent)
    expect(headings).toEqual([
      'Accuracy by method',
      'Speculation',
      'Plots',
      'Accuracy by kind of page',
      'Failures and gaps',
      'Worst pages of ours',
    ])
    const [byMethod, speculation, against] = document.querySelectorAll('table')
    expect(cells(byMethod?.querySelector('tbody tr')).slice(0, 3)).toEqual(['ours', '2', '0'])
    expect(cells(byMethod?.querySelectorAll('tbody tr')[1]).slice(0, 3)).toEqual(['theirs', '2', '1'])
    expect(cells(speculation?.querySelector('tbody tr'))).toEqual(['ours', '2', '1100', '220', '5.0', '5.00', '40', '75.0%', '200'])
    expect(cells(against?.querySelector('tbody tr')).slice(2, 7)).toEqual(['2 of 2', '–', '4.00×', '8.00×', '1.80×'])
    expect(document.body.textContent).toContain('double_column · theirs')
    expect(document.body.textContent).toContain('CRASHED: the tool fell over')
  })

  test('five plots, as static SVG with marks in them', async () => {
    const { document } = await render(null)
    const figures = [...document.querySelectorAll('.plots > figure')]
    expect(figures.map((plot) => plot.querySelector('h3')?.textContent)).toEqual([
      'Accuracy against time',
      'Speed-up against page length',
      'Where the time goes',
      'Acceptance by region kind',
      'Acceptance by position in the draft',
    ])
    for (const plot of figures)
      expect(plot.querySelectorAll('svg [aria-label=dot] > *, svg [aria-label=bar] > *').length).toBeGreaterThan(0)
    expect(figures.map((plot) => plot.innerHTML).join('')).not.toMatch(/NaN|undefined/)
  })

  test('the worst page comes first, with its picture, prediction and ground truth', async () => {
    const { document } = await render(['ours'])
    const [worst, next] = document.querySelectorAll('article')
    expect([worst?.querySelector('h3')?.textContent, next?.querySelector('h3')?.textContent]).toEqual(['bad.png', 'good.png'])
    expect([...(worst?.querySelectorAll('pre') ?? [])].map((side) => side.textContent)).toEqual([
      '<script>alert(1)</script> & more',
      'Nothing here is read.\n\nThe second paragraph of the page.',
    ])
    const uri = worst?.querySelector('img')?.getAttribute('src') ?? ''
    const picture = await sharp(Buffer.from(uri.replace('data:image/webp;base64,', ''), 'base64')).metadata()
    expect(picture.width).toBeLessThan(1000)
  })

  test('one file: no script, nothing loaded', async () => {
    const { document, text } = await render(null)
    expect(document.querySelectorAll('script, link, iframe')).toHaveLength(0)
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'")
    expect(text).not.toMatch(/(src|href)="(?!data:)/)
  })

  test('without measured pages it says how to measure', async () => {
    const { document } = await render(['theirs'])
    expect(document.body.textContent).toContain('Not measured: --compare')
    expect(document.querySelectorAll('.plots > figure')).toHaveLength(1)
  })
})

test('report.json has the figures of the HTML and what makes them repeatable', async () => {
  const { json } = await render(null)
  expect(json).toMatchObject({ ...ORIGIN, missingImages: [], withoutTruth: [] })
  expect(json.methods.ours).toMatchObject({ pageCount: 2, speed: { tokensPerForward: 5, comparison: { speedup: { decode: 4 } } } })
  expect(json.methods.theirs).toMatchObject({ speed: null, failed: [{ page: 'bad.png' }] })
})

test('a folder without results is refused', async () => {
  await expect(readMethodReports(join(folder, 'images'), null)).rejects.toThrow('holds no results')
  await expect(readMethodReports(join(folder, 'nowhere'), null)).rejects.toThrow('there is no folder')
})

test('the ground truth is shown in reading order, without what has no place in it', () => {
  expect(truthText(set.pages[0]!)).toBe('All of this is read well.\n\nThe second paragraph of the page.')
})

test('templates escape strings, keep HTML, join lists, drop null', () => {
  expect(html`<p title="${'a"b'}">${['<i>', html`<b>${1}</b>`, null]}</p>`.text).toBe('<p title="a&quot;b">&lt;i&gt;<b>1</b></p>')
})
