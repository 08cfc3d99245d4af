// DeepSeek-OCR's grounded Markdown: <|ref|>text<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>, a line break, then the element's
// Markdown; boxes on a grid of 999. Source: deepseek-ai/DeepSeek-OCR, DeepSeek-OCR-vllm/run_dpsk_ocr_pdf.py; the spelling from
// recorded outputs in docling-project/docling, tests/data/md_deepseek.
import type { RegionKind } from '../model/region.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { fromGrid, isInUpperHalf, toGrid } from './box-grid.ts'
import { pairCaptions } from './captions.ts'
import { readLocated } from './located-text.ts'
import { MODEL, type MarkdownStyle } from './markdown-style.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeBlock } from './write-markdown.ts'

const GRID = { width: 999, height: 999 }

const LABELS: Readonly<Record<RegionKind, string>> = {
  'title': 'title', 'heading': 'sub_title', 'text': 'text', 'list-item': 'text', 'table': 'table', 'caption': 'image_caption',
  'picture': 'image', 'formula': 'equation', 'code': 'text', 'header': 'header', 'footer': 'footer', 'page-number': 'footer',
  'footnote': 'text',
}

const KINDS: Readonly<Record<string, RegionKind>> = {
  title: 'title', sub_title: 'heading', table: 'table', image: 'picture', figure: 'picture', equation: 'formula', formula: 'formula',
  image_caption: 'caption', figure_title: 'caption', table_caption: 'caption', table_title: 'caption', header: 'header', footer: 'footer',
  page_number: 'page-number', footnote: 'footnote', table_footnote: 'footnote',
}

const STYLE: MarkdownStyle = {
  ...MODEL, furniture: 'keep', inline: { ...MODEL.inline, math: ['\\(', '\\)'] }, formula: ['\\[ ', ' \\]'], html: { ...MODEL.html, heading: 'th' },
}

export const DEEPSEEK_OCR: OutputFormat = {
  id: 'deepseek-ocr',
  write: (blocks, page) => pairCaptions(blocks).map(({ block, caption }) => writeElement(block, caption, page)).join('\n\n'),
  read: (output, page) => joinTables(pieces(output).flatMap((piece) => readPiece(piece, page))),
}

/** Text ends with two spaces; a table's caption stands between the table's mark and the table. */
function writeElement(block: WrittenBlock, caption: WrittenBlock | null, page: WrittenPage): string {
  const text = writeBlock(block, STYLE)
  const said = text === '' || block.kind === 'table' ? text : `${text}  `
  const mark = markOf(block, block.kind === 'page-number' && isInUpperHalf(block.box, page.box) ? 'header' : LABELS[block.kind], page)
  if (caption === null) return [mark, said].filter((part) => part !== '').join('\n')
  const captionMark = markOf(caption, block.kind === 'table' ? 'table_caption' : 'image_caption', page)
  const captionText = writeBlock(caption, STYLE)
  if (block.kind === 'table') return [mark, captionMark, `${captionText}  \n`, said].filter((part) => part !== '').join('\n')
  return `${mark}\n\n${captionMark === '' ? '' : `${captionMark}\n`}<center>${captionText}</center>  `
}

function markOf({ box }: WrittenBlock, label: string, page: WrittenPage): string {
  return box === null ? '' : `<|ref|>${label}<|/ref|><|det|>[[${toGrid(box, page.box, GRID).join(', ')}]]<|/det|>`
}

const ELEMENT = /^<\|ref\|>([^<]*)(?:<\|\/ref\|>)?(?:<\|det\|>(?:\[\[([^\]<]*)\]?\]?)?)?(?:<\|\/det\|>)?([^]*)$/

const pieces = (output: string): string[] => output.split(/(?=<\|ref\|>)/).filter((piece) => piece.trim() !== '')

function readPiece(piece: string, page: WrittenPage): WrittenBlock[] {
  const match = ELEMENT.exec(piece)
  if (match === null) return readMarkdown(piece, STYLE)
  const [, label = '', numbers = '', rest = ''] = match
  const [x0, y0, x1, y1] = numbers.split(',').map(Number)
  const known = numbers !== '' && [x0, y0, x1, y1].every((value) => value !== undefined && Number.isFinite(value))
  const box = known ? fromGrid([x0!, y0!, x1!, y1!], page.box, GRID) : null
  const kind = KINDS[label.trim()]
  const text = rest.replace(/<\/?center>/g, '').trim()
  if (kind === undefined) return readMarkdown(text, STYLE).map((block) => ({ ...block, box }))
  const table = kind === 'caption' ? text.search(/<table\b/i) : -1
  if (table < 0) return readLocated(text, kind, box, STYLE)
  return [...readLocated(text.slice(0, table), kind, box, STYLE), ...readMarkdown(text.slice(table), STYLE)]
}

/** A table whose caption came first is where its mark stood: the mark, still empty, gives its box to the table. */
function joinTables(blocks: readonly WrittenBlock[]): WrittenBlock[] {
  return blocks.flatMap((block, i): WrittenBlock[] => {
    const isMark = (other: WrittenBlock | undefined): boolean => other?.kind === 'table' && other.table === null && other.text === ''
    const isMoved = (other: WrittenBlock | undefined): boolean => other?.kind === 'table' && other.table !== null && other.box === null
    if (isMark(block) && blocks[i + 1]?.kind === 'caption' && isMoved(blocks[i + 2])) return []
    const mark = blocks[i - 2]
    return [isMoved(block) && isMark(mark) && blocks[i - 1]?.kind === 'caption' ? { ...block, box: mark?.box ?? null } : block]
  })
}
