// Where in a draft the target is, followed by content: how the draft's letters and digits agree with those emitted.
import { type DraftText, fold } from './draft-text.ts'

/** Agreeing content characters after which a place is believed: anywhere, and near where the target was last seen. */
const SURE = 8
const SURE_NEAR = 4
/** Content characters: a deletion or insertion up to this long is common, a jump farther than that is another part of the page. */
export const NEAR = 240
/** Agreeing content characters after a gap that confirm how the gap was written. */
const CONFIRMED = 3
/** Letters in a row in another case than the draft's after which the rest is expected in that case too. */
const CASE_CHANGED = 2

/** A gap of the draft, the character after it, and what the target wrote in its place. */
export interface CrossedGap {
  readonly gap: string
  readonly before: string
  readonly written: string
}

export class DraftFollower {
  readonly draft: DraftText
  readonly #crossed: (gap: CrossedGap) => void
  /** Index of the content character that comes next, if the target goes on where it was last seen. */
  at = 0
  /** Content characters in a row that agreed. */
  streak = 0
  /** Content characters said since the draft last agreed; 0 = it does. */
  lost = 0
  #waiting: CrossedGap | null = null
  #agreedSince = 0
  #larger = 0

  /** `crossed` hears of every gap between two words that the target has left behind. */
  constructor(draft: DraftText, crossed: (gap: CrossedGap) => void) {
    this.draft = draft
    this.#crossed = crossed
  }

  /** The target said a content character, after `written` in place of a gap; `said`: the codes of all, this one included. */
  follow(character: string, written: string, said: readonly number[]): void {
    const agrees = this.draft.codes[this.at] === fold(character)
    this.#cross(written, agrees)
    if (agrees) this.#agree(character)
    else this.#disagree()
    if (this.lost > 0) this.#seek(said)
  }

  /** A word of the draft in the case in which the target writes at the moment. */
  inCase(word: string): string {
    return this.#larger >= CASE_CHANGED ? word.toUpperCase() : this.#larger <= -CASE_CHANGED ? word.toLowerCase() : word
  }

  #cross(written: string, agrees: boolean): void {
    if (this.lost > 0) return
    const gap = this.at < this.draft.length ? this.draft.gap(this.at) : ''
    if (gap === '' && written === '') return
    this.#confirm()
    if (!agrees) return
    this.#waiting = { gap, before: this.draft.word(this.at, this.at + 1), written }
    this.#agreedSince = 0
  }

  #confirm(): void {
    if (this.#waiting !== null) this.#crossed(this.#waiting)
    this.#waiting = null
  }

  #agree(character: string): void {
    const own = this.draft.word(this.at, this.at + 1)
    if (character !== own) this.#larger = character === own.toUpperCase() ? Math.max(0, this.#larger) + 1 : Math.min(0, this.#larger) - 1
    else if (this.#larger > 0 ? character !== character.toUpperCase() : character !== character.toLowerCase()) this.#larger = 0
    this.at++
    this.streak++
    if (this.streak >= SURE_NEAR) this.lost = 0
    if (++this.#agreedSince === CONFIRMED) this.#confirm()
  }

  #disagree(): void {
    this.#waiting = null
    this.streak = 0
    this.lost++
  }

  #seek(said: readonly number[]): void {
    const [best] = this.draft.find(said, 1, this.at)
    if (best === undefined || best.agreement < (Math.abs(best.next - this.at) <= NEAR ? SURE_NEAR : SURE)) return
    this.at = best.next
    this.streak = best.agreement
    this.lost = 0
  }
}
