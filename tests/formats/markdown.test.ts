import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkdown } from '../../src/formats/markdown.ts'
import { DOCLING, HUMAN, MARKER, MINERU, MINERU_VLM, MODEL, OURS, PYMUPDF4LLM, type MarkdownStyle } from '../../src/formats/markdown-style.ts'
import { readMarkdown } from '../../src/formats/read-markdown.ts'
import { writeMarkdown } from '../../src/formats/write-markdown.ts'
import type { RegionKind } from '../../src/model/region.ts'
import { hostileText, page, PAGE, plainText, summary, withoutHeadings } from './block-samples.ts'

const KINDS: readonly RegionKind[] = ['title', 'heading', 'text', 'table', 'formula', 'code', 'list-item']
const rewrite = (markdown: string, from: MarkdownStyle, to: MarkdownStyle): string => writeMarkdown(readMarkdown(markdown, from), to)

describe('Markdown', () => {
  it('reads the blocks that it has written, whatever their text', () => {
    fc.assert(fc.property(page(KINDS, hostileText), (blocks) => {
      expect(withoutHeadings(summary(readMarkdown(writeMarkdown(blocks, OURS), OURS)))).toEqual(withoutHeadings(summary(blocks)))
    }), { seed: 1, numRuns: 300 })
  })

  it.each([['model', MODEL], ['MinerU', MINERU]] as const)('reads a page in the style of %s', (_, style) => {
    fc.assert(fc.property(page(['text', 'table', 'formula', 'code', 'list-item'], plainText), (blocks) => {
      expect(withoutHeadings(summary(readMarkdown(writeMarkdown(blocks, style), style)))).toEqual(withoutHeadings(summary(blocks)))
    }), { seed: 2, numRuns: 50 })
  })

  it('keeps the words of an output that is cut anywhere', () => {
    fc.assert(fc.property(page(['title', 'heading', 'text', 'table', 'list-item'], plainText), fc.double({ min: 0, max: 1, noNaN: true }), (blocks, share) => {
      const whole = writeMarkdown(blocks, MODEL)
      const words = (markdown: string): string[] => readMarkdown(markdown, MODEL).map((block) => block.text).join(' ').split(/\s+/).filter((word) => word !== '')
      const said = words(whole.slice(0, Math.floor(whole.length * share)))
      // the last one or two may be halves of a word or of a tag
      expect(words(whole).slice(0, Math.max(0, said.length - 2))).toEqual(said.slice(0, -2))
    }), { seed: 3 })
  })

  it('never throws, however deep it nests', () => {
    const pieces = fc.constantFrom('# ', '- ', '1. ', '> ', '| a ', '|---', '\n', '\n\n', '<table>', '<td>', '$$', '\\[', '\\(', '```', '**', '<sup>', '![](', '<!--', '    ')
    fc.assert(fc.property(fc.array(fc.oneof(pieces, hostileText)), (parts) => {
      for (const style of [OURS, PYMUPDF4LLM, DOCLING]) expect(Array.isArray(readMarkdown(parts.join(''), style))).toBe(true)
    }), { seed: 4 })
    for (const deep of ['> ', '- ', '<table>', '<td>', '**a ', '[', '$', '\\(']) {
      expect(readMarkdown(deep.repeat(3000), OURS)).toBeInstanceOf(Array)
    }
  })

  it('keeps every word of HTML, in tables and around them', () => {
    const pieces = fc.constantFrom('<table>', '</table>', '<tr>', '</tr>', '<td>', '</td>', '<th colspan="2">', '<caption>', '</caption>', '<div>', '</div>', '<p>', 'WORD')
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      let count = 0
      const html = `<div>${parts.map((part) => (part === 'WORD' ? ` word${count++} ` : part)).join('')}`
      const said = readMarkdown(html, MODEL).map((block) => block.text).join(' ')
      expect(Array.from({ length: count }, (_, i) => `word${i}`).filter((word) => !said.split(/\s+/).includes(word))).toEqual([])
    }), { seed: 5, numRuns: 500 })
  })

  it('takes the text of a crop for what the crop shows', () => {
    const format = createMarkdown('markdown', MODEL)
    expect(format.read('E = mc^2', { ...PAGE, kind: 'formula' })[0]).toMatchObject({ kind: 'formula', text: 'E = mc^2' })
    expect(format.read('Figure 1. A cat.', { ...PAGE, kind: 'caption' })[0]).toMatchObject({ kind: 'caption', text: 'Figure 1. A cat.' })
  })
})

describe('styles', () => {
  const SOURCE = '# **A title**\n\nOne line of the “first” paragraph, which is certainly long enough\n\nand goes on [1] .\n\n  - an _item_ , marked\n\n|a|b|\n|---|---|\n|1|22|\n'

  it('writes as docling does', () => {
    expect(rewrite(SOURCE, PYMUPDF4LLM, DOCLING)).toBe('## A title\n\nOne line of the \'first\' paragraph, which is certainly long enough and goes on 1 .\n\n'
      + '- an item , marked\n\n|   a |   b |\n|-----|-----|\n|   1 |  22 |')
  })

  it('writes as marker does', () => {
    expect(rewrite(SOURCE, PYMUPDF4LLM, MARKER)).toBe('# A title\n\nOne line of the “first” paragraph, which is certainly long enough and goes on<sup>1</sup>.\n\n'
      + '- an *item*, marked\n\n| a   | b   |\n|-----|-----|\n| 1   | 22  |')
  })

  it('writes as people do', () => {
    expect(rewrite(SOURCE, PYMUPDF4LLM, HUMAN)).toBe('# A title\n\nOne line of the "first" paragraph, which is certainly long enough\nand goes on1.\n\n- · an item, marked\n\n'
      + '<table>\n <tr>\n  <td>\n   a\n  </td>\n  <td>\n   b\n  </td>\n </tr>\n <tr>\n  <td>\n   1\n  </td>\n  <td>\n   22\n  </td>\n </tr>\n</table>\n')
  })

  it('writes formulas as MinerU\'s VLM does', () => {
    expect(rewrite('Let $x _ { i } \\in \\mathbb { R } ^ { 2 }$ be\n\n$$\n\\frac { a } { b } = \\mathrm { s u p p } x _ { i } , 1 . 5\n$$', MINERU, MINERU_VLM))
      .toBe('Let \\(x_{i} \\in \\mathbb{R}^{2}\\) be\n\n\\[\n\\frac {a}{b} = \\mathrm{supp} x _ {i}, 1.5\n\\]')
  })
})
