// MinerU2.5: a page as layout lines without text, <|box_start|>x1 y1 x2 y2<|box_end|><|ref_start|>type<|ref_end|><|rotate_up|>
// on a grid of 1000; a crop as text, LaTeX or OTSL. Source: opendatalab/mineru-vl-utils, mineru_vl_utils/mineru_client.py
// (_layout_re, DEFAULT_PROMPTS) and structs.py; three digits a number as in the paper's example (arXiv 2509.22186).
import type { RegionKind } from '../model/region.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { fromGrid, toGrid } from './box-grid.ts'
import { plainSpan, textSpans } from './inline.ts'
import { BARE, createRegionText } from './region-text.ts'
import { formulaBlock, pictureBlock, textBlock } from './written-block.ts'

const GRID = { width: 1000, height: 1000 }

const TYPES: Readonly<Record<RegionKind, string>> = {
  'title': 'title', 'heading': 'title', 'text': 'text', 'list-item': 'text', 'table': 'table', 'caption': 'image_caption', 'picture': 'image',
  'formula': 'equation', 'code': 'code', 'header': 'header', 'footer': 'footer', 'page-number': 'page_number', 'footnote': 'page_footnote',
}

const KINDS: Readonly<Record<string, RegionKind>> = {
  title: 'heading', doc_title: 'title', paragraph_title: 'heading', table: 'table', equation: 'formula', equation_block: 'formula', code: 'code',
  algorithm: 'code', list_item: 'list-item', table_caption: 'caption', image_caption: 'caption', code_caption: 'caption', caption: 'caption',
  table_footnote: 'footnote', image_footnote: 'footnote', footnote: 'footnote', page_footnote: 'footnote', header: 'header', footer: 'footer',
  page_number: 'page-number', image: 'picture', chart: 'picture', image_block: 'picture', unknown: 'picture',
}

const REGION = createRegionText('mineru', { ...BARE, inline: { ...BARE.inline, latex: 'tight' }, latex: 'spaced' }, 'otsl')

export const MINERU2_5: OutputFormat = {
  id: 'mineru',
  write: (blocks, page) => (page.kind === null ? blocks.flatMap((block) => writeLine(block, page)).join('\n') : REGION.write(blocks, page)),
  read: (output, page) => (page.kind === null ? readLines(output, page) : REGION.read(output, page)),
}

function writeLine(block: WrittenBlock, page: WrittenPage): string[] {
  if (block.box === null) return []
  const numbers = toGrid(block.box, page.box, GRID).map((step) => String(step).padStart(3, '0'))
  return [`<|box_start|>${numbers.join(' ')}<|box_end|><|ref_start|>${TYPES[block.kind]}<|ref_end|><|rotate_up|>`]
}

const LINE = /<\|box_start\|>(\d+)\s+(\d+)\s+(\d+)\s+(\d+)<\|box_end\|><\|ref_start\|>(\w+)<\|ref_end\|>([^<]*(?:<\|(?!box_start)[^<]*)*)/g

/** Blocks without text: what is written in them is read crop by crop. A last line that is cut says nothing yet. */
function readLines(output: string, page: WrittenPage): WrittenBlock[] {
  const blocks: WrittenBlock[] = []
  let end = 0
  for (const match of output.matchAll(LINE)) {
    blocks.push(...readStray(output.slice(end, match.index)))
    end = match.index + match[0].length
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = match.slice(1, 5).map(Number)
    const said = (match[6] ?? '').replace(/<\|?[^>]*>?/g, '').trim()
    blocks.push(emptyBlock(KINDS[match[5] ?? ''] ?? 'text', fromGrid([x0, y0, x1, y1], page.box, GRID), said))
  }
  return [...blocks, ...readStray(output.slice(end))]
}

function emptyBlock(kind: RegionKind, box: WrittenBlock['box'], text: string): WrittenBlock {
  if (kind === 'picture') return pictureBlock(text, box)
  return kind === 'formula' ? formulaBlock(text, box) : textBlock({ kind, spans: text === '' ? [plainSpan('')] : textSpans(text), box })
}

function readStray(text: string): WrittenBlock[] {
  const bare = text.replace(/<\|[a-z_]*(?:\|>)?/g, ' ').replace(/^[\s\d]+$/, '').trim()
  return bare === '' ? [] : [textBlock({ kind: 'text', spans: textSpans(bare) })]
}
