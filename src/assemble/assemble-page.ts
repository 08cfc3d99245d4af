// Settled regions of a page -> blocks and the page's Markdown, with the place of each block in it.
import type { Block, ParsedPage } from '../model/document.ts'
import type { Line } from '../model/line.ts'
import type { Region } from '../model/region.ts'
import type { SettledRegion } from '../model/settled-region.ts'
import { blockMarkdown, itemIndent, LEFT_OUT } from './block-markdown.ts'
import { codeText } from './code-text.ts'
import { captionsOf } from '../formats/captions.ts'
import { continues, joinLines, seam, type Vocabulary, vocabularyOf } from '../formats/join-lines.ts'
import { formulaBlock, tableMarkdown } from '../formats/written-block.ts'
import { hideFormulas, showLatex, showWords } from './inline-formulas.ts'
import { tableContent, tableText } from './table-block.ts'

/** Blocks in the order of `settled`, which is the reading order; the page's failures and notes are for the caller to add. */
export function assemblePage(page: Pick<ParsedPage, 'number' | 'width' | 'height'>, settled: readonly SettledRegion[]): ParsedPage {
  const lines = settled.flatMap(({ texts }) => texts)
  const vocabulary = lines.some((line) => HYPHEN_END.test(line)) ? vocabularyOf(lines) : new Set<string>()
  const seams = columnSeams(settled, settled.map((item) => textOf(item, vocabulary)), vocabulary)
  const blocks = settled.map((item, i) => toBlock(page.number, item, seams[i]?.text ?? '', vocabulary))
  return { number: page.number, width: page.width, height: page.height, ...layOut(blocks, seams), failures: [], notes: [] }
}

/** Where no line ends so, nothing asks for the vocabulary, which takes longer to collect than the rest of the page. */
const HYPHEN_END = /[-\u2010]\s*$/

/** Finished blocks in reading order, put together as a page; a broken paragraph stays broken. */
export function layOutBlocks(page: Pick<ParsedPage, 'number' | 'width' | 'height'>, blocks: readonly Block[]): ParsedPage {
  return { number: page.number, width: page.width, height: page.height, ...layOut(blocks, []), failures: [], notes: [] }
}

function textOf({ region, texts }: SettledRegion, vocabulary: Vocabulary): string {
  if (region.table !== null) return tableText(tableContent(region.table, texts, vocabulary))
  if (isTold(region, texts)) return region.latex ?? ''
  return region.kind === 'code' ? codeText(region.lines, texts) : joinLines(joinDropCap(region.lines, hideFormulas(region, texts)), vocabulary)
}

/** True for a formula whose glyphs say what it is, unless a verifier has read it otherwise. */
function isTold({ latex, lines }: Region, texts: readonly string[]): boolean {
  return latex !== undefined && latex !== null && lines.every((line, i) => line.text === texts[i])
}

/** A first letter larger than its text by this factor is a drop cap. */
const CAP_RATIO = 1.7

/** A drop cap is the first letter of the word that the next line begins with. */
function joinDropCap(lines: readonly Line[], texts: readonly string[]): readonly string[] {
  const [first, second, ...rest] = texts
  const isCap = first !== undefined && /^["'“‘«]?\p{Lu}$/u.test(first) && second !== undefined && /^\p{L}/u.test(second)
    && (lines[0]?.fontSize ?? 0) >= CAP_RATIO * (lines[1]?.fontSize ?? Infinity)
  return isCap ? [first + second, ...rest] : texts
}

interface Seam {
  /** The block's text; without its last hyphen where the next block goes on with the broken word. */
  readonly text: string
  /** What joins it to the next block when that goes on with its sentence, else null. */
  readonly separator: string | null
}

/** Finds paragraphs that a column's end cuts in two. */
function columnSeams(settled: readonly SettledRegion[], texts: readonly string[], vocabulary: Vocabulary): Seam[] {
  return texts.map((text, i) => {
    const next = settled.findIndex(({ region }, j) => j > i && !LEFT_OUT.includes(region.kind))
    const both = settled[i]?.region.kind === 'text' && settled[next]?.region.kind === 'text'
    if (!both || !continues(text, texts[next] ?? '')) return { text, separator: null }
    const [kept, separator] = seam(text, texts[next] ?? '', vocabulary)
    return { text: kept, separator }
  })
}

function toBlock(page: number, item: SettledRegion, text: string, vocabulary: Vocabulary): Block {
  const { region } = item
  const table = region.table === null ? null : tableContent(region.table, item.texts, vocabulary)
  return {
    id: `p${page}-${region.id}`, page, kind: region.kind, box: region.box, level: region.level, text: showWords(region, text),
    markdown: table !== null ? tableMarkdown(table) : isTold(region, item.texts) ? formulaBlock(text).markdown : showLatex(region, blockMarkdown(region, text)), image: null, table, continues: null, captionOf: null,
    confidence: item.confidence, review: [...item.review], provenance: item.provenance, source: item.source, note: item.note, acceptance: item.acceptance, span: null,
  }
}

function layOut(blocks: readonly Block[], seams: readonly Seam[]): { markdown: string; blocks: Block[] } {
  let markdown = ''
  let before = -1
  const indents: number[] = []
  const owners = new Map([...captionsOf(blocks)].map(([{ id }, caption]) => [caption, id]))
  const placed = blocks.map((unplaced, i): Block => {
    const block = { ...unplaced, captionOf: owners.get(unplaced) ?? null }
    if (block.markdown === '') return { ...block, span: null }
    const previous = blocks[before] ?? null
    const indent = block.kind === 'list-item' ? indentOf(block, previous, indents) : isOfItem(block) && isOfList(previous) ? indents[(block.level ?? 0) - 1] ?? 0 : 0
    if (previous !== null) markdown += seams[before]?.separator ?? separator(previous, block)
    markdown += ' '.repeat(indent)
    const start = markdown.length
    markdown += block.markdown
    before = i
    return { ...block, span: { start, end: markdown.length } }
  })
  return { markdown, blocks: placed }
}

/** A further paragraph of a list item. */
const isOfItem = ({ kind, level }: Block): boolean => kind === 'text' && level !== null

const isOfList = (block: Block | null): boolean => block !== null && (block.kind === 'list-item' || isOfItem(block))

/** Spaces before a list item; `indents` holds where the text of each open level begins, and is kept up to date here. */
function indentOf(block: Block, before: Block | null, indents: number[]): number {
  if (!isOfList(before)) indents.length = 0
  const depth = Math.min((block.level ?? 1) - 1, indents.length)
  indents.length = depth
  const indent = indents.at(-1) ?? 0
  indents.push(indent + itemIndent(block.markdown))
  return indent
}

/** What comes between two blocks that follow each other in the Markdown, on one page or on two. */
export function separator(before: Block, block: Block): string {
  if (before.kind === 'list-item' && block.kind === 'list-item') return '\n'
  const goesOn = before.kind === 'text' && block.kind === 'text' && before.page !== block.page && continues(before.text, block.text)
  return goesOn ? seam(before.text, block.text, new Set())[1] : '\n\n'
}
