// Captions and what they belong to, for formats that write the two as one.
import type { WrittenBlock } from '../seams/output-format.ts'

export interface Captioned {
  readonly block: WrittenBlock
  readonly caption: WrittenBlock | null
}

/** Each table and picture takes the caption that stands next to it, behind it rather than before; other captions stay alone. */
export function pairCaptions(blocks: readonly WrittenBlock[]): Captioned[] {
  const taken = new Set<WrittenBlock>()
  const captionOf = new Map<WrittenBlock, WrittenBlock>()
  blocks.forEach((block, i) => {
    if (block.kind !== 'table' && block.kind !== 'picture') return
    const caption = [blocks[i + 1], blocks[i - 1]].find((other) => other?.kind === 'caption' && !taken.has(other))
    if (caption === undefined) return
    taken.add(caption)
    captionOf.set(block, caption)
  })
  return blocks.filter((block) => !taken.has(block)).map((block) => ({ block, caption: captionOf.get(block) ?? null }))
}
