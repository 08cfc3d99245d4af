// How the target writes what stands between words in a draft: learnt while decoding, one table per target and draft.
import { GapPieces } from './gap-pieces.ts'
import { RewriteCounts, type Way } from './rewrite-counts.ts'
import { SIGNS } from './shifted-marks.ts'

/** Guesses counted before the first observation, for a gap, for one before such a word, and for one after such a rewrite. */
const WEIGHTS = [0.7, 1.5, 2] as const
/** Characters; longer gaps are told apart by their beginning, and longer ways of writing one are not learnt. */
const LONGEST_KEY = 80
const LONGEST_WAY = 160
/** How far the pieces of a gap are believed, against what is likely of any gap. */
const COMPOSED = 0.65
/** Contexts remembered; then all are forgotten. */
const REMEMBERED = 20_000

/**
 * For each gap in the draft, what the target has written in its place. Example: after a few lines of a paragraph, the
 * draft's "\n" becomes " "; after a few cells, "|" becomes "</td><td>".
 */
export class GapRewrites {
  readonly #counts = new RewriteCounts(WEIGHTS, REMEMBERED)
  readonly #last = new Map<string, string>()
  readonly #ways = new Map<string, readonly Way[]>()
  readonly #pieces: GapPieces | null

  /** `pieces`: whether gaps are also learnt piece by piece. */
  constructor(pieces = true) {
    this.#pieces = pieces ? new GapPieces(unlearnt) : null
  }

  /** `before`: the character after the gap; see `ways`. */
  learn(gap: string, before: string, written: string): void {
    if (written.length > LONGEST_WAY) return
    const key = keyOf(gap)
    this.#counts.learn(contexts(key, before, this.#last.get(key)), written)
    this.#last.set(key, written)
    this.#ways.clear()
    this.#pieces?.learn(gap, written)
  }

  /**
   * The likeliest ways to write `gap` before the character `before`; `last`: how such a gap was written last, where that
   * is a guess itself. Counts by gap, gap and kind of character, gap and last way, each the prior of the next.
   */
  ways(gap: string, before: string, last?: string): readonly Way[] {
    const key = keyOf(gap)
    const written = last ?? this.#last.get(key) ?? ''
    const memo = `${gap}\u0003${before}\u0003${written}`
    const known = this.#ways.get(memo)
    if (known !== undefined) return known
    const ways = this.#counts.ways(contexts(key, before, written), this.#prior(gap))
    this.#ways.set(memo, ways)
    return ways
  }

  /** The likeliest ways to write a gap of which `partial` has been written, whatever is known of the whole. */
  rests(gap: string, partial: string): readonly Way[] {
    return this.#pieces?.rests(gap, partial) ?? []
  }

  #prior(gap: string): ReadonlyMap<string, number> {
    const prior = unlearnt(gap)
    const composed = this.#pieces?.ways(gap) ?? []
    if (composed.length === 0) return prior
    for (const [text, probability] of prior) prior.set(text, (1 - COMPOSED) * probability)
    for (const { text, probability } of composed) prior.set(text, (prior.get(text) ?? 0) + COMPOSED * probability)
    return prior
  }
}

/** Gaps that differ in the length of their padding only are one. */
export function keyOf(gap: string): string {
  return gap.length < 4 ? gap : gap.replace(/ {2,}/g, '  ').replace(/-{4,}/g, '---').slice(0, LONGEST_KEY)
}

function contexts(key: string, before: string, last = ''): string[] {
  const kind = /\p{Lu}/u.test(before) ? 'A' : /\p{Ll}/u.test(before) ? 'a' : /\p{N}/u.test(before) ? '1' : '.'
  return [key, `${kind}\u0001${key}`, `${last}\u0002${key}`]
}

/** Before anything is known: as it is; with plain quotes and dashes; without markup; lines joined, parted, broken. */
function unlearnt(gap: string): Map<string, number> {
  const bare = gap.replace(/<br>/g, ' ').replace(/[*_`#|]+/g, '').replace(SIGNS, '')
  const blank = /\n\s*\n/.test(bare)
  const guesses: [string, number][] = [
    [gap, 0.6], [gap.replace(/[“”„]/g, '"').replace(/[‘’]/g, '\'').replace(/[–—]/g, '-'), 0.15],
    ...blank ? [[bare.trim() === '' ? '\n\n' : bare, 0.1] as [string, number]]
      : /\s/.test(bare) ? [[bare.replace(/\s+/g, ' '), 0.12], [bare.replace(/\s+/g, '\n\n'), 0.05], [bare.replace(/\s+/g, '\n'), 0.04]] as [string, number][]
        : [[bare, 0.1] as [string, number]],
    ...gap === '-\n' ? [['', 0.19] as [string, number]] : [],
  ]
  return new Map(guesses.reverse())
}
