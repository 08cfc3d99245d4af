// Finished pages -> the document's Markdown, blocks and page spans.
import type { Block, ParsedDocument, ParsedPage } from '../model/document.ts'
import { separator } from './assemble-page.ts'
import { type Before, continueTable } from './continue-tables.ts'

export type JoinedPages = Pick<ParsedDocument, 'markdown' | 'blocks' | 'pages'>

/** Spans of blocks become offsets in the document's Markdown: markdown.slice(start, end) is the block's Markdown. */
export function joinPages(pages: readonly ParsedPage[]): JoinedPages {
  let markdown = ''
  let before: Before | null = null
  const blocks: Block[] = []
  const spans = pages.map((alone) => {
    const page = continueTable(alone, before)
    const inMarkdown = page.blocks.filter(({ span }) => span !== null).sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
    const [first, last] = [inMarkdown[0], inMarkdown.at(-1)]
    if (first !== undefined && before !== null) markdown += first.continues === null ? separator(before.block, first) : '\n'
    const start = markdown.length
    markdown += page.markdown
    blocks.push(...page.blocks.map((block) => (
      { ...block, span: block.span === null ? null : { start: block.span.start + start, end: block.span.end + start } }
    )))
    if (last !== undefined) before = { block: last, page, table: last.continues === null ? last.table : before?.table ?? null }
    return { number: page.number, width: page.width, height: page.height, span: { start, end: markdown.length } }
  })
  return { markdown, blocks, pages: spans }
}
