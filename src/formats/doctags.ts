// DocTags, what granite-docling and SmolDocling write: <text><loc_x0><loc_y0><loc_x1><loc_y1>...</text> on a grid of 500,
// tables as OTSL, formulas as LaTeX, captions inside what they belong to.
// Source: docling-project/docling-core, docling_core/transforms/serializer/doctags.py and types/doc/tokens.py.
import type { Box } from '../model/box.ts'
import type { RegionKind } from '../model/region.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../seams/output-format.ts'
import { fromGrid, isInUpperHalf, toGrid } from './box-grid.ts'
import { pairCaptions } from './captions.ts'
import { plainSpan, plainText, textSpans } from './inline.ts'
import { readOtsl, writeOtsl } from './otsl.ts'
import { codeBlock, contentOf, formulaBlock, pictureBlock, tableBlock, textBlock } from './written-block.ts'

const GRID = { width: 500, height: 500 }
/** The last step has no token: `<loc_499>` is the edge. */
const LAST = 499

const TAGS: Readonly<Record<RegionKind, string>> = {
  'title': 'title', 'heading': 'section_header_level_1', 'text': 'text', 'list-item': 'list_item', 'table': 'otsl', 'caption': 'caption',
  'picture': 'picture', 'formula': 'formula', 'code': 'code', 'header': 'page_header', 'footer': 'page_footer',
  'page-number': 'page_footer', 'footnote': 'footnote',
}

const KINDS: Readonly<Record<string, RegionKind>> = {
  title: 'title', text: 'text', paragraph: 'text', list_item: 'list-item', otsl: 'table', document_index: 'table', caption: 'caption',
  picture: 'picture', chart: 'picture', formula: 'formula', code: 'code', page_header: 'header', page_footer: 'footer',
  footnote: 'footnote', reference: 'text', checkbox_selected: 'text', checkbox_unselected: 'text', handwritten_text: 'text', form: 'text', key_value_region: 'text',
}

export const DOCTAGS: OutputFormat = {
  id: 'doctags',
  write(blocks, page) {
    const elements = pairCaptions(blocks).map(({ block, caption }) => (
      { isItem: block.kind === 'list-item', text: writeElement(block, caption, page) }
    ))
    const lines = elements.map(({ isItem, text }, i) => {
      const open = isItem && elements[i - 1]?.isItem !== true ? '<unordered_list>' : ''
      return `${open}${text}\n${isItem && elements[i + 1]?.isItem !== true ? '</unordered_list>\n' : ''}`
    })
    return `<doctag>${lines.join('')}`
  },
  read: (output, page) => readElements(output, page),
}

function writeElement(block: WrittenBlock, caption: WrittenBlock | null, page: WrittenPage): string {
  const tag = block.kind === 'heading' ? `section_header_level_${Math.min(5, block.level ?? 1)}`
    : block.kind === 'page-number' && isInUpperHalf(block.box, page.box) ? 'page_header' : TAGS[block.kind]
  const inner = caption === null ? '' : writeElement(caption, null, page)
  return `<${tag}>${location(block.box, page)}${content(block)}${inner}</${tag}>`
}

function location(box: Box | null, page: WrittenPage): string {
  return box === null ? '' : toGrid(box, page.box, GRID).map((step) => `<loc_${Math.min(LAST, step)}>`).join('')
}

function content(block: WrittenBlock): string {
  switch (block.kind) {
    case 'table': return block.table === null ? block.text : writeOtsl(block.table, '<ched>')
    case 'picture': return ''
    case 'formula': return block.text
    case 'code': return `<_unknown_>${block.text}`
    default: {
      const { marker, spans } = contentOf(block)
      return `${marker === '' ? '' : `${marker} `}${plainText(spans)}`
    }
  }
}

const ELEMENT = new RegExp(`<(${Object.keys(KINDS).join('|')}|section_header_level_\\d)>`, 'g')
/** Tags that hold elements or stand alone, closing tags without a beginning, and end tokens. */
const CONTAINER = /<\/?(?:doctag|ordered_list|unordered_list|page_break|inline|smiles)>|<\/\w+>|<\|?end_of_\w+\|?>/g
const CAPTION = /<caption>([^]*?)(?:<\/caption>|$(?![^]))/g
const LOCATION = /^\s*<loc_(\d+)><loc_(\d+)><loc_(\d+)><loc_(\d+)>/

function readElements(output: string, page: WrittenPage): WrittenBlock[] {
  const blocks: WrittenBlock[] = []
  let end = 0
  ELEMENT.lastIndex = 0
  for (let match = ELEMENT.exec(output); match !== null; match = ELEMENT.exec(output)) {
    blocks.push(...readStray(output.slice(end, match.index)))
    const start = match.index + match[0].length
    end = elementEnd(output, match[1]!, start)
    blocks.push(...readElement(match[1]!, output.slice(start, end), page))
    ELEMENT.lastIndex = end
  }
  return [...blocks, ...readStray(output.slice(end))]
}

/** Its closing tag, or the next element where that is missing; captions stand inside tables and pictures. */
function elementEnd(output: string, tag: string, start: number): number {
  const close = output.indexOf(`</${tag}>`, start)
  const nests = KINDS[tag] === 'table' || KINDS[tag] === 'picture' || tag === 'form' || tag === 'key_value_region'
  if (close >= 0 && nests) return close
  for (const match of output.slice(start, close < 0 ? undefined : close).matchAll(ELEMENT)) {
    if (!(nests && match[1] === 'caption')) return start + match.index
  }
  return close < 0 ? output.length : close
}

/** Text outside of elements. */
function readStray(text: string): WrittenBlock[] {
  const bare = text.replace(CONTAINER, ' ').trim()
  return bare === '' ? [] : [textBlock({ kind: 'text', spans: textSpans(bare) })]
}

function readElement(tag: string, inner: string, page: WrittenPage): WrittenBlock[] {
  const kind = tag.startsWith('section_header') ? 'heading' : KINDS[tag] ?? 'text'
  const location = LOCATION.exec(inner)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = location?.slice(1).map(Number) ?? []
  const box = location === null ? null : fromGrid([x0, y0, x1, y1], page.box, GRID)
  const rest = inner.slice(location?.[0].length ?? 0)
  if (kind !== 'table' && kind !== 'picture') return [readText(kind, kind === 'heading' ? Number(tag.at(-1)) : null, rest, box)]
  const captions = [...rest.matchAll(CAPTION)].flatMap((match) => readElement('caption', match[1] ?? '', page))
  const body = rest.replace(CAPTION, '')
  const table = kind === 'table' ? readOtsl(body.replace(/<loc_\d+>/g, '')) : null
  return [table === null ? pictureOrText(kind, body, box) : tableBlock(table, box), ...captions]
}

const stripTags = (text: string): string => text.replace(/<\/?[a-z_]+\d*>/g, ' ').replace(/\s+/g, ' ').trim()

const pictureOrText = (kind: RegionKind, body: string, box: Box | null): WrittenBlock =>
  (kind === 'picture' ? pictureBlock(stripTags(body), box) : textBlock({ kind: 'table', spans: textSpans(stripTags(body)), box }))

function readText(kind: RegionKind, level: number | null, text: string, box: Box | null): WrittenBlock {
  if (kind === 'code') return codeBlock(text.replace(/^<_[^>]*_>/, ''), box)
  const bare = text.replace(/<\/?(?:inline|ordered_list|unordered_list)>|<loc_\d+>/g, '').trim()
  if (kind === 'formula') return formulaBlock(bare, box)
  const [mark = '', marker = ''] = kind === 'list-item' ? /^(\d{1,9}[.)])\s+/.exec(bare) ?? [] : []
  const depth = kind === 'list-item' ? 1 : level
  return textBlock({ kind, level: depth, spans: bare === '' ? [plainSpan('')] : textSpans(bare.slice(mark.length)), marker, box })
}
