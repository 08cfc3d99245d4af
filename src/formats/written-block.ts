// Blocks as formats read them: text and our Markdown from one source, so that both say the same.
import type { Box } from '../model/box.ts'
import type { RegionKind } from '../model/region.ts'
import type { WrittenBlock, WrittenTable } from '../seams/output-format.ts'
import { guardBlock, guardHeading } from './escape-markdown.ts'
import { plainText, readInline, textSpans, writeInline, type Span } from './inline.ts'
import { OURS } from './markdown-style.ts'
import { writeHtmlTable } from './html-table.ts'
import { writePipeTable } from './pipe-table.ts'

/** Deepest heading that Markdown has. */
const DEEPEST = 6
/** Kinds that are no part of the running text: their Markdown is empty. */
export const FURNITURE: readonly RegionKind[] = ['header', 'footer', 'page-number']

interface TextParts {
  readonly kind: RegionKind
  readonly spans: readonly Span[]
  readonly level?: number | null
  /** '3.' or '(a)'; '' = a bullet. List items only. */
  readonly marker?: string
  readonly box?: Box | null
}

/** A block of running text. */
export function textBlock({ kind, spans, level = null, marker = '', box = null }: TextParts): WrittenBlock {
  const text = plainText(spans)
  const inline = writeInline(trimmed(spans), OURS.inline)
  const withMarker = marker === '' ? text : `${marker} ${text}`.trim()
  const markdown = FURNITURE.includes(kind) || withMarker === '' ? '' : prefix(kind, level, marker) + guarded(kind, inline)
  return { kind, level, text: withMarker, markdown, table: null, box }
}

function trimmed(spans: readonly Span[]): Span[] {
  const isBlank = (span: Span | undefined): boolean =>
    span !== undefined && (span.kind === 'break' || span.kind === 'text') && span.text.trim() === ''
  let [start, end] = [0, spans.length]
  while (isBlank(spans[start])) start++
  while (end > start && isBlank(spans[end - 1])) end--
  return spans.slice(start, end)
}

const guarded = (kind: RegionKind, inline: string): string => (isHeading(kind) ? guardHeading(inline.trim()) : guardBlock(inline.trim()))

export const isHeading = (kind: RegionKind): boolean => kind === 'title' || kind === 'heading'

function prefix(kind: RegionKind, level: number | null, marker: string): string {
  if (kind === 'title') return '# '
  if (kind === 'heading') return `${'#'.repeat(Math.min(DEEPEST, (level ?? 1) + 1))} `
  if (kind !== 'list-item') return ''
  return /^\d{1,9}[.)]$/.test(marker) ? `${marker} ` : marker === '' ? '- ' : `- ${marker} `
}

export function codeBlock(text: string, box: Box | null = null): WrittenBlock {
  return { kind: 'code', level: null, text, markdown: fenced(text), table: null, box }
}

/** A fence longer than any in the text. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}

/** A displayed formula; `latex` without delimiters, '' = not read. */
export function formulaBlock(latex: string, box: Box | null = null): WrittenBlock {
  const text = latex.trim()
  return { kind: 'formula', level: null, text, markdown: text === '' ? '' : `${OURS.formula[0]}${text}${OURS.formula[1]}`, table: null, box }
}

export function pictureBlock(text = '', box: Box | null = null): WrittenBlock {
  return { kind: 'picture', level: null, text, markdown: '', table: null, box }
}

export function tableBlock(table: WrittenTable, box: Box | null = null): WrittenBlock {
  const rows = Array.from({ length: table.rows }, () => [] as string[])
  for (const cell of table.cells) rows[cell.row]?.push(cell.text.replaceAll('\n', ' '))
  return { kind: 'table', level: null, text: rows.map((row) => row.join('\t')).join('\n'), markdown: tableMarkdown(table), table, box }
}

/** A pipe table; HTML where cells span or several rows head the table. */
export function tableMarkdown(table: WrittenTable): string {
  const spans = table.cells.some((cell) => cell.rowSpan > 1 || cell.columnSpan > 1)
  return spans || table.headerRows > 1 ? writeHtmlTable(table, OURS.html) : writePipeTable(table, OURS.pipes)
}

/** What a block says: its marker and its running text. Blocks that carry no Markdown say their plain text. */
export function contentOf(block: WrittenBlock): { readonly marker: string, readonly spans: readonly Span[] } {
  if (block.markdown === '') return { marker: '', spans: textSpans(block.text) }
  if (isHeading(block.kind)) return { marker: '', spans: readInline(block.markdown.replace(/^#{1,6}\s+/, '')) }
  if (block.kind !== 'list-item') return { marker: '', spans: readInline(block.markdown) }
  const [mark = '', ordered] = /^(?:[-*+]|(\d{1,9}[.)]))\s+/.exec(block.markdown) ?? []
  return { marker: ordered ?? '', spans: readInline(block.markdown.slice(mark.length)) }
}
