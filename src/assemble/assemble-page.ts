// Settled regions of a page -> blocks and the page's Markdown, with the place of each block in it.
import type { Block, ParsedPage } from '../model/document.ts'
import type { SettledRegion } from '../model/settled-region.ts'
import { blockMarkdown, itemIndent } from './block-markdown.ts'
import { joinLines, seam, type Vocabulary, vocabularyOf } from './join-lines.ts'
import { tableContent, tableMarkdown, tableText } from './table-block.ts'

/** Blocks in the order of `settled`, which is the reading order; the page's failures are for the caller to add. */
export function assemblePage(page: Pick<ParsedPage, 'number' | 'width' | 'height'>, settled: readonly SettledRegion[]): ParsedPage {
  const vocabulary = vocabularyOf(settled.flatMap(({ texts }) => texts))
  const texts = undoColumnBreaks(settled, settled.map((item) => textOf(item, vocabulary)), vocabulary)
  const { markdown, blocks } = layOut(settled.map((item, i) => toBlock(page.number, item, texts[i] ?? '', vocabulary)))
  return { number: page.number, width: page.width, height: page.height, blocks, markdown, failures: [] }
}

function textOf({ region, texts }: SettledRegion, vocabulary: Vocabulary): string {
  if (region.table !== null) return tableText(tableContent(region.table, texts, vocabulary))
  return region.kind === 'code' ? texts.join('\n') : joinLines(texts, vocabulary)
}

/** A word broken at a column's end loses its hyphen, as the next block goes on with the rest of the word. */
function undoColumnBreaks(settled: readonly SettledRegion[], texts: readonly string[], vocabulary: Vocabulary): string[] {
  return texts.map((text, i) => {
    const next = settled[i + 1]?.region.kind === 'text' && settled[i]?.region.kind === 'text' ? texts[i + 1] ?? '' : ''
    return continues(text, next) ? seam(text, next, vocabulary)[0] : text
  })
}

const SENTENCE_END = /[.!?:;。！？：；…]["'”’»)\]]*\d{0,2}$/u

/** True when `next` goes on with the sentence in which `text` ends, across a column or page break. */
export function continues(text: string, next: string): boolean {
  return text !== '' && /^\p{Ll}/u.test(next) && !SENTENCE_END.test(text)
}

function toBlock(page: number, item: SettledRegion, text: string, vocabulary: Vocabulary): Block {
  const { region } = item
  const table = region.table === null ? null : tableContent(region.table, item.texts, vocabulary)
  return {
    id: `p${page}-${region.id}`, page, kind: region.kind, box: region.box, level: region.level, text,
    markdown: table === null ? blockMarkdown(region, text) : tableMarkdown(table), table,
    confidence: item.confidence, provenance: item.provenance, source: item.source, note: item.note, acceptance: item.acceptance, span: null,
  }
}

function layOut(blocks: readonly Block[]): { markdown: string; blocks: Block[] } {
  let markdown = ''
  let before: Block | null = null
  const indents: number[] = []
  const placed = blocks.map((block): Block => {
    if (block.markdown === '') return block
    const indent = block.kind === 'list-item' ? indentOf(block, before, indents) : 0
    if (before !== null) markdown += separator(before, block)
    markdown += ' '.repeat(indent)
    const start = markdown.length
    markdown += block.markdown
    before = block
    return { ...block, span: { start, end: markdown.length } }
  })
  return { markdown, blocks: placed }
}

/** Spaces before a list item; `indents` holds where the text of each open level begins, and is kept up to date here. */
function indentOf(block: Block, before: Block | null, indents: number[]): number {
  if (before?.kind !== 'list-item') indents.length = 0
  const depth = Math.min((block.level ?? 1) - 1, indents.length)
  indents.length = depth
  const indent = indents.at(-1) ?? 0
  indents.push(indent + itemIndent(block.markdown))
  return indent
}

/** What comes between two blocks that follow each other in the Markdown. */
export function separator(before: Block, block: Block): string {
  if (before.kind === 'list-item' && block.kind === 'list-item') return '\n'
  if (before.kind !== 'text' || block.kind !== 'text' || !goesOn(before, block)) return '\n\n'
  return seam(before.text, block.text, new Set())[1]
}

function goesOn(before: Block, block: Block): boolean {
  return continues(before.text, block.text)
}
