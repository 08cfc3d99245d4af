// Markdown of any engine or model -> blocks. Everything that a reader of the page would see lands in a block.
import type { Tokens } from 'marked'
import type { WrittenBlock } from '../seams/output-format.ts'
import { plainText, readInline, textSpans, type Span } from './inline.ts'
import { continues, endsSentence } from './join-lines.ts'
import { blockTokens } from './markdown-lexer.ts'
import type { MarkdownStyle } from './markdown-style.ts'
import { readPipeTable } from './pipe-table.ts'
import { readHtml } from './read-html.ts'
import { codeBlock, formulaBlock, pictureBlock, tableBlock, textBlock } from './written-block.ts'

export function readMarkdown(page: string, style: MarkdownStyle): WrittenBlock[] {
  const tidied = style.tidy(page)
  const blocks = isTooDeep(tidied) ? [textBlock({ kind: 'text', spans: textSpans(tidied) })] : readTokens(blockTokens(tidied, style.brackets), style, 1)
  return style.rejoin ? rejoin(blocks) : blocks
}

/** Lists and quotations inside one another that no page has; the parser, which is recursive, would run out of stack. */
const isTooDeep = (page: string): boolean => /^(?:[ \t]*(?:[-*+>]|\d{1,9}[.)])){100}/m.test(page)

function readTokens(tokens: readonly Tokens.Generic[], style: MarkdownStyle, depth: number): WrittenBlock[] {
  return tokens.flatMap((token): WrittenBlock[] => {
    const text = token['text'] as string | undefined ?? token.raw
    switch (token.type) {
      case 'space': case 'hr': return []
      case 'heading': return [readHeading(token as Tokens.Heading, style)]
      case 'list': return readList(token as Tokens.List, style, depth)
      case 'table': return [tableBlock(readPipeTable(token as Tokens.Table, style.brackets))]
      case 'displayMath': return [formulaBlock(text)]
      case 'code': return /^\s*[`~]/.test(token.raw) ? [codeBlock(text)] : readParagraph(text, style)
      case 'blockquote': return readTokens(token.tokens ?? [], style, depth)
      case 'html': case 'htmlTable': return readMarked(token.raw.trim(), style) ?? readHtml(token.raw)
      case 'paragraph': case 'text': return readParagraph(text, style)
      default: return readParagraph(token.raw, style)
    }
  })
}

function readHeading({ depth, text }: Tokens.Heading, style: MarkdownStyle): WrittenBlock {
  const spans = readInline(text, style.brackets).map((span) => (style.boldHeadings ? notBold(span) : span))
  const title = depth === 1 && style.headings.heading === 'levels'
  return textBlock({ kind: title ? 'title' : 'heading', level: title ? null : style.headings.heading === 'levels' ? depth - 1 : 1, spans })
}

const notBold = (span: Span): Span => ({ ...span, marks: span.marks.filter((mark) => mark !== 'bold') })

function readList(list: Tokens.List, style: MarkdownStyle, depth: number): WrittenBlock[] {
  const first = typeof list.start === 'number' ? list.start : 1
  return list.items.flatMap((item, i): WrittenBlock[] => {
    const mark = /^\s*(?:[-*+]|(\d{1,9}[.)]))/.exec(item.raw)?.[1] ?? ''
    const marker = list.ordered ? (mark === '' ? `${first + i}.` : mark) : ''
    const [head, ...rest] = item.tokens
    const own = head !== undefined && (head.type === 'text' || head.type === 'paragraph') ? head : undefined
    const task = item.task ? `[${item.checked === true ? 'x' : ' '}] ` : ''
    const spans = readInline(task + (own === undefined ? '' : (own as Tokens.Text).text), style.brackets)
    const nested = readTokens(own === undefined ? item.tokens : rest, style, depth + 1)
    return [textBlock({ kind: 'list-item', level: depth, spans, marker }), ...nested]
  })
}

/** Comments that stand for what an engine did not read; null = none of them. */
function readMarked(html: string, style: MarkdownStyle): WrittenBlock[] | null {
  if (style.unreadFormula !== '' && html === style.unreadFormula) return [formulaBlock('')]
  return html === style.picture || /^<!--\s*image\b/i.test(html) ? [pictureBlock()] : null
}

/** A paragraph; pictures before and behind its text stand alone. */
function readParagraph(text: string, style: MarkdownStyle): WrittenBlock[] {
  const spans = readInline(text, style.brackets)
  const says = (span: Span): boolean => span.kind !== 'image' && span.text.trim() !== ''
  const start = spans.findIndex(says)
  const end = spans.findLastIndex(says)
  const pictures = (part: readonly Span[]): WrittenBlock[] =>
    part.filter((span) => span.kind === 'image').map((span) => pictureBlock(span.text))
  if (start < 0) return pictures(spans)
  const inner = spans.slice(start, end + 1)
  const heading = style.boldHeadings && inner.every((span) => span.kind === 'text' && (span.marks.includes('bold') || span.text.trim() === ''))
  const block = heading
    ? textBlock({ kind: 'heading', level: 1, spans: inner.map(notBold) })
    : textBlock({ kind: 'text', spans: inner })
  return [...pictures(spans.slice(0, start)), block, ...pictures(spans.slice(end + 1))]
}

/** Characters from which a line is full: a text that breaks there without ending its sentence goes on. */
const FULL_LINE = 50

const goesOn = (before: WrittenBlock, block: WrittenBlock): boolean =>
  continues(before.text, block.text) || (before.markdown.length - before.markdown.lastIndexOf('\n') > FULL_LINE && !endsSentence(before.text))

/** Paragraphs that were cut in the middle of a sentence. */
function rejoin(blocks: readonly WrittenBlock[]): WrittenBlock[] {
  const joined: WrittenBlock[] = []
  for (const block of blocks) {
    const before = joined.at(-1)
    if (before === undefined || block.kind !== 'text' || !(before.kind === 'text' || before.kind === 'list-item') || !goesOn(before, block)) {
      joined.push(block)
      continue
    }
    const markdown = `${before.markdown}\n${block.markdown}`
    joined[joined.length - 1] = { ...before, markdown, text: plainText(readInline(markdown)) }
  }
  return joined
}
