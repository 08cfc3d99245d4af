// Blocks -> Markdown in the style of any engine or model.
import type { WrittenBlock } from '../seams/output-format.ts'
import { guardBlock, guardHeading } from './escape-markdown.ts'
import { writeHtmlTable } from './html-table.ts'
import { writeInline } from './inline.ts'
import { spaceLatex } from './latex-spacing.ts'
import type { MarkdownStyle } from './markdown-style.ts'
import { writePipeTable } from './pipe-table.ts'
import { contentOf, fenced, FURNITURE, isHeading } from './written-block.ts'

/** A page; blocks that the style leaves out leave no gap. */
export function writeMarkdown(blocks: readonly WrittenBlock[], style: MarkdownStyle): string {
  let page = ''
  let before: WrittenBlock | null = null
  const indents: number[] = []
  for (const block of blocks) {
    const indent = block.kind === 'list-item' ? indentOf(block, before, indents, style) : ''
    const text = writeBlock(block, style)
    if (text === '') continue
    if (before !== null) page += before.kind === 'list-item' && block.kind === 'list-item' ? style.betweenItems : '\n\n'
    page += indent + text.replaceAll('\n', `\n${indent}`)
    before = block
  }
  return page
}

/** Spaces before a list item; `indents` holds where the text of each open level begins, and is kept up to date here. */
function indentOf(block: WrittenBlock, before: WrittenBlock | null, indents: number[], style: MarkdownStyle): string {
  if (before?.kind !== 'list-item') indents.length = 0
  const depth = Math.min((block.level ?? 1) - 1, indents.length)
  indents.length = depth
  const indent = indents.at(-1) ?? 0
  const own = contentOf(block).marker
  indents.push(indent + (style.indent === 'content' ? (own === '' ? style.bullet.length : own.length + 1) : style.indent))
  return ' '.repeat(indent)
}

/** One block without what stands around it; '' = left out. */
export function writeBlock(block: WrittenBlock, style: MarkdownStyle): string {
  if (FURNITURE.includes(block.kind) && style.furniture === 'drop') return ''
  switch (block.kind) {
    case 'picture': return style.picture
    case 'formula': return block.text === '' ? style.unreadFormula : `${style.formula[0]}${spaceLatex(block.text, style.latex)}${style.formula[1]}`
    case 'code': return fenced(block.text)
    case 'table': return block.table === null ? writeText(block, style) : writeTable(block.table, style)
    default: return writeText(block, style)
  }
}

function writeText(block: WrittenBlock, style: MarkdownStyle): string {
  const { marker, spans } = contentOf(block)
  const text = writeInline(spans, style.inline).trim()
  if (text === '' && marker === '') return ''
  if (isHeading(block.kind)) return headingMark(block, style) + (style.guard ? guardHeading(text) : text)
  const guarded = style.guard ? guardBlock(text) : text
  if (block.kind !== 'list-item') return guarded
  return (marker === '' ? style.bullet : `${marker} `) + guarded
}

function headingMark({ kind, level }: WrittenBlock, { headings }: MarkdownStyle): string {
  if (kind === 'title') return headings.title
  return headings.heading === 'levels' ? `${'#'.repeat(Math.min(6, (level ?? 1) + 1))} ` : headings.heading
}

function writeTable(table: NonNullable<WrittenBlock['table']>, style: MarkdownStyle): string {
  const fits = table.headerRows <= 1 && table.cells.every((cell) => cell.rowSpan === 1 && cell.columnSpan === 1)
  const pipes = style.tables === 'pipes' || (style.tables === 'fitting' && fits)
  return pipes ? writePipeTable(table, style.pipes) : writeHtmlTable(table, style.html)
}
