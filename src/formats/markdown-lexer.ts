// Markdown as engines write it, cut into tokens by marked: GitHub's, with formulas and with HTML tables as blocks.
import { Marked, type Tokens, type TokenizerAndRendererExtension } from 'marked'

/** A formula: `text` is its LaTeX without delimiters. */
export interface MathToken extends Tokens.Generic {
  readonly type: 'inlineMath' | 'displayMath'
  readonly text: string
}

/** $x$ and $ x $ but not "$5 and $6"; \(x\); $$x$$ within a line. */
const INLINE = /^(?:\$\$([^$]+)\$\$|\$(?![\s$])((?:\\.|[^$\\])*?(?<![\s\\]))\$(?!\d)|\$\s((?:\\.|[^$\\])*?)\s\$(?!\d)|\\\(([^]*?)\\\))/
/** A cut output may never close its last formula. */
const DISPLAY = /^ {0,3}(?:\$\$([^]*?)(?:\$\$|$(?![^]))|\\\[([^]*?)(?:\\\]|$(?![^])))[ \t]*(?:\n+|$)/
const OPENS_DISPLAY = /^ {0,3}(?:\$\$|\\\[)/m
const TABLE_TAG = /<(\/?)table\b[^>]*>/gi

const inlineMath: TokenizerAndRendererExtension = {
  name: 'inlineMath', level: 'inline',
  start: (source) => { const at = source.search(/\$|\\\(/); return at < 0 ? undefined : at },
  tokenizer: (source) => mathToken('inlineMath', INLINE.exec(source)),
}

const displayMath: TokenizerAndRendererExtension = {
  name: 'displayMath', level: 'block',
  start: (source) => { const at = source.search(OPENS_DISPLAY); return at < 0 ? undefined : at },
  tokenizer: (source) => mathToken('displayMath', DISPLAY.exec(source)),
}

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

function tableEnd(source: string): number {
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

const markdown = new Marked({ extensions: [inlineMath, displayMath, htmlTable] })

/** Block tokens of a page. */
export const blockTokens = (page: string): Tokens.Generic[] => markdown.lexer(page)
/** Inline tokens of a text without blocks. */
export const inlineTokens = (text: string): Tokens.Generic[] => markdown.Lexer.lexInline(text, markdown.defaults)
