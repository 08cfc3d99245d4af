// Captions and what they belong to: in the result, and in formats that write the two as one.
import type { Block } from '../model/document.ts'
import type { WrittenBlock } from '../seams/output-format.ts'

export interface Captioned {
  readonly block: WrittenBlock
  readonly caption: WrittenBlock | null
}

/** Captions that say what they belong to; others may belong to either. */
const NAMED = { table: /^tab(?:le|elle|leau)?\b|^表/iu, picture: /^(?:fig(?:ure)?|abb(?:ildung)?|plate|scheme|chart|exhibit)\b|^[图圖]/iu }

type Captionable = Pick<Block, 'kind' | 'text'>

/**
 * The caption of each table and picture that has one: it stands next to it in reading order and does not name the other kind.
 * Where captions, tables and pictures follow each other without a break, captions stand on the side on which more of them
 * find theirs; behind, if on both the same. A caption belongs to one block at most.
 */
export function captionsOf<B extends Captionable>(blocks: readonly B[]): Map<B, B> {
  const captions = new Map<B, B>()
  for (const run of runsOf(blocks)) {
    const [behind, before] = [tied(run, 1), tied(run, -1)]
    const [first, second] = behind.size >= before.size ? [behind, before] : [before, behind]
    for (const [block, caption] of first) captions.set(block, caption)
    const taken = new Set(first.values())
    for (const [block, caption] of second) if (!captions.has(block) && !taken.has(caption)) captions.set(block, caption)
  }
  return captions
}

/** Captions, tables and pictures that follow each other. */
function runsOf<B extends Captionable>(blocks: readonly B[]): B[][] {
  const runs: B[][] = [[]]
  for (const block of blocks) {
    if (block.kind === 'caption' || block.kind === 'table' || block.kind === 'picture') runs.at(-1)?.push(block)
    else runs.push([])
  }
  return runs
}

/** Tables and pictures with the caption one `step` from them. */
function tied<B extends Captionable>(run: readonly B[], step: 1 | -1): Map<B, B> {
  return new Map(run.flatMap((block, i) => {
    const caption = run[i + step]
    return caption !== undefined && fits(caption, block) ? [[block, caption] as const] : []
  }))
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
