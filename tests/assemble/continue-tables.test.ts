import { expect, test } from 'vitest'
import { assemblePage } from '../../src/assemble/assemble-page.ts'
import { joinPages } from '../../src/assemble/join-pages.ts'
import type { Box } from '../../src/model/box.ts'
import type { ParsedPage } from '../../src/model/document.ts'
import type { SettledRegion } from '../../src/model/settled-region.ts'
import { settled, settledTable } from './settled.ts'

const BOTTOM = { x0: 60, y0: 500, x1: 500, y1: 780 }
const TOP = { x0: 61, y0: 60, x1: 500, y1: 300 }
const WHOLE = { ...TOP, y1: 780 }
const HEAD = ['Harbour', 'Tides']

const at = (made: SettledRegion, box: Box): SettledRegion => ({ ...made, region: { ...made.region, box } })
const pageOf = (number: number, ...regions: readonly SettledRegion[]): ParsedPage => assemblePage({ number, width: 595, height: 842 }, regions)

test('a table goes on over pages, its head repeated or not, and what follows it stays', () => {
  const pages = [
    pageOf(1, settled('text', ['Before.']), at(settledTable([HEAD, ['Leith', '12']]), BOTTOM), settled('page-number', ['1'])),
    pageOf(2, settled('header', ['Tides']), at(settledTable([['Oban', '14'], ['Wick', '9']], 0), WHOLE)),
    pageOf(3, at(settledTable([HEAD, ['Ayr', '7']]), TOP), settled('text', ['After.'])),
  ]
  const { markdown, blocks } = joinPages(pages)
  expect(markdown).toBe('Before.\n\n| Harbour | Tides |\n| --- | --- |\n| Leith | 12 |\n| Oban | 14 |\n| Wick | 9 |\n| Ayr | 7 |\n\nAfter.')
  const tables = blocks.filter(({ kind }) => kind === 'table')
  expect(tables.map(({ continues }) => continues)).toEqual([null, tables[0]?.id, tables[1]?.id])
  for (const { span, markdown: own } of blocks) if (span !== null) expect(markdown.slice(span.start, span.end)).toBe(own)
})

test.each([
  ['another width', at(settledTable([HEAD, ['Ayr', '7']]), { ...TOP, x1: 420 })],
  ['more columns', at(settledTable([[...HEAD, 'Days'], ['Ayr', '7', '3']]), TOP)],
  ['a head of its own', at(settledTable([['Port', 'Ships'], ['Ayr', '7']]), TOP)],
  ['a place in the middle of the page', at(settledTable([HEAD, ['Ayr', '7']]), { ...TOP, y0: 400, y1: 500 })],
])('a table with %s is a table of its own', (_, next) => {
  const { markdown, blocks } = joinPages([pageOf(1, at(settledTable([HEAD, ['Leith', '12']]), BOTTOM)), pageOf(2, next)])
  expect(markdown).toContain('\n\n| ')
  expect(blocks.every(({ continues }) => continues === null)).toBe(true)
})

test('a caption between the two, or a page left out, parts them', () => {
  const [first, next] = [at(settledTable([HEAD, ['Leith', '12']]), BOTTOM), at(settledTable([HEAD, ['Ayr', '7']]), TOP)]
  expect(joinPages([pageOf(1, first), pageOf(2, settled('caption', ['Table 2']), next)]).blocks.at(-1)?.continues).toBeNull()
  expect(joinPages([pageOf(1, first), pageOf(3, next)]).blocks.at(-1)?.continues).toBeNull()
})

const SPANNED = { text: 'Harbour and tides', columnSpan: 2 }
const html = (...rows: readonly string[]): string => ['<table>', ...rows, '</table>'].join('\n')

test('so does a table in HTML, and one that becomes HTML because a later page spans cells', () => {
  const whole = [
    pageOf(1, settled('text', ['Before.']), at(settledTable([HEAD, ['Leith', '12']]), BOTTOM), settled('page-number', ['1'])),
    pageOf(2, at(settledTable([HEAD, [SPANNED], ['Wick', '9']]), WHOLE)),
    pageOf(3, at(settledTable([HEAD, ['Ayr', '7']]), TOP), settled('text', ['After.'])),
  ]
  const { markdown, blocks, pages } = joinPages(whole)
  expect(markdown).toBe(`Before.\n\n${html(
    '<tr><th>Harbour</th><th>Tides</th></tr>', '<tr><td>Leith</td><td>12</td></tr>', '<tr><td colspan="2">Harbour and tides</td></tr>',
    '<tr><td>Wick</td><td>9</td></tr>', '<tr><td>Ayr</td><td>7</td></tr>',
  )}\n\nAfter.`)
  const tables = blocks.filter(({ kind }) => kind === 'table')
  expect(tables.map(({ continues }) => continues)).toEqual([null, tables[0]?.id, tables[1]?.id])
  for (const { span, markdown: own } of blocks) if (span !== null) expect(markdown.slice(span.start, span.end)).toBe(own)
  expect(pages.map(({ span }) => markdown.slice(span.start, span.end).split('\n').at(-1))).toEqual(['<tr><td>Leith</td><td>12</td></tr>', '<tr><td>Wick</td><td>9</td></tr>', 'After.'])
  expect(whole[0]?.markdown.endsWith('|')).toBe(true)
})

test('a head of two rows is written once', () => {
  const head = [[{ text: 'Tides', columnSpan: 2 }], ['Harbour', 'Hours']]
  const { markdown } = joinPages([
    pageOf(1, at(settledTable([...head, ['Leith', '12']], 2), BOTTOM)), pageOf(2, at(settledTable([...head, ['Ayr', '7']], 2), TOP)),
  ])
  expect(markdown).toBe(html('<tr><th colspan="2">Tides</th></tr>', '<tr><th>Harbour</th><th>Hours</th></tr>', '<tr><td>Leith</td><td>12</td></tr>', '<tr><td>Ayr</td><td>7</td></tr>'))
})

test('pipe rows that have gone on from a page before stay, and a later part with spans is a table of its own', () => {
  const { markdown } = joinPages([
    pageOf(1, at(settledTable([HEAD, ['Leith', '12']]), BOTTOM)), pageOf(2, at(settledTable([HEAD, ['Wick', '9']]), WHOLE)),
    pageOf(3, at(settledTable([HEAD, [SPANNED]]), TOP)),
  ])
  expect(markdown).toContain('| Leith | 12 |\n| Wick | 9 |\n\n<table>')
})
