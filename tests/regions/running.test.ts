import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import type { Region } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import type { PageLines } from '../../src/seams/region-proposer.ts'
import { line, page, prose, textOf } from './synthetic.ts'

const sheet = (number: number, lines: readonly Line[]): PageLines & { readonly page: ReturnType<typeof page> } => ({ page: page({ number }), lines })

/** Regions of every page, with the two pages before and after as neighbours. */
async function proposeAll(pages: readonly ReturnType<typeof sheet>[]): Promise<Region[][]> {
  return Promise.all(pages.map(({ page: own, lines }, i) => {
    const neighbours = pages.filter((_, j) => j !== i && Math.abs(j - i) <= 2)
    return createLayoutProposer().propose(own, lines, new AbortController().signal, neighbours)
  }))
}

const furniture = (regions: readonly Region[]): string[] => regions
  .filter(({ kind }) => ['header', 'footer', 'page-number'].includes(kind)).map((region) => `${region.kind} ${textOf(region)}`)

test('heads that stand close to the text, or deep in the page, are told by the pages beside', async () => {
  const deep = (n: number): Line[] => [line('Rules of the Harbour Board', 60, 110), ...prose(`p${n}a`, 30, 400, 60, 128)]
  const pages = [1, 2, 3].map((n) => sheet(n, deep(n)))
  expect((await proposeAll(pages)).map(furniture)).toEqual(Array(3).fill(['header Rules of the Harbour Board']))
  expect(furniture((await proposeAll(pages.slice(0, 1)))[0] ?? [])).toEqual([])
})

test('left and right pages have heads of their own, and numbers count in roman', async () => {
  const numerals = ['ix', 'x', 'xi', 'xii']
  const pages = numerals.map((roman, i) => sheet(i + 1, [
    line(i % 2 === 0 ? 'The Tide Tables' : 'Preface to the Second Part', 60, 100), ...prose(`p${i}a`, 30, 400, 60, 118), line(roman, 250, 700),
  ]))
  expect((await proposeAll(pages)).map(furniture)).toEqual(numerals.map((roman, i) => [
    `header ${i % 2 === 0 ? 'The Tide Tables' : 'Preface to the Second Part'}`, `page-number ${roman}`,
  ]))
})

test('numbers at one place that do not count with the pages are text', async () => {
  const pages = [5, 9, 2].map((n, i) => sheet(i + 1, [line(String(n), 60, 108), ...prose(`p${i}a`, 30, 400, 60, 126)]))
  expect((await proposeAll(pages)).flatMap(furniture)).toEqual([])
})

test('titles of slides, steps of one slide, captions and first lines of titles stay', async () => {
  const slides = [1, 2].map((n) => sheet(n, [line('What we measured', 60, 60, { size: 14 }), ...prose(`p${n}a`, 8, 400, 60, 200)]))
  expect((await proposeAll(slides)).flatMap(furniture)).toEqual([])
  const steps = [6, 8, 10].map((count, i) => sheet(i + 1, [line('How it works', 60, 110), ...prose('a', count, 400, 60, 200)]))
  expect((await proposeAll(steps)).flatMap(furniture)).toEqual([])
  const statement = (n: number): Line[] => [line('The Harbour Board', 200, 110, { bold: true }), line(`Statement ${'of'.repeat(n)} account`, 190, 128, { bold: true }), ...prose(`p${n}a`, 20, 400, 60, 200)]
  expect((await proposeAll([1, 2, 3].map((n) => sheet(n, statement(n))))).flatMap(furniture)).toEqual([])
  const captions = [1, 2].map((n) => sheet(n, [line(`Table ${n}`, 60, 110), ...prose(`p${n}a`, 30, 400, 60, 130)]))
  expect((await proposeAll(captions)).flatMap(furniture)).toEqual([])
})

test('whatever the neighbours hold, every line lands in one region', async () => {
  const place = fc.record({ text: fc.constantFrom('Head', '12', 'iv', 'Table 3', 'some words of text'), x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 830 }) })
  const lines = fc.array(place, { maxLength: 12 }).map((places) => places.map(({ text, x, y }) => line(text, x, y)))
  await fc.assert(fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 4 }), async (pages) => {
    const proposed = await proposeAll(pages.map((made, i) => sheet(i + 1, made)))
    pages.forEach((made, i) => {
      const words = (texts: readonly string[]): string[] => texts.flatMap((text) => text.split(' ')).sort()
      expect(words((proposed[i] ?? []).map(textOf)).filter((word) => word !== '')).toEqual(words(made.map(({ text }) => text)))
    })
  }), { numRuns: 60 })
})

test('lines that repeat beside nothing else are the text; a page left empty in a book keeps its running lines', async () => {
  const labels = [1, 2, 3].map((n) => sheet(n, [line(`Box ${n} of the harbour archive`, 60, 60), line(String(n), 290, 800)]))
  expect((await proposeAll(labels)).flatMap(furniture)).toEqual([])
  const book = [1, 2, 3].map((n) => sheet(n, [line('The Tide Tables', 60, 60), ...n === 2 ? [] : prose(`p${n}a`, 30, 400, 60, 90), line(String(n), 290, 800)]))
  expect((await proposeAll(book)).map(furniture)).toEqual([1, 2, 3].map((n) => ['header The Tide Tables', `page-number ${n}`]))
})

test('the caption of a page that is but a photograph is its text', async () => {
  const photograph = { x0: 60, y0: 60, x1: 500, y1: 740 }
  const caption = line('The harbour at dawn', 60, 790)
  expect(furniture(await createLayoutProposer().propose(page({ pictures: [photograph] }), [caption], new AbortController().signal))).toEqual([])
})
