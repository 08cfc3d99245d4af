// Formulas inside running text: words whose glyphs are variables of a formula face, with the signs and numbers beside them.
// Cautious: an italic letter or a unit of prose is none, and what the glyphs do not tell stays text.
import { type Box, contains } from '../../model/box.ts'
import type { Line, Word } from '../../model/line.ts'
import type { Ruling, TextItem } from '../../model/page.ts'
import type { InlineFormula } from '../../model/region.ts'
import { formulaLatex } from './latex.ts'
import { isFunction, RELATION } from './symbols.ts'

/** Faces of variables, in which no prose is set: TeX's, its successors', those of browsers. */
const VARIABLE_FACE = /CMMI|LMMathI|Math-?Italic|(?:KaTeX|MathJax)_Math|NewTXMI|txmi|pxmi|MTMI/i
const FORMULA_FACE = /CMMI|CMSY|MSBM|MSAM|LMMath|KaTeX_(?:Math|AMS)|MathJax_(?:Math|AMS)|txsy|pxsy/i
/** Numbers, brackets and signs, in whatever face. */
const SIGNS = /^[\d.,:;!'′()[\]{}|/+−=<>≤≥≠≈≡∼∈⊂⊆→∞×⋅·±∂∇∑∏∫√…*^-]+$/u
const OPERATOR_END = /[+−=<>≤≥≠≈≡∼∈⊂⊆→×⋅·±/-]$/u
const OPERATOR_START = /^[+−=<>≤≥≠≈≡∼∈⊂⊆→×⋅·±/-]/u
const NUMBER = /^[\d.,:;()[\]]+$/u

interface FormulaWord {
  readonly word: Word
  readonly items: readonly TextItem[]
}

/** The formulas in lines of running text; `items` are the glyphs of an upright text layer. */
export function findInline(lines: readonly Line[], items: readonly TextItem[], rulings: readonly Ruling[]): InlineFormula[] {
  const variables = items.filter(isVariable)
  if (variables.length === 0) return []
  return lines.flatMap((line, index) => {
    if (!variables.some(({ box }) => contains(line.box, box))) return []
    const own = items.filter((item) => !item.hidden && contains(line.box, item.box))
    const words = line.words.map((word) => ({ word, items: own.filter(({ box }) => contains(word.box, box)) }))
    return runsOf(words).flatMap(([from, to]) => {
      const formula = written(words.slice(from, to), rulings.filter(({ direction }) => direction === 'horizontal').map(({ box }) => box))
      // a sign at an end joins what is not in the run, except over a line's end
      const isPart = formula === null || from > 0 && OPERATOR_START.test(words[from]!.word.text) || to < words.length && OPERATOR_END.test(words[to - 1]!.word.text)
      return formula === null || isPart ? [] : [{ line: index, from, to, ...formula }]
    })
  })
}

const isVariable = ({ text, fontName, hidden }: TextItem): boolean => !hidden && VARIABLE_FACE.test(fontName) && /\p{L}/u.test(text)

const isOfFormula = ({ text, fontName }: TextItem): boolean => FORMULA_FACE.test(fontName) || SIGNS.test(text) || isFunction(text)

/** Words [from, to) that are formulas. */
function runsOf(words: readonly FormulaWord[]): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (let from = 0, to = 0; from < words.length; from = to + 1) {
    to = from
    while (to < words.length && isFormulaWord(words[to]!)) to++
    const [start, end] = withoutNumbers(words, from, to)
    if (words.slice(start, end).some((word) => word.items.some(isVariable))) runs.push([start, end])
  }
  return runs
}

const isFormulaWord = ({ items }: FormulaWord): boolean => items.length > 0 && items.every(isOfFormula)

/** A number at a run's end, as of a page or a year, is prose unless a sign joins it to its neighbour. */
function withoutNumbers(words: readonly FormulaWord[], from: number, to: number): [number, number] {
  const text = (i: number): string => words[i]?.word.text ?? ''
  let [start, end] = [from, to]
  while (start < end && NUMBER.test(text(start)) && !OPERATOR_START.test(text(start + 1))) start++
  while (end > start && NUMBER.test(text(end - 1)) && !OPERATOR_END.test(text(end - 2))) end--
  return [start, end]
}

/** LaTeX of a run, without the sentence's punctuation and brackets around it; null when the glyphs do not tell it. */
function written(words: readonly FormulaWord[], bars: readonly Box[]): Pick<InlineFormula, 'before' | 'latex' | 'after'> | null {
  const items = words.flatMap((word) => word.items)
  if (letters(items.map(({ text }) => text)) !== letters(words.map(({ word }) => word.text))) return null
  const inside = bars.filter((bar) => words.some(({ word: { box } }) => contains(box, bar) && bar.y1 < box.y1))
  const whole = formulaLatex(items, inside)
  if (whole === null || whole.startsWith('{}')) return null
  let [before, latex, after] = ['', whole, '']
  for (let last = latex.at(-1) ?? ''; /[.,;:!?]/.test(last) || /[)\]]/.test(last) && balance(latex) < 0; last = latex.at(-1) ?? '') {
    latex = latex.slice(0, -1).trimEnd()
    after = last + after
  }
  while (/^[([]/.test(latex) && balance(latex) > 0) {
    before += latex[0]
    latex = latex.slice(1).trimStart()
  }
  return balance(latex) !== 0 || latex === '' || RELATION.test(latex[0]!) && latex.length === 1 ? null : { before, latex, after }
}

/** Whatever stands raised or in another order: nothing may be lost, nothing written twice. */
const letters = (texts: readonly string[]): string => [...texts.join('').normalize('NFKC').replace(/[\s−–-]/gu, '')].sort().join('')

/** Opening brackets less closing ones. */
const balance = (latex: string): number => (latex.match(/[([]/g)?.length ?? 0) - (latex.match(/[)\]]/g)?.length ?? 0)
