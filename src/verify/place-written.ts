// What a target has written about a page, put where it stands: formats without boxes take those of the drafted blocks.
import type { Block } from '../model/document.ts'
import { union } from '../model/box.ts'
import type { Page } from '../model/page.ts'
import type { WrittenBlock } from '../seams/output-format.ts'
import { settledBlock, squeezed } from './settle-block.ts'

/** Share of the shorter text's words that both must have for the one to be the other, or a part of it. */
const ALIKE = 0.6

/** Blocks in the target's order, each with a box and with what the draft had made of it. */
export function placeWritten(page: Pick<Page, 'number' | 'width' | 'height'>, written: readonly WrittenBlock[], drafted: readonly Block[], confidence: number): Block[] {
  const words = drafted.map(({ text }) => wordsOf(text))
  return written.map((block, i) => {
    const own = wordsOf(block.text)
    const alike = drafted.filter((draft, d) => squeezed(draft.text) === squeezed(block.text) || overlap(own, words[d] as ReadonlySet<string>) >= ALIKE)
    const [first] = alike
    const whole = { x0: 0, y0: 0, x1: page.width, y1: page.height }
    const place: Block = {
      id: `p${page.number}-r${i + 1}`, page: page.number, kind: block.kind,
      box: block.box ?? (alike.length === 0 ? whole : union(alike.map(({ box }) => box))),
      level: null, text: alike.length === 1 ? first?.text ?? '' : '', markdown: '', image: null, table: first?.table ?? null, continues: null, captionOf: null,
      confidence, review: [], provenance: 'corrected', source: first?.source ?? null, note: null, acceptance: null, span: null,
    }
    const settled = settledBlock(place, block, confidence, null)
    return block.box === null && alike.length === 0 ? { ...settled, note: 'nothing in the draft says where this stands; the box is the page' } : settled
  })
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}

/** Sets of fewer words than this are alike only when they are equal: a page number is in many paragraphs. */
const FEW = 3

/** Words in both, as a share of the smaller set; 0 when either is empty. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let both = 0
  for (const word of small) if (large.has(word)) both++
  return small.size === 0 || small.size < FEW && both < large.size ? 0 : both / small.size
}
