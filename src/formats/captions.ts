// Captions and what they belong to: in the result, and in formats that write the two as one.
import type { Block } from '../model/document.ts'
import type { WrittenBlock } from '../seams/output-format.ts'

export interface Captioned {
  readonly block: WrittenBlock
  readonly caption: WrittenBlock | null
}

/** Captions that say what they belong to; others may belong to either. */
const NAMED = { table: /^tab|^表/iu, picture: /^(?:fig|abb|plate|scheme|chart|exhibit|图|圖)/iu }

type Captionable = Pick<Block, 'kind' | 'text'>

/**
 * The caption of each table and picture that has one: it stands next to it in reading order, behind it rather than before,
 * and does not name the other kind. A caption belongs to one block at most.
 */
export function captionsOf<B extends Captionable>(blocks: readonly B[]): Map<B, B> {
  const taken = new Set<B>()
  const captions = new Map<B, B>()
  blocks.forEach((block, i) => {
    const caption = [blocks[i + 1], blocks[i - 1]].find((other) => other !== undefined && !taken.has(other) && fits(other, block))
    if (caption === undefined) return
    taken.add(caption)
    captions.set(block, caption)
  })
  return captions
}

function fits(caption: Captionable, { kind }: Captionable): boolean {
  if (caption.kind !== 'caption' || (kind !== 'table' && kind !== 'picture')) return false
  return !NAMED[kind === 'table' ? 'picture' : 'table'].test(caption.text.trim())
}

/** Each table and picture with its caption; captions without one stay alone. */
export function pairCaptions(blocks: readonly WrittenBlock[]): Captioned[] {
  const captions = captionsOf(blocks)
  const taken = new Set(captions.values())
  return blocks.filter((block) => !taken.has(block)).map((block) => ({ block, caption: captions.get(block) ?? null }))
}
