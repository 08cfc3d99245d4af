// How the target writes a gap that it has not crossed yet: piece by piece, as it has written the same pieces of other gaps.
// Example: from ";\n" -> "; " it knows that ",\n" becomes ", ", and from " ( \{ " -> "(\{" how " ) \} " will be written.

import { RewriteCounts, type Way } from './rewrite-counts.ts'

/** Guesses counted before the first observation: of a piece, and of one after such a sign. */
const WEIGHTS = [1, 1.5] as const
/** Ways of writing a gap that are followed at a time. */
const BEAM = 4
/** Pieces; longer gaps are not taken apart. */
const LONGEST = 24
/** Contexts remembered; then all are forgotten. */
const REMEMBERED = 5_000
/** Costs of laying two gaps side by side: another sign in its place, one more or one less. White space stands for white space. */
const COST = { other: 1, space: 0.2, single: 0.8 } as const

export class GapPieces {
  readonly #counts = new RewriteCounts(WEIGHTS, REMEMBERED)
  readonly #unlearnt: (piece: string) => ReadonlyMap<string, number>

  /** `unlearnt`: how a piece may be written, before anything is known of it. */
  constructor(unlearnt: (piece: string) => ReadonlyMap<string, number>) {
    this.#unlearnt = unlearnt
  }

  learn(gap: string, written: string): void {
    const pieces = cut(gap)
    const said = cut(written)
    if (pieces.length > LONGEST || said.length > LONGEST) return
    const became = align(pieces, said).written
    pieces.forEach((_, i) => { this.#counts.learn(contexts(pieces, i), became[i] ?? '') })
  }

  /** The likeliest ways to write a gap; none where it is of one piece, of which more is known elsewhere. */
  ways(gap: string): readonly Way[] {
    const pieces = cut(gap)
    return pieces.length < 2 || pieces.length > LONGEST ? [] : this.#compose(pieces, '')
  }

  /** The likeliest ways to write a gap of which `partial` has been written. */
  rests(gap: string, partial: string): readonly Way[] {
    const [pieces, said] = [cut(gap), cut(partial)]
    if (pieces.length < 2 || pieces.length > LONGEST || said.length > LONGEST) return []
    return this.#compose(pieces, partial, align(pieces, said, true).end)
  }

  /** `written`, and the pieces from `start` on. */
  #compose(pieces: readonly string[], written: string, start = 0): readonly Way[] {
    let beam: readonly Way[] = [{ text: written, probability: 1 }]
    for (let i = start; i < pieces.length; i++) {
      const options = this.#counts.ways(contexts(pieces, i), this.#unlearnt(pieces[i] ?? ''))
      beam = beam.flatMap(({ text, probability }) => options.map((piece): Way => ({ text: text + piece.text, probability: probability * piece.probability })))
        .sort((a, b) => b.probability - a.probability).slice(0, BEAM)
    }
    return beam
  }
}

/** Line breaks with the space around them, signs with the space before them, the space at the end. */
function cut(gap: string): readonly string[] {
  return gap.match(/[^\S\n]*\n\s*|[^\S\n]*\S|[^\S\n]+/gu) ?? []
}

/** A piece, and a piece after such a sign. */
function contexts(pieces: readonly string[], i: number): readonly string[] {
  const piece = pieces[i] ?? ''
  return [piece, `${pieces[i - 1]?.trim() ?? ''}\u0001${piece}`]
}

/** What each piece has become, and how many there are before the `end` of what was said; `open`: more may follow. */
function align(pieces: readonly string[], said: readonly string[], open = false): { readonly written: readonly string[], readonly end: number } {
  const width = said.length + 1
  const costs = new Float64Array((pieces.length + 1) * width)
  for (let i = 0; i <= pieces.length; i++) {
    for (let j = 0; j <= said.length; j++) {
      if (i === 0 && j === 0) continue
      const both = i > 0 && j > 0 ? (costs[(i - 1) * width + j - 1] ?? 0) + difference(pieces[i - 1] ?? '', said[j - 1] ?? '') : Infinity
      const less = i > 0 ? (costs[(i - 1) * width + j] ?? 0) + COST.single : Infinity
      const more = j > 0 ? (costs[i * width + j - 1] ?? 0) + COST.single : Infinity
      costs[i * width + j] = Math.min(both, less, more)
    }
  }
  let end = pieces.length
  if (open) for (let i = pieces.length; i >= 0; i--) if ((costs[i * width + said.length] ?? 0) <= (costs[end * width + said.length] ?? 0)) end = i
  const written = new Array<string>(pieces.length).fill('')
  for (let i = end, j = said.length, after = ''; i > 0 || j > 0;) {
    const here = costs[i * width + j] ?? 0
    const piece = said[j - 1] ?? ''
    if (i > 0 && j > 0 && here === (costs[(i - 1) * width + j - 1] ?? 0) + difference(pieces[i - 1] ?? '', piece)) {
      written[i - 1] = piece + after
      after = ''
      i--
      j--
    } else if (i > 0 && here === (costs[(i - 1) * width + j] ?? 0) + COST.single) {
      i--
    } else {
      // What is new belongs to the piece before it, or else to the first one.
      after = piece + after
      j--
      if (i === 0 && j === 0) written[0] = after + (written[0] ?? '')
    }
  }
  return { written, end }
}

function difference(a: string, b: string): number {
  const [one, other] = [a.trim(), b.trim()]
  return one === other ? a === b ? 0 : COST.space : one === '' || other === '' ? COST.other + COST.space : COST.other
}
