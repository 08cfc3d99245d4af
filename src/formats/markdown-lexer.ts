// Markdown as engines write it, cut into tokens by marked: GitHub's, with formulas and with HTML tables as blocks.
import { Marked, type Tokens, type TokenizerAndRendererExtension } from 'marked'

/** A formula: `text` is its LaTeX without delimiters. */
export interface MathToken extends Tokens.Generic {
  readonly type: 'inlineMath' | 'displayMath'
  readonly text: string
}

/** $x$ and $ x $ but not "$5 and $6"; $$x$$ within a line. */
const DOLLARS = /^(?:\$\$([^$]+)\$\$|\$(?![\s$])((?:\\.|[^$\\])*?(?<![\s\\]))\$(?!\d)|\$\s((?:\\.|[^$\\])*?)\s\$(?!\d))/
const BRACKETS = /^\\\(([^]{0,2000}?)\\\)/
/** A cut output may never close its last formula. */
const DISPLAY_DOLLARS = /^ {0,3}\$\$([^]*?)(?:\$\$|$(?![^]))[ \t]*(?:\n+|$)/
const DISPLAY_BRACKETS = /^ {0,3}\\\[([^]*?)(?:\\\]|$(?![^]))[ \t]*(?:\n+|$)/
const TABLE_TAG = /<(\/?)table\b[^>]*>/gi

function math(name: MathToken['type'], opening: RegExp, formula: RegExp): TokenizerAndRendererExtension {
  return {
    name, level: name === 'inlineMath' ? 'inline' : 'block',
    start: (source) => { const at = source.search(opening); return at < 0 ? undefined : at },
    tokenizer: (source) => mathToken(name, formula.exec(source)),
  }
}

const DOLLAR_MATH = [math('inlineMath', /\$/, DOLLARS), math('displayMath', /^ {0,3}\$\$/m, DISPLAY_DOLLARS)]
const BRACKET_MATH = [math('inlineMath', /\\\(/, BRACKETS), math('displayMath', /^ {0,3}\\\[/m, DISPLAY_BRACKETS)]

/** A whole table, nested ones and blank lines included; to the end when it is cut. CommonMark would stop at a blank line. */
const htmlTable: TokenizerAndRendererExtension = {
  name: 'htmlTable', level: 'block',
  start: (source) => { const at = source.search(/<table\b/i); return at < 0 ? undefined : at },
  tokenizer(source) {
    const opening = /^\s{0,3}(?:<html>\s*<body>\s*)?<table\b/i.exec(source)
    if (opening === null) return undefined
    const raw = source.slice(0, tableEnd(source)) + (/^\s*(?:<\/body>\s*<\/html>)?\s*/i.exec(source.slice(tableEnd(source)))?.[0] ?? '')
    return { type: 'htmlTable', raw, text: raw }
  },
}

/** Where the table that `source` begins with ends; the whole length when it is cut. */
export function tableEnd(source: string): number {
  let depth = 0
  for (const tag of source.matchAll(TABLE_TAG)) {
    depth += tag[1] === '' ? 1 : -1
    if (depth === 0) return tag.index + tag[0].length
  }
  return source.length
}

function mathToken(type: MathToken['type'], match: RegExpExecArray | null): MathToken | undefined {
  if (match === null) return undefined
  return { type, raw: match[0], text: (match.slice(1).find((part) => part !== undefined) ?? '').trim() }
}

const escaping = new Marked({ extensions: [...DOLLAR_MATH, htmlTable] })
const bracketed = new Marked({ extensions: [...DOLLAR_MATH, ...BRACKET_MATH, htmlTable] })

/** Block tokens of a page. `brackets`: \( and \[ open formulas; otherwise they are a bracket that was escaped. */
export const blockTokens = (page: string, brackets: boolean): Tokens.Generic[] => (brackets ? bracketed : escaping).lexer(page)

/** Inline tokens of a text without blocks. */
export function inlineTokens(text: string, brackets: boolean): Tokens.Generic[] {
  const { Lexer, defaults } = brackets ? bracketed : escaping
  return Lexer.lexInline(text, defaults)
}
