// Methods run apart: a failed page does not stop the run, a resumed run does not read twice, no process is left.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { evaluateMethod } from '../../bench/benchmarks/omnidocbench.ts'
import type { OmniDocBenchSet } from '../../bench/data/omnidocbench-folder.ts'
import { syntheticPage } from '../../bench/data/synthetic-page.ts'
import { parseApart } from '../../bench/methods/parse-apart.ts'
import { predictPages, type PagePrediction } from '../../bench/methods/predict-pages.ts'
import { runMethod } from '../../bench/methods/run-method.ts'

const PAPER = fileURLToPath(new URL('../../samples/two-column-paper.pdf', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'specparse-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function predict(images: readonly string[], resume: boolean): Promise<PagePrediction[]> {
  const predictions: PagePrediction[] = []
  for await (const prediction of predictPages('specparse-draft', images, join(folder, 'pred'), { resume, limitSeconds: 60 })) predictions.push(prediction)
  return predictions
}

test('a page that is not there fails with its code, the next is read and written in the official naming', async () => {
  const [missing, paper] = await predict([join(folder, 'missing.png'), PAPER], false)
  expect(missing).toMatchObject({ page: 'missing.png', markdown: null, error: { code: 'INPUT_NOT_FOUND' } })
  expect(paper?.error).toBeNull()
  expect(paper?.markdown?.length).toBeGreaterThan(200)
  expect(readFileSync(join(folder, 'pred/two-column-paper.md'), 'utf8')).toBe(paper?.markdown)
})

test('a resumed run takes what was read from the folder, and tries again what failed', async () => {
  writeFileSync(join(folder, 'pred/two-column-paper.md'), 'from the first run')
  const predictions = await predict([PAPER, join(folder, 'missing.png')], true)
  expect(predictions.map(({ markdown }) => markdown)).toEqual(['from the first run', null])
})

test('unreadable pages are scored as empty and listed', async () => {
  const pages = [syntheticPage(1).truth]
  const set: OmniDocBenchSet = { truthPath: '', pages, missingImages: [], withoutTruth: [], image: () => join(folder, 'page_1.jpg') }
  const result = await evaluateMethod('specparse-draft', set, folder, { resume: false, limitSeconds: 60, limit: null })
  expect(result).toMatchObject({ textEdit: 1, tableTeds: 0, pageCount: 1, failed: [{ page: 'page_1.jpg', code: 'INPUT_NOT_FOUND' }] })
})

test('a document in a process of its own gives its result, or the code of its failure', async () => {
  const broken = join(folder, 'broken.pdf')
  writeFileSync(broken, 'not a PDF')
  expect(await parseApart({ file: broken, options: { effort: 'draft' } }, 60)).toMatchObject({ ok: false, code: expect.stringMatching(/^(?:INPUT_UNSUPPORTED|CORRUPT_PDF)$/) })
  const report = await parseApart({ file: PAPER, options: { effort: 'draft' } }, 60)
  expect(report).toMatchObject({ ok: true, document: { source: { media: 'pdf' }, failures: [] } })
  expect(report.ok === true ? report.peakRssMb : 0).toBeGreaterThan(50)
})

test('a process that does not answer in time is ended and reported', async () => {
  expect(await parseApart({ file: PAPER, options: { effort: 'draft' } }, 0.05)).toEqual({ ok: null, reason: 'no result after 0.05 s' })
  await expect(runMethod('no-such-method', [PAPER], 60).next()).rejects.toThrow()
})
