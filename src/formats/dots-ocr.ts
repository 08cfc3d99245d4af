// dots.ocr's layout JSON: [{"bbox": [x1, y1, x2, y2], "category": "Text", "text": "..."}, ...], boxes in pixels of the
// resized image, tables as HTML, formulas as LaTeX, all other text as Markdown, pictures without text.
// Source: rednote-hilab/dots.ocr, dots_ocr/utils/prompts.py (prompt_layout_all_en) and format_transformer.py; the spelling
// (one line, Python's separators, # in titles, * as bullet) from a recorded output in docling-project/docling, tests/data/json_dots.
import type { RegionKind } from '../model/region.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { fromGrid, isInUpperHalf, toGrid } from './box-grid.ts'
import { readLocated } from './located-text.ts'
import { MODEL, type MarkdownStyle } from './markdown-style.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeBlock } from './write-markdown.ts'

const CATEGORIES = {
  'title': 'Title', 'heading': 'Section-header', 'text': 'Text', 'list-item': 'List-item', 'table': 'Table', 'caption': 'Caption',
  'picture': 'Picture', 'formula': 'Formula', 'code': 'Text', 'header': 'Page-header', 'footer': 'Page-footer',
  'page-number': 'Page-footer', 'footnote': 'Footnote',
} as const satisfies Readonly<Record<RegionKind, string>>

const KINDS: Readonly<Record<string, RegionKind>> = {
  ...Object.fromEntries(Object.entries(CATEGORIES).map(([kind, category]) => [category, kind])), 'Text': 'text', 'Page-footer': 'footer',
}

const STYLE: MarkdownStyle = {
  ...MODEL, headings: { title: '# ', heading: '## ' }, bullet: '* ', furniture: 'keep', formula: ['$$', '$$'],
  html: { ...MODEL.html, sections: true, heading: 'th' },
}

export const DOTS_OCR: OutputFormat = {
  id: 'dots.ocr',
  write: (blocks, page) => `[${blocks.map((block) => writeElement(block, page)).join(', ')}]`,
  read: (output, page) => pieces(output).flatMap((piece) => readPiece(piece, page)),
}

function writeElement(block: WrittenBlock, page: WrittenPage): string {
  const category = block.kind === 'page-number' && isInUpperHalf(block.box, page.box) ? 'Page-header' : CATEGORIES[block.kind]
  const box = block.box === null ? '' : `"bbox": [${toGrid(block.box, page.box, page.image).join(', ')}], `
  const text = block.kind === 'picture' ? '' : `, "text": ${JSON.stringify(writeBlock(block, STYLE))}`
  return `{${box}"category": "${category}"${text}}`
}

/** Where an element begins. Inside a string the quotation marks would be escaped. */
const ELEMENT = /\{\s*"(?:bbox|category|text)"\s*:/g

/** The output cut before every element, so that one that is broken or cut spoils no other. */
function pieces(output: string): string[] {
  const starts = [...output.matchAll(ELEMENT)].map((match) => match.index)
  return [0, ...starts].map((start, i) => output.slice(start, starts[i])).filter((piece) => piece.trim() !== '')
}

function readPiece(piece: string, page: WrittenPage): WrittenBlock[] {
  const bare = piece.trim().replace(/^[[\]{},\s]+$|^```(?:json)?\s*\[?$|^\[$/g, '')
  if (!bare.startsWith('{')) return bare === '' ? [] : readMarkdown(bare, MODEL)
  const { category, text, bbox } = readElement(bare)
  if (category === '' && text === '') return []
  const box = bbox === null ? null : fromGrid(bbox, page.box, page.image)
  return readLocated(text, KINDS[category] ?? 'text', box, STYLE)
}

interface Element {
  readonly category: string
  readonly text: string
  readonly bbox: [number, number, number, number] | null
}

/** Reads what is there: models cut elements short, and forget to escape quotation marks and backslashes. */
function readElement(piece: string): Element {
  const [, numbers = ''] = /"bbox"\s*:\s*\[([^\]"]*)\]/.exec(piece) ?? []
  const [x0, y0, x1, y1] = numbers.split(',').map(Number)
  const known = [x0, y0, x1, y1].every((value) => value !== undefined && Number.isFinite(value)) && numbers !== ''
  const [, category = ''] = /"category"\s*:\s*"([^"]*)/.exec(piece) ?? []
  const start = /"text"\s*:\s*"/.exec(piece)
  const rest = start === null ? '' : piece.slice(start.index + start[0].length)
  const end = /"\s*(?:,\s*"(?:bbox|category)"[^]*|\}[\]},\s`]*)$/.exec(rest)
  return { category, text: unescapeString(rest.slice(0, end?.index)), bbox: known ? [x0!, y0!, x1!, y1!] : null }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\', '/': '/' }

/** A JSON string's content; escapes that JSON does not know stay as they are, as in "\alpha". */
function unescapeString(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|([^]))/gi, (whole, code: string | undefined, letter: string | undefined) =>
    (code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : ESCAPES[letter ?? ''] ?? whole))
}
