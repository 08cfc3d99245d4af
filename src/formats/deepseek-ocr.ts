// DeepSeek-OCR's grounded Markdown: <|ref|>text<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>, a line break, then the element's
// Markdown; boxes on a grid of 999. Source: deepseek-ai/DeepSeek-OCR, DeepSeek-OCR-vllm/run_dpsk_ocr_pdf.py.
import type { RegionKind } from '../model/region.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { fromGrid, isInUpperHalf, toGrid } from './box-grid.ts'
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
  ...MODEL, furniture: 'keep', inline: { ...MODEL.inline, math: ['\\(', '\\)'] }, formula: ['\\[ ', ' \\]'],
}

export const DEEPSEEK_OCR: OutputFormat = {
  id: 'deepseek-ocr',
  write: (blocks, page) => blocks.map((block) => writeElement(block, page)).join('\n\n'),
  read: (output, page) => pieces(output).flatMap((piece) => readPiece(piece, page)),
}

function writeElement(block: WrittenBlock, page: WrittenPage): string {
  const text = writeBlock(block, STYLE)
  if (block.box === null) return text
  const label = block.kind === 'page-number' && isInUpperHalf(block.box, page.box) ? 'header' : LABELS[block.kind]
  const said = block.kind === 'caption' && text !== '' ? `<center>${text}</center>` : text
  return `<|ref|>${label}<|/ref|><|det|>[[${toGrid(block.box, page.box, GRID).join(', ')}]]<|/det|>${said === '' ? '' : `\n${said} `}`
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
  if (kind !== undefined) return readLocated(text, kind, box, STYLE)
  return readMarkdown(text, STYLE).map((block) => ({ ...block, box }))
}
