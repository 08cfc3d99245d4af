// HTML in an output -> blocks: its tables, the text around and inside them, its pictures.
import type { WrittenBlock } from '../seams/output-format.ts'
import { readHtmlTable } from './html-table.ts'
import { findElements, parseHtml, textOf } from './html-text.ts'
import { textSpans } from './inline.ts'
import { tableEnd } from './markdown-lexer.ts'
import { pictureBlock, tableBlock, textBlock } from './written-block.ts'

/** In document order; a table's own caption, and whatever stands in it outside of its cells, comes before it. */
export function readHtml(html: string): WrittenBlock[] {
  const blocks: WrittenBlock[] = []
  let rest = html
  for (let at = rest.search(/<table\b/i); at >= 0; at = rest.search(/<table\b/i)) {
    const end = at + tableEnd(rest.slice(at))
    blocks.push(...readAround(rest.slice(0, at)), ...readTable(rest.slice(at, end)))
    rest = rest.slice(end)
  }
  return [...blocks, ...readAround(rest)]
}

function readTable(html: string): WrittenBlock[] {
  const table = readHtmlTable(html)
  if (table === null) return readAround(html)
  const nodes = parseHtml(html)
  const stray = findElements(nodes, ['tr']).map((row) => textOf(row.children, ['td', 'th']))
  const outside = [textOf(nodes, ['tr']), ...stray].join(' ').trim()
  return [...(outside === '' ? [] : [textBlock({ kind: 'caption', spans: textSpans(outside) })]), tableBlock(table)]
}

function readAround(html: string): WrittenBlock[] {
  const nodes = parseHtml(html)
  const text = textOf(nodes).trim()
  const pictures = findElements(nodes, ['img']).map((image) => pictureBlock(image.attribs['alt'] ?? ''))
  return [...(text === '' ? [] : [textBlock({ kind: 'text', spans: textSpans(text) })]), ...pictures]
}
