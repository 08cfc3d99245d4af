// What one draft lets us guess: the places from which the target may go on, and how it goes on from a place.
import type { Shift } from '../../model/raised-letters.ts'
import { DraftFollower, NEAR } from './draft-follower.ts'
import { DraftText } from './draft-text.ts'
import { GapRewrites, keyOf } from './gap-rewrites.ts'
import type { Idea } from './ideas.ts'
import type { Way } from './rewrite-counts.ts'
import type { Said } from './said.ts'
import { writeShifted } from './shifted-marks.ts'
import { abstractPadding, fillPadding } from './table-lines.ts'

/** Places looked up besides those that following the draft leads to. */
const PLACES = 8
/** Keys of gaps within a word: where the tokens said so far are those of the word's beginning, and where they are not. */
const UNBROKEN = '\u0004unbroken'
const BROKEN = '\u0004broken'
/** Lengths of agreement that are told apart, content characters. */
const LENGTHS = [2, 4, 6, 9, 14, 24, 40] as const
export const LENGTH_KINDS = LENGTHS.length + 1
/** Priors by length: where the draft was followed to, and where else the same was said. */
const HERE = [0.3, 0.5, 0.65, 0.75, 0.85, 0.9, 0.93, 0.95] as const
const ELSEWHERE = [0.05, 0.1, 0.15, 0.25, 0.4, 0.5, 0.6, 0.6] as const
/** Prior of each hypothesis after the target has left the draft. */
const LEFT = 0.22
/** Content characters since the target left the draft that are told apart. */
const LOST = [3, 9, 30] as const
/** Kinds of starts: where the draft was followed to; after it was left; elsewhere. */
const HERE_KINDS = LENGTH_KINDS * 3
const LEFT_KINDS = 3 * (LOST.length + 1) * 3
export const START_KINDS = HERE_KINDS + LEFT_KINDS + LENGTH_KINDS * 4 * 3 * 2
/** Weight of a gap's end being common, against what is known of how this gap is written. */
const END_WEIGHT = 0.1

/** A place where the target may go on, and how it was found. */
export interface Start {
  readonly next: number
  /** Content characters in a row that agree with it. */
  readonly streak: number
  /** Below START_KINDS; what is learnt about such places. */
  readonly kind: number
  /** Probability, before anything is learnt. */
  readonly prior: number
}

/** A place with what has been written of the gap before it. */
export interface Position {
  readonly next: number
  readonly partial: string
  /** How the letter before the rest of the gap stands. */
  readonly shift: Shift | null
  /** Column at which the gap starts. */
  readonly column: number
  /** The gap before the last word, and how it was written; null = not guessed. */
  readonly last: { readonly gap: string, readonly text: string } | null
}

interface WrittenWay extends Way {
  /** With the padding that `text` stands for. */
  readonly written: string
}

export interface Continuation {
  /** The rest of the gap, and the word. */
  readonly text: string
  readonly probability: number
  /** Whether the gap is written from its beginning. */
  readonly whole: boolean
  readonly after: Position
}


export class DraftGuesses {
  readonly #draft: DraftText
  readonly #follower: DraftFollower
  readonly #rewrites: GapRewrites
  readonly #said: Said
  readonly #off: ReadonlySet<Idea>
  #breaks: { readonly key: string, readonly next: number }[] = []

  constructor(draft: string, rewrites: GapRewrites, said: Said, off: ReadonlySet<Idea>) {
    this.#draft = new DraftText(draft)
    this.#rewrites = rewrites
    this.#said = said
    this.#off = off
    this.#follower = new DraftFollower(this.#draft, ({ gap, before, written }) => {
      if (!off.has('rewrites')) rewrites.learn(gap, before, written)
    })
    // A draft that turns up late: the place is to be found.
    if (said.codes.length > 0) this.#follower.lost = 1
  }

  follow(character: string, gap: string): void {
    const { gapColumn, gapBars, codes } = this.#said
    this.#follower.follow(character, this.#off.has('tables') ? gap : abstractPadding(gap, gapColumn, gapBars), codes)
  }

  /** True when the codes are those of the draft from `next` on. */
  agrees(next: number, codes: readonly number[]): boolean {
    return codes.every((code, i) => this.#draft.codes[next + i] === code)
  }

  /** Places from which the target may go on, the likeliest kind first. */
  starts(): Start[] {
    const starts = [...this.#followed()]
    if (this.#off.has('other places')) return starts
    const { at, lost } = this.#follower
    this.#draft.find(this.#said.codes, PLACES, at).forEach(({ next, agreement }, order) => {
      if (starts.some((start) => start.next === next)) return
      const away = next - at
      const far = away >= 0 ? away < NEAR ? 0 : 1 : away > -NEAR ? 2 : 3
      const rank = Math.min(order, 2)
      const length = lengthKind(agreement)
      const kind = HERE_KINDS + LEFT_KINDS + ((length * 4 + far) * 3 + rank) * 2 + Math.sign(lost)
      starts.push({ next, streak: agreement, kind, prior: (ELSEWHERE[length] ?? 0) / (1 + rank) })
    })
    return starts.filter(({ next }) => next < this.#draft.length)
  }

  /** Where following the draft has led; after the target has left it, that it said more, something else, or another word. */
  #followed(): Start[] {
    const { at, streak, lost } = this.#follower
    const { gap } = this.#said
    const where = gap === '' ? 0 : gap.includes('\n') ? 1 : 2
    const length = lengthKind(streak)
    if (lost === 0) return [{ next: at, streak, kind: length * 3 + where, prior: HERE[length] ?? 0 }]
    const since = LOST.filter((limit) => lost >= limit).length
    return [...new Set([at, at + lost, this.#draft.wordEnd(at)])].map((next, how) =>
      ({ next, streak: 0, kind: HERE_KINDS + (how * (LOST.length + 1) + since) * 3 + where, prior: LEFT }))
  }

  /**
   * Ways to go on from a position. `broken` tells whether the tokens said so far
   * are no beginning of the word they are part of; null = it cannot.
   */
  continuations(position: Position, gapEnds: (gap: string) => number, broken: (word: string) => boolean | null): Continuation[] {
    const { next, partial, column, shift } = position
    if (next >= this.#draft.length) return []
    const gap = this.#draft.gap(next)
    const end = this.#draft.wordEnd(next)
    const word = this.#off.has('case') ? this.#draft.word(next, end) : this.#follower.inCase(this.#draft.word(next, end))
    const within = gap === '' && partial === '' && next > 0
    const ways = within ? this.#within(next, broken(writeShifted(word, shift))) : this.#between(gap, word, position)
    return (partial === '' ? ways : endings(ways, partial, gapEnds, this.#fill(this.#rewrites.rests(gap, partial), column))).map(({ text, written, probability }) => ({
      text: writeShifted(written.slice(partial.length) + word, shift), probability, whole: partial === '' && written !== '',
      after: { next: end, partial: '', shift: null, column: columnAfter(column, writeShifted(written + word, null)), last: { gap: keyOf(gap), text } },
    }))
  }

  /** Learns how words that were guessed to go on did go on; `gap`: what was said before the next content character. */
  learnBreaks(gap: string, codes: readonly number[]): void {
    for (const { key, next } of this.#breaks) if (this.agrees(next, codes)) this.#rewrites.learn(key, '', gap === '' ? key : gap)
    this.#breaks = []
  }

  /** Some targets keep the hyphens at line ends: then tokens end where no word's beginning would be cut. */
  #within(next: number, broken: boolean | null): WrittenWay[] {
    if (broken === null || this.#off.has('word breaks')) return [{ text: '', written: '', probability: 1 }]
    const key = broken ? BROKEN : UNBROKEN
    this.#breaks.push({ key, next })
    return this.#rewrites.ways(key, '').map(({ text, probability }) => {
      const written = text === key ? '' : text
      return { text: written, written, probability }
    })
  }

  #between(gap: string, word: string, { column, last }: Position): WrittenWay[] {
    const ways = this.#rewrites.ways(gap, word.slice(0, 1), last?.gap === keyOf(gap) ? last.text : undefined)
    return this.#fill(ways, column)
  }

  #fill(ways: readonly Way[], column: number): WrittenWay[] {
    return ways.flatMap(({ text, probability }) => {
      const written = fillPadding(text, column, this.#said.gapBars)
      return written === null ? [] : [{ text, written, probability }]
    })
  }
}

/** The ways that begin with what has been written of the gap; some are that it ends here, or goes on as its pieces after that. */
function endings(ways: readonly WrittenWay[], partial: string, gapEnds: (gap: string) => number, rests: readonly WrittenWay[]): WrittenWay[] {
  const fitting = ways.filter(({ written }) => written.startsWith(partial))
  const sum = fitting.reduce((total, { probability }) => total + probability, 1e-6)
  const known = sum / (sum + END_WEIGHT)
  const exact = fitting.find(({ written }) => written === partial)?.probability ?? 0
  const ends = gapEnds(partial)
  return [
    ...fitting.filter(({ written }) => written !== partial).map((way) => ({ ...way, probability: known * way.probability / sum })),
    ...rests.filter(({ written }) => written !== partial && !fitting.some((way) => way.written === written))
      .map((way) => ({ ...way, probability: (1 - known) * (1 - ends) * way.probability })),
    { text: partial, written: partial, probability: known * exact / sum + (1 - known) * ends },
  ]
}

function columnAfter(column: number, text: string): number {
  const line = text.lastIndexOf('\n')
  return line === -1 ? column + text.length : text.length - line - 1
}

/** Below LENGTH_KINDS. */
export function lengthKind(length: number): number {
  return LENGTHS.filter((limit) => length >= limit).length
}
