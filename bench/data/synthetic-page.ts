// Made-up pages with their ground truth, as dense as real ones: paragraphs, formulas, a table, captions, furniture; the
// prediction splits, joins, garbles, drops and reorders some of it. The same seed gives the same page.
import type { TruthBlock, TruthPage } from './omnidocbench.ts'

/** Paragraphs a page and words a paragraph: 20 blocks and 4,000 characters, a little above the mean of the nine dev pages. */
const PARAGRAPHS = 18
const WORDS = [4, 70] as const

export interface SyntheticPage {
  readonly truth: TruthPage
  readonly markdown: string
}

export function syntheticPage(seed: number): SyntheticPage {
  const random = generator(seed)
  const paragraphs = Array.from({ length: PARAGRAPHS }, () => sentence(random, WORDS[0] + Math.floor(random() * (WORDS[1] - WORDS[0]))))
  const table = tableHtml(random)
  const blocks: TruthBlock[] = [
    ...paragraphs.map((text, i): TruthBlock => ({ category_type: 'text_block', anno_id: i, order: i + 1, text })),
    { category_type: 'table', anno_id: 100, order: 5, html: table },
    { category_type: 'equation_isolated', anno_id: 101, order: 9, latex: `$$ x_{${seed % 9}} = \\frac{a}{b} + y^{2} $$` },
    { category_type: 'table_caption', anno_id: 102, order: 4, text: `Table 1. ${sentence(random, 8)}` },
    { category_type: 'page_number', anno_id: 103, order: null, text: String(seed) },
  ]
  const predicted = paragraphs.flatMap((text): string[] => {
    const fate = random()
    const read = garble(text, random)
    if (fate < 0.05) return []
    return fate < 0.15 ? [read.slice(0, read.length / 2), read.slice(read.length / 2)] : [read]
  })
  predicted.splice(4, 0, garble(table, random, 0.002), '$$ x = \\frac{a}{b} + y^{2} $$')
  if (random() < 0.3) predicted.push(predicted.shift() ?? '')
  const page_attribute = { data_source: ['book', 'slides', 'paper'][seed % 3], language: 'english', layout: ['single_column', 'double_column'][seed % 2] }
  return {
    truth: { layout_dets: blocks, page_info: { image_path: `page_${seed}.jpg`, page_attribute }, extra: { relation: [] } },
    markdown: predicted.join('\n\n'),
  }
}

/** Mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed + 0x6d2b79f5
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function sentence(random: () => number, words: number): string {
  const word = (): string => Array.from({ length: 2 + Math.floor(random() * 8) }, () => 'etaoinshrdlucmfwypvbgkjqxz'[Math.floor(random() ** 2 * 26)]).join('')
  return Array.from({ length: words }, word).join(' ')
}

function garble(text: string, random: () => number, rate = 0.03): string {
  return Array.from(text, (char) => (random() < rate ? (random() < 0.5 ? '' : 'x') : char)).join('')
}

function tableHtml(random: () => number): string {
  const rows = Array.from({ length: 12 }, () => `<tr>${Array.from({ length: 6 }, () => `<td>${sentence(random, 2)}</td>`).join('')}</tr>`)
  return `<table><thead>${rows[0]}</thead><tbody>${rows.slice(1).join('')}</tbody></table>`
}
