// OmniDocBench scores: on pages of our own, and equal to the public scorer's on its sample predictions where they are.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { imageName, pageStem, readTruth, type TruthBlock, type TruthPage } from '../../bench/data/omnidocbench.ts'
import { averageScores, overallScore, scorePage, scoresByAttribute, type PageScore } from '../../bench/metrics/omnidocbench.ts'

const PARAGRAPHS = ['The ferry leaves the northern quay at seven in the morning.', 'Bicycles travel free of charge on weekdays only.', 'Tickets are sold on board.']
const TABLE = '<table><tr><td>Harbour</td><td>Departures</td></tr><tr><td>North</td><td>12</td></tr></table>'

function page(...extra: TruthBlock[]): TruthPage {
  const blocks = PARAGRAPHS.map((text, i): TruthBlock => ({ category_type: 'text_block', anno_id: i, order: i + 1, text }))
  return { layout_dets: [...blocks, ...extra], page_info: { image_path: 'images/ferry.jpg', page_attribute: { layout: 'single_column', special_issue: ['watermark'] } }, extra: { relation: [] } }
}
const [FERRY, BICYCLES, TICKETS] = PARAGRAPHS as [string, string, string]
const markdown = (...parts: string[]): string => parts.join('\n\n')

describe('scorePage', () => {
  test('a perfect page has no distance; emphasis, headings and spacing do not count', () => {
    expect(scorePage(page(), markdown(`# ${FERRY}`, `**${BICYCLES}**`, `  ${TICKETS}`))).toMatchObject({ page: 'ferry.jpg', textEdit: 0, readingOrderEdit: 0, tableTeds: null, formulaEdit: null })
  })

  test('an empty page has lost everything', () => {
    expect(scorePage(page({ category_type: 'table', anno_id: 9, order: 4, html: TABLE }), '')).toMatchObject({ textEdit: 1, readingOrderEdit: 1, tableEdit: 1, tableTeds: 0 })
  })

  test('paragraphs that were split or joined still match', () => {
    expect(scorePage(page(), markdown(FERRY.slice(0, 30), FERRY.slice(30), BICYCLES, TICKETS)).textEdit).toBe(0)
    const joined = scorePage(page(), markdown(`${FERRY} ${BICYCLES}`, TICKETS))
    expect(joined).toMatchObject({ textEdit: 0, readingOrderEdit: 0 })
  })

  test('paragraphs in the wrong order cost order, not text', () => {
    expect(scorePage(page(), markdown(TICKETS, FERRY, BICYCLES))).toMatchObject({ textEdit: 0, readingOrderEdit: 2 / 3 })
  })

  test('headers, captions and page numbers count for nothing, read or not', () => {
    const furnished = page({ category_type: 'header', anno_id: 7, order: null, text: 'Harbour Gazette, late edition' })
    const body = [FERRY, BICYCLES, TICKETS]
    expect(scorePage(furnished, markdown('Harbour Gazette, late edition', ...body)).textEdit).toBe(0)
    expect(scorePage(furnished, markdown(...body)).textEdit).toBe(0)
  })

  test('text that is not on the page costs nothing by the rules of 1.5, and something by those of 1.0', () => {
    const invented = markdown(FERRY, BICYCLES, TICKETS, 'xyzzy plugh frotz 98765')
    expect(scorePage(page(), invented, '1.5').textEdit).toBe(0)
    expect(scorePage(page(), invented, '1.0').textEdit).toBeGreaterThan(0.1)
  })

  test('display formulas are compared without fonts, spacing and case', () => {
    const formula = page({ category_type: 'equation_isolated', anno_id: 8, order: 4, latex: '$$ \\mathbf E = m c^{2} $$' })
    expect(scorePage(formula, markdown(...PARAGRAPHS, '\\[E=mc^{2}\\]'))).toMatchObject({ textEdit: 0, formulaEdit: 0 })
    expect(scorePage(formula, markdown(...PARAGRAPHS)).formulaEdit).toBe(1)
  })

  test('tables as HTML or as pipes', () => {
    const table = page({ category_type: 'table', anno_id: 8, order: 4, html: TABLE })
    expect(scorePage(table, markdown(...PARAGRAPHS, TABLE))).toMatchObject({ tableTeds: 1, tableTedsStructure: 1, tableEdit: 0, textEdit: 0 })
    expect(scorePage(table, markdown(...PARAGRAPHS, '| Harbour | Departures |\n| --- | --- |\n| North | 12 |'))).toMatchObject({ tableTeds: 1 })
    expect(scorePage(table, markdown(...PARAGRAPHS, TABLE.replace('12', '13')))).toMatchObject({ tableTeds: 1 - 0.5 / 6, tableTedsStructure: 1 })
  })

  test('output of a runaway model is scored, not a crash', () => {
    const table = page({ category_type: 'table', anno_id: 8, order: 4, html: TABLE })
    const nested = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000)
    const score = scorePage(table, markdown(`$x_${nested('{', '}')}$`, `$${'\\hat'.repeat(20_000)}$`, `<table><tr><td>${nested('<b>', '</b>')}</td></tr></table>`, '| '.repeat(5000)))
    expect(score.tableTeds).toBe(0)
    expect(score.textEdit).toBeGreaterThan(0.99)
  })

  test('text cut in two by a column is one block', () => {
    const cut = page({ category_type: 'text_block', anno_id: 8, order: 4, text: 'Dogs must be kept ' }, { category_type: 'text_block', anno_id: 9, order: 5, text: 'on a lead.' })
    const related = { ...cut, extra: { relation: [{ source_anno_id: 8, target_anno_id: 9, relation_type: 'truncated' }] } }
    expect(scorePage(related, markdown(...PARAGRAPHS, 'Dogs must be kept on a lead.'))).toMatchObject({ textEdit: 0, readingOrderEdit: 0 })
  })
})

test('averages leave out what a page does not have; attributes make groups', () => {
  const scores = [scorePage(page({ category_type: 'table', anno_id: 8, order: 4, html: TABLE }), markdown(...PARAGRAPHS, TABLE)), scorePage(page(), '')]
  expect(averageScores(scores)).toMatchObject({ textEdit: 0.5, tableTeds: 1, formulaEdit: null })
  expect(overallScore(averageScores(scores))).toBe(75)
  expect(scoresByAttribute(scores)).toMatchObject({ 'layout: single_column': { pages: 2, textEdit: 0.5 }, 'special_issue: watermark': { pages: 2 } })
})

const data = join(process.env['SPECPARSE_DATA'] ?? '../shared/data')
const folder = join(data, 'dev/omnidocbench')

describe.skipIf(!existsSync(folder))('the public scorer\'s figures', () => {
  const score = async (rules: '1.0' | '1.5'): Promise<PageScore[]> => (await readTruth(join(folder, 'OmniDocBench_subset.json')))
    .map((truth) => scorePage(truth, readFileSync(join(folder, 'end2end_pred', `${pageStem(truth)}.md`), 'utf8'), rules))

  test('version 1.0, as published with the sample predictions', async () => {
    const official = JSON.parse(readFileSync(join(data, 'omnidocbench_official/per_page_edit.dev.json'), 'utf8')) as Record<string, Record<string, number>>
    for (const result of await score('1.0')) {
      expect(result.textEdit).toBeCloseTo(official['text_block']?.[result.page] ?? NaN, 9)
      expect(result.readingOrderEdit).toBeCloseTo(official['reading_order']?.[result.page] ?? NaN, 9)
      if (result.tableEdit !== null) expect(result.tableEdit).toBeCloseTo(official['table']?.[result.page] ?? NaN, 9)
    }
  })

  test('version 1.5, as its public code computes them (numbers only, in the fixture)', async () => {
    const reference = JSON.parse(readFileSync(new URL('fixtures/omnidocbench-reference.json', import.meta.url), 'utf8')) as Record<string, Partial<PageScore>>
    for (const result of await score('1.5')) {
      for (const [figure, expected] of Object.entries(reference[result.page] ?? { page: 'none' })) {
        expect(result[figure as 'textEdit']).toBeCloseTo(Number(expected), 9)
      }
    }
  })

  test('twice the same', async () => {
    expect(await score('1.5')).toEqual(await score('1.5'))
    expect(imageName((await readTruth(join(folder, 'OmniDocBench_subset.json')))[0]!)).toMatch(/\.jpg$/)
  })
})
