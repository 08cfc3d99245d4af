// What models write about one region that was cut out for them: bare text, LaTeX in brackets, a table as OTSL or HTML.
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { bareLatex } from './located-text.ts'
import { asKind } from './markdown.ts'
import { MODEL, type MarkdownStyle } from './markdown-style.ts'
import { LOOKS_LIKE_OTSL, readOtsl, writeOtsl } from './otsl.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'
import { formulaBlock, tableBlock } from './written-block.ts'

/** No marks of Markdown: headings and list items are lines of text. */
export const BARE: MarkdownStyle = {
  ...MODEL, headings: { title: '', heading: '' }, furniture: 'keep',
  inline: { ...MODEL.inline, math: ['\\(', '\\)'] }, formula: ['\\[\n', '\n\\]'],
}

export function createRegionText(id: string, style: MarkdownStyle, tables: 'otsl' | 'html'): OutputFormat {
  return {
    id,
    write: (blocks) => writeMarkdown(blocks.map((block) => asSeen(tables === 'otsl' ? withOtsl(block) : block)), style),
    read: (output, page) => readRegion(output, page, style),
  }
}

/** A list item with the mark that stands on the page. */
const asSeen = (block: WrittenBlock): WrittenBlock => (block.kind === 'list-item' ? { ...block, kind: 'text', markdown: '' } : block)

/** OTSL is text to the Markdown writer. */
const withOtsl = (block: WrittenBlock): WrittenBlock =>
  (block.table === null ? block : { ...block, table: null, text: writeOtsl(block.table, '<fcel>'), markdown: '' })

function readRegion(output: string, page: WrittenPage, style: MarkdownStyle): WrittenBlock[] {
  const table = page.kind === 'table' && LOOKS_LIKE_OTSL.test(output) ? readOtsl(output) : null
  if (table !== null) return [tableBlock(table)]
  if (page.kind === 'formula') return output.trim() === '' ? [] : [formulaBlock(bareLatex(output))]
  return asKind(readMarkdown(output, style), page)
}
