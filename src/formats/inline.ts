// Running text with its marks: read from Markdown, written in the way of any target.
import type { Tokens } from 'marked'
import { decodeEntities } from './html-text.ts'
import { joinLines } from './join-lines.ts'
import { spaceLatex, type LatexSpacing } from './latex-spacing.ts'
import { inlineTokens } from './markdown-lexer.ts'

export type Mark = 'bold' | 'italic' | 'strike' | 'sup' | 'sub'

/** A piece of running text. */
export interface Span {
  /** 'break': a line of the page ends here; 'math': `text` is LaTeX; 'image': `text` is its description. */
  readonly kind: 'text' | 'math' | 'code' | 'link' | 'image' | 'break'
  readonly text: string
  /** Outermost first. */
  readonly marks: readonly Mark[]
  /** Where a link or an image points; '' for all else. */
  readonly href: string
}

export interface InlineStyle {
  /** Text of each mark's begin and end; a space stands only where there is none yet. null = the mark is not written. */
  readonly marks: Readonly<Record<Mark, readonly [open: string, close: string] | null>>
  readonly math: readonly [open: string, close: string]
  readonly latex: LatexSpacing
  /** 'keep': lines end where they do on the page; 'join': lines are one, hyphenation undone. */
  readonly breaks: 'keep' | 'join'
  readonly links: boolean
  /** Escapes for plain text, such as a cell's or a paragraph's. */
  readonly escape: (text: string) => string
}

const NO_VOCABULARY = new Set<string>()
const MARKS: Readonly<Record<string, Mark>> = {
  strong: 'bold', em: 'italic', del: 'strike', b: 'bold', i: 'italic', s: 'strike', sup: 'sup', sub: 'sub',
}

export const plainSpan = (text: string, marks: readonly Mark[] = []): Span => ({ kind: 'text', text, marks, href: '' })

/** Lines of plain text as spans. */
export const textSpans = (text: string): Span[] => linesOf(text, [])

const breakSpan = (marks: readonly Mark[]): Span => ({ kind: 'break', text: '\n', marks, href: '' })

/** Characters; no paragraph is that long, and looking for pairs of marks takes time that grows with its square. */
const LONGEST_PARAGRAPH = 20_000

/** Inline Markdown; HTML tags that mark text count, other tags are text. `brackets`: formulas may stand in \( \) as well. */
export function readInline(markdown: string, brackets = false): Span[] {
  return markdown.length > LONGEST_PARAGRAPH ? textSpans(markdown) : merged(spansOf(inlineTokens(markdown, brackets), []))
}

/** Neighbouring texts as one, so that what they mean together is escaped together. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans) {
    const before = result.at(-1)
    const goesOn = span.kind === 'text' && before?.kind === 'text' && span.marks.join() === before.marks.join()
    if (goesOn) result[result.length - 1] = { ...before, text: before.text + span.text }
    else result.push(span)
  }
  return result
}

function spansOf(tokens: readonly Tokens.Generic[], outer: readonly Mark[]): Span[] {
  const open: Mark[] = []
  return tokens.flatMap((token): Span[] => {
    const marks = [...outer, ...open]
    switch (token.type) {
      case 'strong': case 'em': case 'del': return spansOf(token.tokens ?? [], [...marks, MARKS[token.type]!])
      case 'inlineMath': return [{ kind: 'math', text: token['text'] as string, marks, href: '' }]
      case 'codespan': return [{ kind: 'code', text: token['text'] as string, marks, href: '' }]
      case 'link': return [token.raw.startsWith('[') ? pointer('link', token, marks) : plainSpan(token.raw, marks)]
      case 'image': return [pointer('image', token, marks)]
      case 'br': return [breakSpan(marks)]
      case 'html': return htmlSpans(token.raw, open, marks)
      case 'escape': return [plainSpan(token['text'] as string, marks)]
      default: return linesOf(decodeEntities(token['text'] as string ?? token.raw).replace(/[^\S\n]+/g, ' '), marks)
    }
  })
}

const pointer = (kind: 'link' | 'image', token: Tokens.Generic, marks: readonly Mark[]): Span =>
  ({ kind, text: token['text'] as string, marks, href: token['href'] as string })

/** `open` holds the marks that HTML tags have opened, and is kept up to date here. */
function htmlSpans(tag: string, open: Mark[], marks: readonly Mark[]): Span[] {
  if (/^<br\s*\/?>$/i.test(tag)) return [breakSpan(marks)]
  const [, slash, name] = /^<(\/?)(b|i|s|sup|sub)>$/i.exec(tag) ?? []
  const mark = MARKS[name?.toLowerCase() ?? '']
  if (mark === undefined) return [plainSpan(tag, marks)]
  const at = open.lastIndexOf(mark)
  if (slash === '') open.push(mark)
  else if (at >= 0) open.splice(at, 1)
  return []
}

function linesOf(text: string, marks: readonly Mark[]): Span[] {
  return text.split('\n').flatMap((line, i) => [...(i === 0 ? [] : [breakSpan(marks)]), ...(line === '' ? [] : [plainSpan(line, marks)])])
}

/** The text that a reader sees, on one line, hyphenation undone; formulas as $LaTeX$. */
export const plainText = (spans: readonly Span[]): string => writeInline(spans, PLAIN).trim()

export const NO_MARKS: InlineStyle['marks'] = { bold: null, italic: null, strike: null, sup: null, sub: null }

/** Text without marks, on one line. */
export const PLAIN: InlineStyle = {
  marks: NO_MARKS, math: ['$', '$'], latex: 'as it is', breaks: 'join', links: false, escape: (text) => text,
}

/** Spans as a target writes them. */
export function writeInline(spans: readonly Span[], style: InlineStyle): string {
  const written = writeMarked(spans, style, 0)
  return style.breaks === 'join' && written.includes('\n') ? joinLines(written.split('\n'), NO_VOCABULARY) : written
}

/** Spans that share a mark are written inside one pair of it. */
function writeMarked(spans: readonly Span[], style: InlineStyle, depth: number): string {
  let text = ''
  let apart = false
  for (let i = 0; i < spans.length;) {
    const mark = spans[i]!.marks[depth]
    let end = i + 1
    while (end < spans.length && spans[end]!.marks[depth] === mark && mark !== undefined) end++
    const [open, close] = mark === undefined ? ['', ''] : style.marks[mark] ?? ['', '']
    const inner = mark === undefined ? writeSpan(spans[i]!, style) : writeMarked(spans.slice(i, end), style, depth + 1)
    apart = mark === undefined && apart && inner.startsWith(' ')
    text += (open === ' ' && /(?:^|\s)$/.test(text) ? '' : open) + (apart ? inner.slice(1) : inner) + close
    apart = close === ' '
    i = end
  }
  return text
}

function writeSpan({ kind, text, href }: Span, style: InlineStyle): string {
  switch (kind) {
    case 'math': return `${style.math[0]}${spaceLatex(text, style.latex)}${style.math[1]}`
    case 'code': return `\`${text}\``
    case 'link': return style.links ? `[${text}](${href})` : text
    case 'image': return style.links ? `![${text}](${href})` : text
    case 'break': return '\n'
    case 'text': return style.escape(text)
  }
}
