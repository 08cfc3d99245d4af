// The text of one element in formats that say what it is and where: Markdown by element.
import type { Box } from '../model/box.ts'
import type { RegionKind } from '../model/region.ts'
import type { WrittenBlock } from '../seams/output-format.ts'
import { readInline, textSpans } from './inline.ts'
import type { MarkdownStyle } from './markdown-style.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'
import { codeBlock, formulaBlock, isHeading, pictureBlock, textBlock } from './written-block.ts'

/** LaTeX without the marks around a displayed formula. */
export const bareLatex = (text: string): string => text.replace(/^\s*(?:\$\$|\\\[)|(?:\$\$|\\\])\s*$/g, '').trim()

/** One block, or one for each item of a list; the format's word for the kind counts more than how the text looks. */
export function readLocated(text: string, kind: RegionKind, box: Box | null, style: MarkdownStyle): WrittenBlock[] {
  if (kind === 'table' && /<table\b/i.test(text)) return readHtml(text).map((block) => ({ ...block, box }))
  if (kind === 'formula') return [formulaBlock(bareLatex(text), box)]
  if (kind === 'picture') return [pictureBlock(text.trim(), box)]
  if (kind === 'code') return [codeBlock(text.replace(/^\s*```.*\n|\n```\s*$/g, ''), box)]
  if (isHeading(kind)) {
    const [mark = ''] = /^\s*#{1,6}\s+/.exec(text) ?? []
    const level = kind === 'title' ? null : Math.max(1, mark.trim().length - 1)
    return [textBlock({ kind, level, spans: readInline(text.slice(mark.length), style.brackets), box })]
  }
  if (kind === 'list-item') {
    const items = readMarkdown(text, style)
    const asItem = (item: WrittenBlock): WrittenBlock =>
      (item.kind === 'text' ? textBlock({ kind, level: 1, spans: textSpans(item.text), box }) : { ...item, box })
    if (items.length > 0) return items.map(asItem)
  }
  return [textBlock({ kind, spans: readInline(text.trim(), style.brackets), box })]
}
