// Markdown as an output format: one reader and one writer, a style for each engine and model.
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import type { MarkdownStyle } from './markdown-style.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'
import { formulaBlock } from './written-block.ts'

export function createMarkdown(id: string, style: MarkdownStyle): OutputFormat {
  return {
    id,
    write: (blocks) => writeMarkdown(blocks, style),
    read: (output, page) => asKind(readMarkdown(output, style), page),
  }
}

/** On a crop, running text is of the crop's kind. */
export function asKind(blocks: readonly WrittenBlock[], { kind }: WrittenPage): WrittenBlock[] {
  if (kind === null || kind === 'text') return [...blocks]
  return blocks.map((block) => {
    if (block.kind !== 'text') return block
    return kind === 'formula' ? formulaBlock(block.text) : { ...block, kind }
  })
}
