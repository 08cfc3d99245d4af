// What is compared: text and formulas as OmniDocBench normalizes them before any distance is taken.
// Source: OmniDocBench v1.5, utils/data_preprocess.py (clean_string, textblock2unicode, normalized_formula), read, not copied.
import { singleUnits } from './edit-distance.ts'
import { latexToText } from './latex-text.ts'

/** Which edition of the scoring rules: 1.5 (September 2025), or 1.0 (December 2024), behind the older published figures. */
export type Rules = '1.5' | '1.0'

const INLINE_MATH = /\$(.*?)\$|\\\((.*?)\\\)/g

/** Letters and digits of a text block; inline formulas with an index, an exponent or a macro are turned into text first. */
export function normalizeText(text: string): string {
  const plain = text.replace(INLINE_MATH, (whole, dollars: string | undefined, parens: string | undefined) => {
    const content = (dollars ?? parens ?? '').replace(/\\([\\_&%^])/g, '')
    return /[\\^_]/.test(content) ? latexToText(content).trim() : whole
  })
  return cleanText(plain)
}

/** Keeps letters, digits and underscores; written-out line breaks and tabs ("\n", "/t") go first. */
export function cleanText(text: string): string {
  return singleUnits(text.replaceAll('\\t', '').replaceAll('\\n', '').replaceAll('\t', '').replaceAll('\n', '')
    .replaceAll('/t', '').replaceAll('/n', '').replace(/[^\p{L}\p{N}_]/gu, ''))
}

// in this order: \text goes before \textbf would be whole again, and so on; the order is part of the published rule
const DROPPED = ['\\mathbf', '\\mathrm', '\\mathnormal', '\\mathit', '\\mathbb', '\\mathcal', '\\mathscr', '\\mathfrak', '\\mathsf',
  '\\mathtt', '\\textbf', '\\text', '\\boldmath', '\\boldsymbol', '\\operatorname', '\\bm', '\\symbfit', '\\mathbfcal', '\\symbf',
  '\\scriptscriptstyle', '\\notag', '\\setlength', '\\coloneqq', '\\space', '\\thickspace', '\\thinspace', '\\medspace',
  '\\nobreakspace', '\\negmedspace', '\\quad', '\\qquad', '\\enspace', '\\substackw', ' ']
const DROPPED_SINCE_15 = ['$$', '\\left', '\\right', '\\displaystyle', '\\text']

/** A display formula without delimiters, spacing, fonts, tags and environments, in lower case. */
export function normalizeFormula(latex: string, rules: Rules): string {
  let text = rules === '1.5' ? strip(strip(latex.trim(), '$'), '\n') : latex
  const display = /\\\[(.+?)(?<!\\)\\\]/.exec(text)
  if (display !== null) text = display[1]!.trim()
  text = text.replace(/\\tag\{.*?\}/g, '').replace(/\\hspace\{.*?\}/g, '').replace(/\\begin\{.*?\}/g, '')
    .replace(/\\end\{.*?\}/g, '').replace(/\\arraycolsep.*?\}/g, '')
  text = strip(text, '.')
  for (const macro of rules === '1.5' ? [...DROPPED, ...DROPPED_SINCE_15] : DROPPED) text = text.replaceAll(macro, '')
  return singleUnits(text.toLowerCase())
}

/** Removes every leading and trailing `char`. */
export function strip(text: string, char: string): string {
  let start = 0
  let end = text.length
  while (start < end && text[start] === char) start++
  while (end > start && text[end - 1] === char) end--
  return text.slice(start, end)
}
