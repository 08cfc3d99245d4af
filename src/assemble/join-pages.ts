// Finished pages -> the document's Markdown, blocks and page spans.
import type { Block, ParsedDocument, ParsedPage } from '../model/document.ts'
import { separator } from './assemble-page.ts'

export type JoinedPages = Pick<ParsedDocument, 'markdown' | 'blocks' | 'pages'>

/** Spans of blocks become offsets in the document's Markdown: markdown.slice(start, end) is the block's Markdown. */
export function joinPages(pages: readonly ParsedPage[]): JoinedPages {
  let markdown = ''
  let before: Block | null = null
  const blocks: Block[] = []
  const spans = pages.map((page) => {
    const first = page.blocks.find((block) => block.span !== null)
    if (first !== undefined && before !== null) markdown += separator(before, first)
    const start = markdown.length
    markdown += page.markdown
    for (const block of page.blocks) {
      const span = block.span === null ? null : { start: block.span.start + start, end: block.span.end + start }
      blocks.push({ ...block, span })
      if (span !== null) before = block
    }
    return { number: page.number, width: page.width, height: page.height, span: { start, end: markdown.length } }
  })
  return { markdown, blocks, pages: spans }
}
