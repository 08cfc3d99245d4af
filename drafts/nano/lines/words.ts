// Where a line has spaces: the gaps between its letters fall into narrow and wide ones.
import { type Box, height, union, width } from '../../../src/model/box.ts'
import type { Phrase } from './group.ts'

/** Gaps up to the first, in ems, are never spaces; from the second on they always are. */
const NEVER = 0.14
const ALWAYS = 0.5
/** Where the gaps of a line do not tell, in ems. */
const USUAL = 0.2

/**
 * Word boxes of a line, left to right, as high as the line's letters in them. A word wider than `maxAspect` line heights
 * comes in parts, whose boxes touch.
 */
export function findWords({ parts, em, box }: Phrase, maxAspect: number): Box[] {
  const letters = columns(parts)
  const gaps = letters.slice(1).map((letter, i) => letter.x0 - (letters[i] as Box).x1)
  const space = threshold(gaps.filter((gap) => gap > 0), em)
  const words: Box[][] = []
  letters.forEach((letter, i) => {
    if (i === 0 || (gaps[i - 1] as number) >= space) words.push([letter])
    else words.at(-1)?.push(letter)
  })
  return words.flatMap((word) => touching(cutWide(word, maxAspect * height(box)).map((part) => union(part))))
}

/** Parts of one word, stretched to the middles of the gaps between them. */
function touching(parts: readonly Box[]): Box[] {
  const edges = parts.slice(1).map((part, i) => ((parts[i] as Box).x1 + part.x0) / 2)
  return parts.map((part, i) => ({ ...part, x0: edges[i - 1] ?? part.x0, x1: edges[i] ?? part.x1 }))
}

/** Letters and marks above one another as one box. */
function columns(parts: readonly Box[]): Box[] {
  const found: Box[] = []
  for (const part of [...parts].sort((a, b) => a.x0 - b.x0)) {
    const last = found.at(-1)
    if (last !== undefined && part.x0 < last.x1) found[found.length - 1] = union([last, part])
    else found.push({ x0: part.x0, y0: part.y0, x1: part.x1, y1: part.y1 })
  }
  return found
}

/** The gap that parts narrow from wide ones best (Otsu 1979, on the gaps), pixels. */
function threshold(gaps: readonly number[], em: number): number {
  const [least, most] = [NEVER * em, ALWAYS * em]
  const sorted = gaps.map((gap) => Math.min(gap, 2 * most)).sort((a, b) => a - b)
  const total = sorted.reduce((sum, gap) => sum + gap, 0)
  let best = { at: USUAL * em, score: 0 }
  for (let i = 1, sum = 0; i < sorted.length; i++) {
    sum += sorted[i - 1] as number
    const at = ((sorted[i - 1] as number) + (sorted[i] as number)) / 2
    if (at < least || at > most) continue
    const score = i * (sorted.length - i) * (sum / i - (total - sum) / (sorted.length - i)) ** 2
    if (score > best.score) best = { at, score }
  }
  return best.at
}

/** Cuts at the widest gap what no line reader can take whole: rows of dots, writing without spaces. */
function cutWide(word: readonly Box[], limit: number): (readonly Box[])[] {
  if (word.length < 2 || width(union(word)) <= limit) return [word]
  let widest = 1
  let best = -Infinity
  for (let i = 1; i < word.length; i++) {
    // of equal gaps the one nearest to the middle
    const gap = (word[i] as Box).x0 - (word[i - 1] as Box).x1 - Math.abs(i - word.length / 2) / word.length
    if (gap > best) [widest, best] = [i, gap]
  }
  return [...cutWide(word.slice(0, widest), limit), ...cutWide(word.slice(widest), limit)]
}
