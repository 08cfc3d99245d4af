import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assemblePage } from '../../src/assemble/assemble-page.ts'
import { joinPages } from '../../src/assemble/join-pages.ts'
import type { SettledRegion } from '../../src/model/settled-region.ts'
import { line } from '../regions/synthetic.ts'
import { settled, settledTable } from './settled.ts'
import { visibleText } from './visible-text.ts'

const page = { number: 1, width: 595, height: 842 }
const markdownOf = (regions: readonly SettledRegion[]): string => assemblePage(page, regions).markdown

describe('assemblePage', () => {
  it('writes each kind in its Markdown', () => {
    expect(markdownOf([
      settled('title', ['The whole', 'story'], { level: 1 }),
      settled('heading', ['1 Beginning'], { level: 1 }),
      settled('text', ['It was a dark exam-', 'ple of # prose.']),
      settled('heading', ['1.1 Further'], { level: 2 }),
      settled('caption', ['Figure 1: a view']),
      settled('footnote', ['1 as they say']),
    ])).toBe('# The whole story\n\n## 1 Beginning\n\nIt was a dark example of # prose.\n\n### 1.1 Further\n\nFigure 1: a view\n\n1 as they say')
  })

  it('leaves furniture and pictures out of the Markdown but not out of the blocks', () => {
    const result = assemblePage(page, [
      settled('header', ['Journal']), settled('picture', []), settled('text', ['Body.']), settled('footer', ['Press']), settled('page-number', ['7']),
    ])
    expect(result.markdown).toBe('Body.')
    expect(result.blocks.map((block) => block.text)).toEqual(['Journal', '', 'Body.', 'Press', '7'])
    expect(result.blocks.map((block) => block.span)).toEqual([null, null, { start: 0, end: 5 }, null, null])
  })

  it('ties captions to the table or picture beside them, and to no other kind than they name', () => {
    const { blocks } = assemblePage(page, [
      settled('caption', ['Table 1: sums']), settledTable([['a', 'b'], ['1', '2']]),
      settled('caption', ['Figure 2. A view']), settled('picture', []),
      settled('text', ['Prose.']), settled('caption', ['Figure 3: lost']), settled('text', ['More.']),
    ])
    const [first, table, second, picture, , lost] = blocks
    expect([first?.captionOf, second?.captionOf, lost?.captionOf]).toEqual([table?.id, picture?.id, null])
    expect([table?.captionOf, picture?.captionOf]).toEqual([null, null])
  })

  it('nests list items under the text of their parents and keeps numbers as written', () => {
    const markdown = markdownOf([
      settled('text', ['Take:']),
      settled('list-item', ['• bread'], { marker: '•', level: 1 }),
      settled('list-item', ['9. nine'], { marker: '9.', level: 1 }),
      settled('list-item', ['– half', 'a loaf'], { marker: '–', level: 2 }),
      settled('list-item', ['10. ten'], { marker: '10.', level: 1 }),
      settled('list-item', ['(a) said'], { marker: '(a)', level: 2 }),
      settled('text', ['Done.']),
    ])
    expect(markdown).toBe('Take:\n\n- bread\n9. nine\n   - half a loaf\n10. ten\n    - (a) said\n\nDone.')
  })

  it('writes a marker that the verifier read otherwise as text', () => {
    expect(markdownOf([settled('list-item', ['l. first'], { marker: '1.', level: 1 })])).toBe('- l. first')
  })

  it('writes plain tables as pipes and spanning ones as HTML', () => {
    const plain = settledTable([['a|b', 'c'], ['1', '']])
    expect(markdownOf([plain])).toBe('| a\\|b | c |\n| --- | --- |\n| 1 |  |')
    const spanning = settledTable([[{ text: 'A & B', columnSpan: 2 }], ['<1', '2']])
    expect(markdownOf([spanning])).toBe('<table>\n<tr><th colspan="2">A &amp; B</th></tr>\n<tr><td>&lt;1</td><td>2</td></tr>\n</table>')
    expect(assemblePage(page, [plain]).blocks[0]).toMatchObject({ text: 'a|b\tc\n1\t', table: { rows: 2, columns: 2, cells: [{ text: 'a|b' }, {}, {}, { text: '' }] } })
  })

  it('goes on with a sentence, and with a word, that a column break cut', () => {
    const result = assemblePage(page, [settled('text', ['The columns con-']), settled('text', ['tinue here.']), settled('text', ['New start.'])])
    expect(result.markdown).toBe('The columns continue here.\n\nNew start.')
    expect(result.blocks.map((block) => block.markdown)).toEqual(['The columns con', 'tinue here.', 'New start.'])
  })
})

const texts = fc.array(fc.constantFrom('Alpha', 'beta', '# x', '1. one', '•', 'a|b', '*b*', '_c_', 'end.', 'exam-', '漢字', '<i>', '😀'), { maxLength: 4 })
const regionArbitrary = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'heading', 'text', 'caption', 'footnote', 'header', 'page-number', 'code', 'formula'), texts })
    .map(({ kind, texts }) => settled(kind as 'text', texts, { level: kind === 'heading' ? 2 : null })),
  fc.record({ texts, marker: fc.constantFrom('•', '1.', '(a)', '2)'), level: fc.integer({ min: 1, max: 4 }) })
    .map(({ texts, marker, level }) => settled('list-item', [`${marker} item`, ...texts], { marker, level })),
  fc.array(fc.array(fc.constantFrom('a', '', 'b|c', '<d>'), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }).map((rows) => settledTable(rows)),
)

describe('spans', () => {
  it('cut each block\'s Markdown out of the page\'s and of the document\'s', () => {
    fc.assert(fc.property(fc.array(fc.array(regionArbitrary, { maxLength: 8 }), { maxLength: 4 }), (made) => {
      const pages = made.map((regions, i) => assemblePage({ ...page, number: i + 1 }, regions))
      for (const { blocks, markdown } of pages) {
        for (const block of blocks) expect(block.span === null ? '' : markdown.slice(block.span.start, block.span.end)).toBe(block.markdown)
      }
      const whole = joinPages(pages)
      for (const block of whole.blocks) expect(block.span === null ? '' : whole.markdown.slice(block.span.start, block.span.end)).toBe(block.markdown)
      whole.pages.forEach(({ span }, i) => expect(whole.markdown.slice(span.start, span.end)).toBe(pages[i]?.markdown))
      expect(whole.blocks).toHaveLength(made.flat().length)
    }), { numRuns: 500, seed: 3 })
  })

  it('leave nothing of a paragraph\'s or item\'s text out of what a reader sees', () => {
    const kinds = fc.constantFrom('heading', 'text', 'caption', 'list-item')
    fc.assert(fc.property(fc.array(fc.record({ kind: kinds, texts }), { maxLength: 6 }), (made) => {
      const regions = made.filter((region) => region.texts.length > 0)
        .map(({ kind, texts }) => settled(kind as 'text', kind === 'list-item' ? [`(a) ${texts[0] ?? ''}`, ...texts.slice(1)] : texts,
          kind === 'list-item' ? { marker: '(a)', level: 1 } : {}))
      const { markdown, blocks } = assemblePage(page, regions)
      const seen = visibleText(markdown).replace(/\s/g, '')
      expect(seen).toBe(blocks.map((block) => block.text).join('').replace(/\s/g, ''))
    }), { numRuns: 1000, seed: 4 })
  })
})

it('a formula is LaTeX as long as its lines are what the draft read', () => {
  const drawn = line('x2 = y', 60, 100)
  const region = { id: 'r1', kind: 'formula', box: drawn.box, lines: [drawn], level: null, marker: null, table: null, latex: 'x^{2} = y' } as const
  const settled = { region, confidence: 1, review: [], provenance: 'native', source: 'test', note: null, acceptance: null } as const
  const pageSize = { number: 1, width: 600, height: 800 }
  expect(assemblePage(pageSize, [{ ...settled, texts: ['x2 = y'] }]).markdown).toBe('$$\nx^{2} = y\n$$')
  expect(assemblePage(pageSize, [{ ...settled, texts: ['x2 = z'] }]).markdown).toBe('x2 = z')
})

it('formulas in a line are LaTeX in the Markdown and words in the text, unless the verifier read the line otherwise', () => {
  const formulas = [{ line: 0, from: 1, to: 4, before: '(', after: ').', latex: 'x^{2} = y' }]
  const item = settled('text', ['costs (x² = y). $3'], { formulas })
  const [block] = assemblePage({ number: 1, width: 100, height: 100 }, [item]).blocks
  expect(block).toMatchObject({ text: 'costs (x² = y). $3', markdown: 'costs ($x^{2} = y$). \\$3' })
  const read = assemblePage({ number: 1, width: 100, height: 100 }, [{ ...item, texts: ['costs (x2 = y). $3'] }]).blocks[0]
  expect(read?.text).toBe('costs (x2 = y). $3')
})

it('a further paragraph of a list item is indented below its text, and the list goes on after it', () => {
  const item = (text: string, marker: string, level: number): SettledRegion => settled('list-item', [text], { marker, level })
  expect(markdownOf([
    item('1. One', '1.', 1), item('• inside', '•', 2), settled('text', ['More of it.'], { level: 2 }), item('2. Two', '2.', 1),
    settled('text', ['After.'])])).toBe('1. One\n   - inside\n\n     More of it.\n\n2. Two\n\nAfter.')
  expect(markdownOf([item('☐ open', '☐', 1), item('☑ done', '☑', 1)])).toBe('- [ ] open\n- [x] done')
})
