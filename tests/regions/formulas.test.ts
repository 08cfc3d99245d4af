import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTextLayer } from '../../drafts/text-layer/text-layer.ts'
import type { Ruling, TextItem } from '../../src/model/page.ts'
import type { Region } from '../../src/model/region.ts'
import { formulaLatex } from '../../src/regions/formulas/latex.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { draftedPage } from '../../src/verify/verified-page.ts'
import { horizontal, page, textOf } from './synthetic.ts'

/** Glyphs from `x` on one baseline, half an em each. */
function glyphs(text: string, x: number, baseline: number, { size = 10, bold = false, fontName = 'Times-Italic' } = {}): TextItem {
  return {
    text, box: { x0: x, y0: baseline - 0.8 * size, x1: x + 0.5 * size * [...text].length, y1: baseline + 0.2 * size }, fontSize: size, fontName, bold,
    italic: fontName.includes('Italic'), rotation: 0, direction: 'ltr', spaceBefore: true, hidden: false,
  }
}

const upright = { fontName: 'Times-Roman' }
const bar = (x0: number, x1: number, y: number): Ruling['box'] => horizontal(y, x0, x1).box

describe('LaTeX', () => {
  test('raised and lowered, one over the other too', () => {
    expect(formulaLatex([glyphs('x', 100, 200), glyphs('i', 105, 202, { size: 7 }), glyphs('2', 105, 196, { size: 7 }), glyphs('=', 115, 200), glyphs('π', 125, 200)], []))
      .toBe('x_{i}^{2} = \\pi')
  })

  test('fractions by their bars, inner ones first', () => {
    const items = [glyphs('y', 80, 202), glyphs('=', 90, 202), glyphs('a', 105, 192), glyphs('1', 103, 205, { size: 7 }), glyphs('b', 103, 214, { size: 7 })]
    expect(formulaLatex(items.slice(0, 3).concat(glyphs('b', 105, 208)), [bar(102, 112, 198)])).toBe('y = \\frac{a}{b}')
    expect(formulaLatex(items, [bar(100, 112, 198), bar(102, 108, 207)])).toBe('y = \\frac{a}{\\frac{1}{b}}')
  })

  test('roots, limits of sums, vectors, functions and words', () => {
    expect(formulaLatex([glyphs('√', 100, 200, upright), glyphs('x', 106, 200), glyphs('+', 113, 200), glyphs('1', 120, 200)], [bar(105, 126, 191)])).toBe('\\sqrt{x + 1}')
    expect(formulaLatex([glyphs('∑', 100, 200, upright), glyphs('i=0', 97, 209, { size: 7 }), glyphs('n', 101, 189, { size: 7 }), glyphs('v', 110, 200, { bold: true })], []))
      .toBe('\\sum_{i=0}^{n} \\mathbf{v}')
    expect(formulaLatex([glyphs('sin', 100, 200, upright), glyphs('x', 118, 200), glyphs('if', 130, 200, upright)], [])).toBe('\\sin x \\mathrm{if}')
  })

  test('null for what the glyphs do not tell: private characters, rows over rows, bars of neither kind', () => {
    expect(formulaLatex([glyphs('\uE000', 100, 200)], [])).toBeNull()
    expect(formulaLatex([glyphs('a', 100, 200), glyphs('b', 110, 212)], [])).toBeNull()
    expect(formulaLatex([glyphs('a', 100, 200)], [bar(99, 106, 190)])).toBeNull()
    expect(formulaLatex([glyphs('→', 100, 200), glyphs('x', 101, 194, { size: 7 })], [])).toBeNull()
  })

  test('whatever stands there: no error, and braces that close', () => {
    const item = fc.record({ text: fc.constantFrom('x', '∑', '√', 'sin', '2', '(', '{', 'α', '\uF8EE', '\\'), x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 40 }), size: fc.constantFrom(5, 7, 10) })
    const rule = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 40 }))
    fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), fc.array(rule, { maxLength: 3 }), (items, rules) => {
      const latex = formulaLatex(items.map(({ text, x, y, size }) => glyphs(text, x, y, { size })), rules.map(([x, length, y]) => bar(x, x + length, y))) ?? ''
      const marks = latex.replace(/\\[{}]|\\[a-z]+ ?/g, '')
      let depth = 0
      for (const mark of marks) depth += mark === '{' ? 1 : mark === '}' && depth > 0 ? -1 : mark === '}' ? NaN : 0
      expect(depth).toBe(0)
    }))
  })
})

describe('displayed formulas', () => {
  const NEVER = new AbortController().signal
  const sentence = 'The force that the tide has on a wall of stone grows with the square of its height as follows'
  const prose = (y: number): TextItem[] => sentence.split(' ').reduce<TextItem[]>((made, word) => (
    [...made, glyphs(word, (made.at(-1)?.box.x1 ?? 55) + 5, y, upright)]
  ), [])

  async function regionsOf(items: readonly TextItem[], rulings: readonly Ruling[] = []): Promise<Region[]> {
    const sheet = page({ items, rulings })
    return createLayoutProposer().propose(sheet, await createTextLayer().draft(sheet, NEVER) ?? [], NEVER)
  }

  test('are regions of their own, with their fraction and their number', async () => {
    const formula = [glyphs('F', 220, 152), glyphs('=', 230, 152, upright), glyphs('ρg', 245, 145), glyphs('2', 247, 158, upright), glyphs('(4.1)', 480, 152, upright)]
    const regions = await regionsOf([...prose(100), ...prose(112), ...formula, ...prose(190), ...prose(202)], [horizontal(148.5, 243, 257)])
    expect(regions.map(({ kind }) => kind)).toEqual(['text', 'formula', 'text'])
    expect(regions[1]).toMatchObject({ latex: 'F = \\frac{\\rho g}{2} \\tag{4.1}' })
  })

  test('are not made of formulas in a sentence, of its end, or of code', async () => {
    const inline = [...prose(100), glyphs('x', 60, 112), glyphs('=', 70, 112, upright), glyphs('ρ', 80, 112), glyphs('holds here and everywhere', 95, 112, upright), ...prose(124)]
    expect((await regionsOf(inline)).map(({ kind }) => kind)).not.toContain('formula')
    const end = [...prose(100), ...prose(112), glyphs('x', 60, 124), glyphs('=', 70, 124, upright), glyphs('ρ.', 80, 124)]
    expect((await regionsOf(end)).map(({ kind }) => kind)).not.toContain('formula')
    const code = [...prose(100), glyphs('x', 100, 140, { fontName: 'Courier' }), glyphs('=', 110, 140, { fontName: 'Courier' }), glyphs('12', 120, 140, { fontName: 'Courier' }), ...prose(170)]
    expect((await regionsOf(code)).map(({ kind }) => kind)).not.toContain('formula')
  })

  test('keep every word where the glyphs tell nothing', async () => {
    const regions = await regionsOf([...prose(100), ...prose(112), glyphs('x', 220, 152), glyphs('≤', 230, 152, upright), glyphs('\uE000', 245, 152), ...prose(190)])
    expect(regions.map(({ kind, latex }) => [kind, latex ?? null])).toEqual([['text', null], ['formula', null], ['text', null]])
    expect(textOf(regions[1] as Region)).toContain('≤')
  })
})

describe('formulas in a sentence', () => {
  const NEVER = new AbortController().signal
  const math = { fontName: 'CMMI10' }

  /** The page's Markdown; words are 5 points apart unless a size below 10 makes them marks of the word before. */
  async function markdownOf(words: readonly (readonly [text: string, style?: { readonly fontName?: string, readonly size?: number }, down?: number])[]): Promise<string> {
    const items = words.reduce<TextItem[]>((made, [text, style = {}, down = 0]) => {
      const end = made.at(-1)?.box.x1 ?? 55
      return [...made, glyphs(text, style.size === undefined ? end + 5 : end, 100 + down, { ...upright, ...style })]
    }, [])
    const sheet = page({ items })
    const regions = await createLayoutProposer().propose(sheet, await createTextLayer().draft(sheet, NEVER) ?? [], NEVER)
    return draftedPage(sheet, regions).page.markdown
  }

  test('are LaTeX between dollars, the sentence around them is not', async () => {
    expect(await markdownOf([['where'], ['x', math], ['2', { size: 7 }, -4], ['+'], ['y', math], ['≤'], ['3'], ['holds.']])).toBe('where $x^{2} + y \\leq 3$ holds.')
    expect(await markdownOf([['for'], ['all'], ['values'], ['of'], ['α', math], ['i', { ...math, size: 7 }, 1.5], ['here']])).toBe('for all values of $\\alpha_{i}$ here')
    expect(await markdownOf([['of'], ['the'], ['price'], ['$5'], ['in'], ['2015'], ['n', math], ['items']])).toBe('of the price \\$5 in 2015 $n$ items')
  })

  test('take no bracket or stop of the sentence with them', async () => {
    expect(await markdownOf([['it'], ['grows'], ['(as'], ['f', math], ['(', { ...upright, size: 10 }], ['x', { ...math, size: 10 }], [')).', { ...upright, size: 10 }]])).toBe('it grows (as $f(x)$).')
  })

  test('are not made of italic letters, units, Greek words or prices', async () => {
    const italic = { fontName: 'Times-Italic' }
    expect(await markdownOf([['point'], ['a', italic], ['is'], ['5'], ['µm'], ['±'], ['3'], ['away'], ['from'], ['β'], ['decay'], ['=']])).toBe('point a is 5 µm ± 3 away from β decay =')
  })

  test('stay text where a word of prose or an unknown glyph is joined to them', async () => {
    expect(await markdownOf([['the'], ['n', math], ['-gram', { ...upright, size: 10 }], ['is'], ['long']])).toBe('the n-gram is long')
    expect(await markdownOf([['the'], ['ш', math], ['is'], ['long']])).toBe('the ш is long')
  })
})
