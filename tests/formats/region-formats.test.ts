// What models write about one crop, about a page's layout alone, and behind front matter.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrontMatter } from '../../src/formats/front-matter.ts'
import { plainSpan } from '../../src/formats/inline.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import { MINERU2_5 } from '../../src/formats/mineru.ts'
import { BARE, createRegionText } from '../../src/formats/region-text.ts'
import { formulaBlock, tableBlock, textBlock } from '../../src/formats/written-block.ts'
import type { RegionKind } from '../../src/model/region.ts'
import { page, PAGE, plainText, summary, table } from './block-samples.ts'

const OTSL = createRegionText('otsl', BARE, 'otsl')
const HTML = createRegionText('html', BARE, 'html')
const crop = (kind: RegionKind): typeof PAGE => ({ ...PAGE, kind })

describe.each([OTSL, HTML, MINERU2_5])('a crop in the format $id', (format) => {
  it('is read back as what it shows', () => {
    const kinds = fc.constantFrom<RegionKind>('title', 'heading', 'text', 'caption', 'footnote', 'header', 'page-number')
    fc.assert(fc.property(kinds, plainText, (kind, said) => {
      const written = format.write([textBlock({ kind, spans: [plainSpan(said)] })], crop(kind))
      expect(written).toBe(said)
      expect(summary(format.read(written, crop(kind)))).toEqual([{ kind, text: said, table: null }])
    }), { seed: 1 })
  })

  it('keeps a table\'s cells and spans', () => {
    fc.assert(fc.property(table(plainText, fc.constant(0)), (content) => {
      const read = format.read(format.write([tableBlock(content)], crop('table')), crop('table'))
      expect(read[0]?.table).toEqual(content)
    }), { seed: 2 })
  })

  it('writes a list item with the mark that stands on the page', () => {
    const item = { ...textBlock({ kind: 'list-item', level: 1, spans: [plainSpan('one')] }), text: '• one' }
    expect(format.write([item], crop('list-item'))).toBe('• one')
  })

  it('reads a formula with and without its delimiters', () => {
    const written = format.write([formulaBlock('\\frac{a}{b}')], crop('formula'))
    expect(written).toMatch(/^\\\[\n[^]*\n\\\]$/)
    for (const output of [written, '\\frac{a}{b}', '$$\\frac{a}{b}$$']) {
      expect(format.read(output, crop('formula'))[0]).toMatchObject({ kind: 'formula', text: expect.stringMatching(/^\\frac ?\{a\}\{b\}$/) as string })
    }
  })
})

describe('MinerU\'s layout lines', () => {
  it('give kinds and boxes', () => {
    const blocks = [textBlock({ kind: 'heading', spans: [plainSpan('a')], box: { x0: 61.2, y0: 79.2, x1: 306, y1: 158.4 } })]
    const written = MINERU2_5.write(blocks, PAGE)
    expect(written).toBe('<|box_start|>100 100 500 200<|box_end|><|ref_start|>title<|ref_end|><|rotate_up|>')
    expect(MINERU2_5.read(written, PAGE)).toMatchObject([{ kind: 'heading', text: '' }])
    expect(MINERU2_5.read(written, PAGE)[0]?.box?.x1).toBeCloseTo(306)
  })

  it('keep text that is not in the format, drop a line that is cut, and never throw', () => {
    expect(MINERU2_5.read('hello <|box_start|>1 2 3 4<|box_end|><|ref_start|>text<|ref_end|>said<|box_start|>9 9', PAGE).map((block) => block.text).filter((text) => text !== ''))
      .toEqual(['hello', 'said'])
    fc.assert(fc.property(fc.array(fc.constantFrom('<|box_start|>', '1 2 3 4', '<|box_end|>', '<|ref_start|>', 'text', '<|ref_end|>', '<|rotate_up|>', '\n', '<')), (parts) => {
      expect(MINERU2_5.read(parts.join(''), PAGE)).toBeInstanceOf(Array)
    }), { seed: 3 })
  })
})

describe('front matter', () => {
  const format = createFrontMatter('olmocr', MODEL)

  it('stands before the page as olmOCR\'s own expression wants it, and is no part of its text', () => {
    fc.assert(fc.property(page(['text', 'table', 'list-item'], plainText), (blocks) => {
      const written = format.write(blocks, PAGE)
      expect(written).toMatch(/^---\nprimary_language: (?:[a-z]{2}|null)\nis_rotation_valid: (?:True|False)\nrotation_correction: (?:0|90|180|270)\nis_table: (?:True|False)\nis_diagram: (?:True|False)\n---\n/)
      expect(format.read(written, PAGE).map((block) => block.text)).toEqual(blocks.map((block) => block.text))
    }), { seed: 4, numRuns: 50 })
  })

  it('may be cut or missing', () => {
    expect(format.read('---\nprimary_language: en\nis_rot', PAGE).map((block) => block.text)).toEqual(['is_rot'])
    expect(format.read('just text', PAGE).map((block) => block.text)).toEqual(['just text'])
    expect(format.read('---\nnot yaml at all', PAGE).map((block) => block.text)).toEqual(['not yaml at all'])
  })
})
