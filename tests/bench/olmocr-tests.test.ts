// olmOCR-bench's tests, cell adjacency and grids, on Markdown of our own.
import { describe, expect, test } from 'vitest'
import { adjacencyF1, countAdjacencies } from '../../bench/metrics/cell-adjacency.ts'
import { olmocrTestSchema, passesTest } from '../../bench/metrics/olmocr-tests.ts'
import { gridHtml, htmlGrid, icdarGrids, markdownGrids } from '../../bench/metrics/table-grid.ts'

const passes = (test: Record<string, unknown>, markdown: string): boolean => passesTest(olmocrTestSchema.parse({ pdf: 'a.pdf', page: 1, id: 'x', ...test }), markdown)
const TABLE = '| Town | Day | Night |\n| --- | --- | --- |\n| Bergen | 10 | 0 |\n| Oslo | 31 | 12 |'

describe('olmOCR-bench', () => {
  test('present and absent: emphasis, dashes and line breaks do not matter, letters do', () => {
    expect(passes({ type: 'present', text: 'well-known "law"' }, 'a **well–known**\n“law”')).toBe(true)
    expect(passes({ type: 'present', text: 'Hello' }, 'hello')).toBe(false)
    expect(passes({ type: 'present', text: 'Hello', case_sensitive: false }, 'hello')).toBe(true)
    expect(passes({ type: 'present', text: 'abcdefgh', max_diffs: 1 }, 'xx abcXefgh')).toBe(true)
    expect(passes({ type: 'absent', text: 'page 7' }, 'page 8')).toBe(true)
    expect(passes({ type: 'absent', text: 'page 7', last_n: 10 }, 'page 7 and a long text after it')).toBe(true)
    expect(passes({ type: 'present', text: 'a long phrase' }, ' ')).toBe(false)
  })

  test('order', () => {
    expect(passes({ type: 'order', before: 'one', after: 'two' }, 'one two')).toBe(true)
    expect(passes({ type: 'order', before: 'one', after: 'two' }, 'two one')).toBe(false)
    expect(passes({ type: 'order', before: 'one', after: 'two' }, 'one')).toBe(false)
  })

  test('table: neighbours and headings, in pipes and in HTML', () => {
    const html = '<table><tr><th rowspan="2">Town</th><th colspan="2">Trains</th></tr><tr><th>Day</th><th>Night</th></tr><tr><td>Oslo</td><td>31</td><td>12</td></tr></table>'
    expect(passes({ type: 'table', cell: '31', left: 'Oslo', right: '12', up: '10', top_heading: 'Day', left_heading: 'Oslo' }, TABLE)).toBe(true)
    expect(passes({ type: 'table', cell: '31', down: '12' }, TABLE)).toBe(false)
    expect(passes({ type: 'table', cell: '12', top_heading: 'Trains', left: '31' }, html)).toBe(true)
    expect(passes({ type: 'table', cell: '12' }, 'no table: 12')).toBe(false)
  })

  test('math by normalized LaTeX; baseline', () => {
    expect(passes({ type: 'math', math: 'e^{i \\pi}+1=0' }, 'so $e^{i\\pi} + 1 = 0$.')).toBe(true)
    expect(passes({ type: 'math', math: 'a+b' }, '\\[a-b\\]')).toBe(false)
    expect(passes({ type: 'baseline', max_length: 3 }, '- --')).toBe(true)
    expect(passes({ type: 'baseline' }, '')).toBe(false)
    expect(passes({ type: 'baseline' }, `text ${'ab'.repeat(40)}`)).toBe(false)
  })
})

describe('cell adjacency', () => {
  const xml = '<document><table id="1"><region id="1" col-increment="0" row-increment="0"><cell start-row="0" start-col="0"><content>Town</content></cell>'
    + '<cell start-row="0" start-col="1" end-col="2"><content>Trains</content></cell><cell start-row="1" start-col="1"><content>10</content></cell>'
    + '<cell start-row="1" start-col="2"><content>0</content></cell></region></table></document>'
  const truth = icdarGrids(xml)

  test('the same table has every pair, a flat one loses some', () => {
    const same = markdownGrids('<table><tr><td>Town</td><td colspan="2">Trains</td></tr><tr><td></td><td>10</td><td>0</td></tr></table>')
    expect(countAdjacencies(same, truth)).toEqual({ found: 4, predicted: 4, truth: 4 })
    const flat = markdownGrids('| Town | Trains |  |\n| --- | --- | --- |\n|  | 10 | 0 |')
    expect(countAdjacencies(flat, truth)).toEqual({ found: 3, predicted: 3, truth: 4 })
    expect(adjacencyF1([countAdjacencies(flat, truth)])).toBeCloseTo(6 / 7)
    expect(adjacencyF1([])).toBeNull()
  })

  test('a grid goes to HTML and back', () => {
    const html = '<html><body><table><tr><td rowspan="2">a &lt; b</td><td>c</td></tr><tr><td>d</td></tr></table></body></html>'
    expect(gridHtml(htmlGrid(html))).toBe(html)
  })
})
