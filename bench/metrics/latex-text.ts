// Inline LaTeX to plain text, as the text metric wants it: `x_{i}^{2}` -> `x_i^2`, `\mathbb{R}` -> `ℝ`, `\frac{a}{b}` -> `a/b`.
// Follows what pylatexenc's latex2text (which OmniDocBench calls) prints, for everything that prints letters or digits.
import { ACCENTS, inAlphabet, isAlphabet, LETTER_MACROS } from './latex-letters.ts'

/** Arguments that are read and not printed: how many, after an optional star and [..]. */
const SILENT: ReadonlyMap<string, number> = new Map([
  ['label', 1], ['hspace', 1], ['vspace', 1], ['color', 1], ['mbox', 1], ['tag', 1], ['begin', 1], ['end', 1], ['xrightarrow', 1],
  ['xleftarrow', 1], ['phantom', 1], ['rule', 2], ['textcolor', 1], ['colorbox', 1], ['setlength', 2],
])
/** Signs, printed as one character that is no letter: after a fraction's slash, `/t` would be taken for a written-out tab. */
const SIGNS = new Set(['partial', 'nabla', 'infty', 'pm', 'mp', 'sum', 'prod', 'int', 'oint', 'neg', 'langle', 'forall', 'exists'])
const WITH_COLUMNS = new Set(['array', 'tabular'])

/**
 * Converts LaTeX to text; never throws: braces that do not balance are read as far as they go, and what is nested
 * thousands deep (a runaway model) stays as it is.
 */
export function latexToText(latex: string): string {
  try {
    return convert(latex)
  } catch (error) {
    if (error instanceof RangeError) return latex
    throw error
  }
}

function convert(latex: string): string {
  return new Reader(latex.replace(/(?<!\\)%[^\n]*\n?/g, '')).all()
}

class Reader {
  private at = 0
  private readonly latex: string

  constructor(latex: string) {
    this.latex = latex
  }

  all(): string {
    let text = ''
    while (this.at < this.latex.length) text += this.next()
    return text
  }

  /** Text of the next group, macro or character. */
  private next(): string {
    const char = this.latex[this.at]!
    if (char === '{') return convert(this.group())
    this.at++
    if (char === '}' || char === '&' || char === '$') return ''
    if (char === '~') return ' '
    return char === '\\' ? this.macro() : char
  }

  /** What stands between the braces that open here. */
  private group(): string {
    let depth = 0
    const start = this.at + 1
    for (; this.at < this.latex.length; this.at++) {
      const char = this.latex[this.at]
      if (char === '\\') this.at++
      else if (char === '{') depth++
      else if (char === '}' && --depth === 0) return this.latex.slice(start, this.at++)
    }
    return this.latex.slice(start)
  }

  private macro(): string {
    const name = /^[A-Za-z]+\*?|^[^]/.exec(this.latex.slice(this.at))?.[0] ?? ''
    this.at += name.length
    if (/^[A-Za-z]/.test(name)) this.skipSpace()
    const bare = name.replace(/\*$/, '')
    const accent = ACCENTS.get(bare)
    if (accent !== undefined) {
      const argument = this.argument().trim()
      return argument === '' ? '' : `${argument[0]}${accent}`.normalize('NFC') + argument.slice(1)
    }
    if (isAlphabet(bare)) return inAlphabet(bare, this.argument())
    if (bare === 'frac') return `${this.argument()}/${this.argument()}`
    if (bare === 'sqrt') {
      this.option()
      return `√(${this.argument()})`
    }
    if (SIGNS.has(bare)) return '∎'
    const silent = SILENT.get(bare)
    if (silent !== undefined) return this.skip(bare, silent)
    return LETTER_MACROS.get(bare) ?? (/^[%#&_]$/.test(bare) ? bare : '')
  }

  private skip(name: string, count: number): string {
    this.option()
    let last = ''
    for (let i = 0; i < count; i++) last = this.argument()
    if (name === 'begin' && WITH_COLUMNS.has(last)) {
      this.option()
      this.argument()
    }
    return ''
  }

  private argument(): string {
    this.skipSpace()
    return this.at < this.latex.length ? this.next() : ''
  }

  private option(): void {
    const match = /^\s*\[[^\]]*\]/.exec(this.latex.slice(this.at))
    if (match !== null) this.at += match[0].length
  }

  private skipSpace(): void {
    while (/\s/.test(this.latex[this.at] ?? '')) this.at++
  }
}
