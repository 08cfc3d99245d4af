// What a predicted page is cut into.
import { describe, expect, test } from 'vitest'
import { latexToText } from '../../bench/metrics/latex-text.ts'
import { markdownElements } from '../../bench/metrics/markdown-elements.ts'
import { normalizeFormula, normalizeText } from '../../bench/metrics/normalize.ts'
import { cellTexts, normalizeTable } from '../../bench/metrics/table-html.ts'

const kinds = (markdown: string): string[] => markdownElements(markdown, '1.5').map(({ kind, detail }) => (detail === null ? kind : `${kind} ${detail}`))

describe('markdownElements', () => {
  test('paragraphs, formulas, tables, in order', () => {
    expect(kinds('One.\n\n$$x^2$$\n\nTwo $a_1$ more.\n\n<table><tr><td>1</td></tr></table>\n\nThree.')).toEqual(
      ['text block', 'formula', 'text block', 'formula inline', 'html-table', 'text block'])
    expect(kinds('one\ntwo')).toEqual(['text block', 'text block'])
    expect(kinds('![](a.png)\n\n```markdown\ntext\n```')).toEqual(['text block'])
    expect(kinds('')).toEqual([])
  })

  test('nested tables are one, an unclosed one is none', () => {
    expect(kinds('<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>')).toEqual(['html-table'])
    expect(kinds('<table><tr><td>open\n\n<table><tr><td>1</td></tr></table>')).toEqual(['text block', 'html-table'])
    expect(kinds('\\begin{tabular}{ll}a&b\\end{tabular}')).toEqual(['latex-table'])
  })

  test('pipe rows become one table; the published scorer loses cells with a colon', () => {
    const [table] = markdownElements('| a | b |\n|---|---|\n| c | at 9:30 |\n', '1.5').filter(({ kind }) => kind === 'html-table')
    expect(table?.content.replace(/\s*\n\s*/g, '')).toBe(
      '<table border="1" ><tr><td colspan="1" rowspan="1">a</td><td colspan="1" rowspan="1">b</td></tr><tr><td colspan="1" rowspan="1">c</td></tr></table>')
  })
})

describe('normalization', () => {
  test('inline LaTeX as text', () => {
    expect(latexToText('x_{i}^{2} \\leq \\frac{a}{b}')).toBe('x_i^2 a/b')
    expect(latexToText('\\mathbb{R} \\hat{a} \\alpha\\text{if }')).toBe('ℝ â αif ')
    expect(normalizeText('Area $A = \\pi r^{2}$, see [1].')).toBe('AreaAπr2see1')
  })

  test('formulas', () => {
    expect(normalizeFormula('$$ \\mathrm{E} = mc^2 \\tag{1} $$', '1.5')).toBe('{e}=mc^2')
    expect(normalizeFormula('\\[ a \\quad b \\]', '1.5')).toBe('ab')
  })

  test('tables', () => {
    expect(normalizeTable('<table class="x"><thead><tr><th style="a">A</th></tr></thead><tbody><tr>\n <td><sup>2</sup>½</td></tr></tbody></table>'))
      .toBe('<html><body><table border="1" ><tr><td>A</td></tr><tr><td>21⁄2</td></tr></table></body></html>')
    expect(normalizeTable('no table')).toBe('')
    expect(cellTexts('<table><tr><td>a</td><td><b>b</b></td><td>c<b>d</b></td></tr></table>')).toEqual(['a', 'b'])
  })
})
