// Formulas inside running text: one character stands for each while lines are joined and escaped, its LaTeX or its words after.
import type { Region } from '../model/region.ts'

/** The first of the characters that stand for formulas: private use, of a plane that no font uses. */
const FIRST = 0x10f000
const STANDINGS = /[\u{10f000}-\u{10ffff}]/gu

/** The settled lines with a character for each formula; a line that the verifier has read otherwise stays as it read it. */
export function hideFormulas({ formulas = [], lines }: Region, texts: readonly string[]): readonly string[] {
  if (formulas.length === 0) return texts
  return texts.map((text, i) => {
    const line = lines[i]
    if (line === undefined || line.text !== text) return text
    return line.words.flatMap((word, w) => {
      const at = formulas.findIndex(({ line: own, from, to }) => own === i && w >= from && w < to)
      const formula = formulas[at]
      if (formula === undefined) return [word.text]
      return w === formula.from ? [formula.before + String.fromCodePoint(FIRST + at) + formula.after] : []
    }).join(' ')
  })
}

/** The text as it stands on the page. */
export function showWords({ formulas = [], lines }: Region, text: string): string {
  if (formulas.length === 0) return text
  return show(text, (at) => {
    const formula = formulas[at]
    if (formula === undefined) return null
    const words = lines[formula.line]?.words.slice(formula.from, formula.to).map((word) => word.text).join(' ') ?? ''
    return words.slice(formula.before.length, words.length - formula.after.length)
  })
}

/** Markdown with its formulas as `$LaTeX$`; other dollars beside them are escaped, or they would open one. */
export function showLatex({ formulas = [] }: Region, markdown: string): string {
  if (formulas.length === 0) return markdown
  return show(markdown.replaceAll('$', '\\$'), (at) => formulas[at] === undefined ? null : `$${formulas[at].latex}$`)
}

const show = (text: string, formula: (at: number) => string | null): string =>
  text.replace(STANDINGS, (standing) => formula((standing.codePointAt(0) ?? 0) - FIRST) ?? standing)
