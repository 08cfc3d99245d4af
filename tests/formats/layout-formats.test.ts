// The formats that carry boxes, over one suite: what is written is read back, and broken outputs lose nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEEPSEEK_OCR } from '../../src/formats/deepseek-ocr.ts'
import { DOCTAGS } from '../../src/formats/doctags.ts'
import { DOTS_OCR } from '../../src/formats/dots-ocr.ts'
import type { RegionKind } from '../../src/model/region.ts'
import type { OutputFormat } from '../../src/seams/output-format.ts'
import { hostileText, page, PAGE, plainText, summary, withoutHeadings } from './block-samples.ts'

interface Case {
  readonly format: OutputFormat
  /** Kinds that come back as themselves. */
  readonly kinds: readonly RegionKind[]
  readonly text: fc.Arbitrary<string>
  /** False: the format does not tell heading cells from others. */
  readonly headings: boolean
  /** Points by which a box may move. */
  readonly rounding: number
}

const CASES: readonly Case[] = [
  { format: DOTS_OCR, kinds: ['title', 'heading', 'text', 'table', 'picture', 'formula', 'caption', 'footnote', 'header', 'footer', 'list-item'], text: plainText, headings: true, rounding: 0.3 },
  { format: DEEPSEEK_OCR, kinds: ['title', 'heading', 'text', 'table', 'picture', 'formula', 'header', 'footer'], text: plainText, headings: true, rounding: 0.5 },
  { format: DOCTAGS, kinds: ['title', 'heading', 'text', 'table', 'picture', 'formula', 'footnote', 'header', 'footer', 'list-item', 'code'], text: plainText, headings: true, rounding: 2.4 },
]

describe.each(CASES)('$format.id', ({ format, kinds, text, headings, rounding }) => {
  it('reads the blocks that it has written', () => {
    fc.assert(fc.property(page(kinds, text), (blocks) => {
      const read = format.read(format.write(blocks, PAGE), PAGE)
      const said = headings ? summary : (list: typeof blocks) => withoutHeadings(summary(list))
      expect(said(read)).toEqual(said(blocks))
      read.forEach((block, i) => {
        const [found, made] = [block.box, blocks[i]?.box]
        for (const edge of ['x0', 'y0', 'x1', 'y1'] as const) expect(Math.abs((found?.[edge] ?? NaN) - (made?.[edge] ?? NaN))).toBeLessThanOrEqual(rounding)
      })
    }), { seed: 1 })
  })

  it('reads its own Markdown to the same text and tables', () => {
    fc.assert(fc.property(page(kinds, text), (blocks) => {
      const once = format.read(format.write(blocks, PAGE), PAGE)
      expect(summary(format.read(format.write(once, PAGE), PAGE))).toEqual(summary(once))
    }), { seed: 2, numRuns: 50 })
  })

  it('loses no word of an output that is cut anywhere', () => {
    fc.assert(fc.property(page(kinds.filter((kind) => kind !== 'formula'), text), fc.double({ min: 0, max: 1, noNaN: true }), (blocks, share) => {
      const whole = format.write(blocks, PAGE)
      const cut = whole.slice(0, Math.floor(whole.length * share))
      const said = format.read(cut, PAGE).map((block) => block.text).join(' ')
      const before = format.read(whole, PAGE).map((block) => block.text).join(' ').split(/\s+/)
      const written = before.filter((_, i) => i < said.split(/\s+/).length - 1)
      expect(said.split(/\s+/).slice(0, written.length)).toEqual(written)
    }), { seed: 3 })
  })

  it('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom('<text>', '</text>', '<|ref|>', '<|/ref|><|det|>[[1, 2', ']]<|/det|>', '<|box_start|>1 2 3 4<|box_end|>', '<loc_5>', '<otsl>', '<fcel>', '{"bbox": [1,2', '"text": "', '}', ']', '[', '\\', '"', '<table>', '<tr>', '<td rowspan="99999">', '$$', '```', '\n\n', '- ', 'word')
    fc.assert(fc.property(fc.array(fc.oneof(pieces, hostileText, fc.string())), (parts) => {
      expect(Array.isArray(format.read(parts.join(''), PAGE))).toBe(true)
    }), { seed: 4 })
  })
})

describe('dots.ocr', () => {
  it('is spelled as the model spells it', () => {
    const [title] = DOTS_OCR.read('[{"bbox": [0, 0, 616, 798], "category": "Section-header", "text": "## A \\"b\\""}]', PAGE)
    expect(title).toMatchObject({ kind: 'heading', level: 1, text: 'A "b"', box: { x0: 0, y0: 0, x1: 306, y1: 396 } })
    expect(DOTS_OCR.write(title === undefined ? [] : [title], PAGE)).toBe('[{"bbox": [0, 0, 616, 798], "category": "Section-header", "text": "## A \\"b\\""}]')
  })

  it('reads what JSON would refuse: quotation marks and backslashes without escapes', () => {
    const read = DOTS_OCR.read('[{"bbox": [1, 2, 3, 4], "category": "Text", "text": "the "one" $\\alpha$"}, {"bbox": [5', PAGE)
    expect(read.map((block) => block.text)).toEqual(['the "one" $\\alpha$'])
  })
})

describe('DeepSeek-OCR', () => {
  it('writes a table\'s caption between the mark and the table, and gives both their boxes back', () => {
    const output = '<|ref|>table<|/ref|><|det|>[[100, 200, 300, 400]]<|/det|>\n<|ref|>table_caption<|/ref|><|det|>[[100, 150, 300, 190]]<|/det|>\n'
      + 'Table 1. Results  \n\n<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>\n\n'
      + '<|ref|>text<|/ref|><|det|>[[100, 500, 300, 600]]<|/det|>\nAnd so on.  '
    const read = DEEPSEEK_OCR.read(output, PAGE)
    expect(read.map(({ kind, text }) => [kind, text])).toEqual([['caption', 'Table 1. Results'], ['table', 'a\tb\n1\t2'], ['text', 'And so on.']])
    expect(DEEPSEEK_OCR.write(read, PAGE)).toBe(output)
  })
})

describe('DocTags', () => {
  it('nests captions, groups list items and leaves end tokens out', () => {
    const output = '<doctag><picture><loc_0><loc_0><loc_250><loc_250><caption><loc_0><loc_250><loc_250><loc_300>Fig. 1</caption></picture>\n'
      + '<unordered_list><list_item><loc_0><loc_300><loc_250><loc_310>one</list_item>\n<list_item><loc_0><loc_310><loc_250><loc_320>two</list_item>\n</unordered_list>\n'
    const read = DOCTAGS.read(`${output}</doctag><end_of_utterance>`, PAGE)
    expect(read.map(({ kind, text }) => [kind, text])).toEqual([['picture', ''], ['caption', 'Fig. 1'], ['list-item', 'one'], ['list-item', 'two']])
    expect(DOCTAGS.write(read, PAGE)).toBe(output)
  })
})
