// How the target writes what stands between words in a draft: learnt while decoding, one table per target and draft.

/** Guesses counted before the first observation, for a gap, for one before such a word, and for one after such a rewrite. */
const WEIGHTS = [0.7, 1.5, 2] as const
/** Ways of writing a gap that are considered. */
const WAYS = 6
/** Characters; longer gaps are told apart by their beginning, and longer ways of writing one are not learnt. */
const LONGEST_KEY = 80
const LONGEST_WAY = 160
/** Contexts remembered; then all are forgotten. */
const REMEMBERED = 20_000

export interface Way {
  readonly text: string
  readonly probability: number
}

interface Counts {
  total: number
  readonly of: Map<string, number>
}

/**
 * For each gap in the draft, what the target has written in its place. Example: after a few lines of a paragraph, the
 * draft's "\n" becomes " "; after a few cells, "|" becomes "</td><td>".
 */
export class GapRewrites {
  readonly #counts = new Map<string, Counts>()
  readonly #last = new Map<string, string>()
  readonly #ways = new Map<string, readonly Way[]>()

  /** `before`: the character after the gap; see `ways`. */
  learn(gap: string, before: string, written: string): void {
    if (written.length > LONGEST_WAY) return
    if (this.#counts.size > REMEMBERED) this.#counts.clear()
    const key = keyOf(gap)
    for (const context of contexts(key, before, this.#last.get(key))) {
      let counts = this.#counts.get(context)
      if (counts === undefined) this.#counts.set(context, counts = { total: 0, of: new Map() })
      counts.total++
      counts.of.set(written, (counts.of.get(written) ?? 0) + 1)
    }
    this.#last.set(key, written)
    this.#ways.clear()
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
    const counts = contexts(key, before, written).map((context) => this.#counts.get(context))
    const prior = unlearnt(gap)
    const texts = new Set([...prior.keys(), ...counts.flatMap((one) => one === undefined ? [] : commonest(one))])
    const ways = [...texts].map((text) => ({
      text, probability: counts.reduce((guess, one, i) => ((one?.of.get(text) ?? 0) + (WEIGHTS[i] ?? 1) * guess) / ((one?.total ?? 0) + (WEIGHTS[i] ?? 1)), prior.get(text) ?? 0),
    })).sort((a, b) => b.probability - a.probability).slice(0, WAYS)
    this.#ways.set(memo, ways)
    return ways
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

function commonest({ of }: Counts): string[] {
  return of.size <= WAYS ? [...of.keys()] : [...of].sort((a, b) => b[1] - a[1]).slice(0, WAYS).map(([text]) => text)
}

/** Before anything is known: as it is; with plain quotes and dashes; without markup; lines joined, parted, broken. */
function unlearnt(gap: string): Map<string, number> {
  const bare = gap.replace(/<br>/g, ' ').replace(/[*_`#|]+/g, '')
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
