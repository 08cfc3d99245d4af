import { expect, test } from 'vitest'
import { DocumentContext } from '../src/document-context.ts'
import type { Region } from '../src/model/region.ts'
import { parseDocument } from '../src/parser.ts'
import { line } from './regions/synthetic.ts'
import { pdfFile } from './support/pdf-file.ts'

const NEVER = new AbortController().signal
const told = (number: number) => ({ page: { number, width: 100, height: 100 }, lines: [] })
const heading = (size: number): Region => ({ id: 'r1', kind: 'heading', box: { x0: 0, y0: 0, x1: 1, y1: 1 }, lines: [line('Some heading', 0, 0, { size })], level: 1, marker: null, table: null })

test('a page sees its neighbours among the pages that are parsed, scans and failures left out', async () => {
  const context = new DocumentContext([1, 2, 3, 4, 9])
  const around = context.around(2, NEVER)
  context.tell(1, told(1))
  context.tell(3, null)
  context.tell(4, told(4))
  expect((await around).map(({ page }) => page.number)).toEqual([1, 4])
  expect(await context.around(9, NEVER)).toEqual([])
})

test('levels go from page to page, past pages that have none to tell', async () => {
  const context = new DocumentContext([1, 2, 3])
  const third = context.level(3, [heading(12)], NEVER)
  context.tell(2, null)
  await context.level(1, [heading(18)], NEVER)
  expect((await third)[0]?.level).toBe(2)
})

test('waiting ends with the signal', async () => {
  const stop = new AbortController()
  const waiting = new DocumentContext([1, 2]).around(1, stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
})

test('with one thread a document comes out whole too, its heads left out of the Markdown', async () => {
  const content = (n: number): string => `BT /F1 10 Tf 60 680 Td (The Harbour Board) Tj 0 -18 Td ${Array.from({ length: 12 }, (_, i) => `(page ${n} line ${i} of words that go on and on) Tj 0 -12 Td`).join(' ')} ET`
  const file = pdfFile([1, 2, 3, 4, 5].map((n) => ({ content: content(n)})))
  const { markdown, blocks } = await parseDocument(file, { effort: 'draft', threads: 1 })
  expect(markdown).not.toContain('Harbour')
  expect(markdown).toContain('page 5 line 11')
  expect(blocks.filter(({ kind }) => kind === 'header')).toHaveLength(5)
})
