// Finished pages -> the document's Markdown, blocks and page spans.
import type { Block, ParsedDocument, ParsedPage } from '../model/document.ts'
import { separator } from './assemble-page.ts'
import { type Before, continueTable } from './continue-tables.ts'

export type JoinedPages = Pick<ParsedDocument, 'markdown' | 'blocks' | 'pages'>

/** Spans of blocks become offsets in the document's Markdown: markdown.slice(start, end) is the block's Markdown. */
export function joinPages(pages: readonly ParsedPage[]): JoinedPages {
  let joined: JoinedPages = { markdown: '', blocks: [], pages: [] }
  let before = null as Before | null
  for (const alone of pages) {
    const { page, opened } = continueTable(alone, before)
    if (opened !== null && before !== null) joined = rewriteLast(joined, before.block.id, opened)
    const inMarkdown = page.blocks.filter(({ span }) => span !== null).sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
    const [first, last] = [inMarkdown[0], inMarkdown.at(-1)]
    if (first !== undefined && before !== null) joined.markdown += first.continues === null ? separator(before.block, first) : '\n'
    append(joined, page)
    if (last !== undefined) before = { block: last, page, table: last.continues === null ? last.table : before?.table ?? null }
  }
  return joined
}

function append(joined: JoinedPages, { number, width, height, markdown, blocks }: ParsedPage): void {
  const start = joined.markdown.length
  joined.markdown += markdown
  joined.blocks.push(...blocks.map((block) => moved(block, start)))
  joined.pages.push({ number, width, height, span: { start, end: joined.markdown.length } })
}

const moved = (block: Block, by: number): Block => (
  { ...block, span: block.span === null ? null : { start: block.span.start + by, end: block.span.end + by } }
)

/** The same with other Markdown for the block `id`, which ends what has been written, and its page with it. */
function rewriteLast({ markdown, blocks, pages }: JoinedPages, id: string, own: string): JoinedPages {
  const start = blocks.findLast((block) => block.id === id)?.span?.start ?? markdown.length
  const end = start + own.length
  return {
    markdown: markdown.slice(0, start) + own,
    blocks: blocks.map((block) => (block.id === id ? { ...block, markdown: own, span: { start, end } } : block)),
    pages: pages.map((page, i) => (i === pages.length - 1 ? { ...page, span: { ...page.span, end } } : page)),
  }
}
