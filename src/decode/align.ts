// Where in the draft are we? A banded edit-distance row between the characters emitted so far and the draft.

/** Half-width of the band, characters: how far emitted text and draft may drift apart (DESIGN section 5). */
const BAND = 64

/**
 * Follows a target's output through a draft, however the two are tokenized.
 *
 * The row holds, for every draft position j within the band, the edit distance between all emitted text and the
 * draft's first j characters. Its lowest cell is the anchor: the draft's rest from there is the continuation to
 * propose. Source: Ukkonen 1985 (banded edit distance), DESIGN section 5.
 *
 * Example: the draft is "tbe cat sat". After "the" is emitted the lowest cell is j = 3 (one substitution), so
 * " cat sat" is proposed, although no three emitted tokens occur in the draft.
 */
export class DraftAligner {
  readonly draft: string
  #anchor = 0
  /** First draft position of the row. */
  #start = 0
  #row: Int32Array

  constructor(draft: string) {
    this.draft = draft
    this.#row = Int32Array.from({ length: Math.min(draft.length, BAND) + 1 }, (_, j) => j)
  }

  /** Takes in text that the target has emitted. */
  advance(text: string): void {
    for (let i = 0; i < text.length; i++) this.#advanceOne(text.charCodeAt(i))
  }

  /** The draft from the anchor on: what the target is expected to say next. */
  continuation(): string {
    return this.#from(this.#anchor, Infinity)
  }

  /** The draft from the `count` lowest cells on, at most `length` characters each: the anchor's first. */
  continuations(count: number, length: number): string[] {
    const away = (j: number): number => Math.abs(j - this.#anchor)
    return Array.from(this.#row, (_, i) => this.#start + i)
      .sort((a, b) => this.#cell(a) - this.#cell(b) || away(a) - away(b)).slice(0, count)
      .map((j) => this.#from(j, length))
  }

  #from(start: number, length: number): string {
    const rest = this.draft.slice(start, start + length)
    return /^[\uDC00-\uDFFF]/.test(rest) ? rest.slice(1) : rest
  }

  #advanceOne(character: number): void {
    const expected = Math.min(this.#anchor + 1, this.draft.length)
    const start = Math.max(this.#start, expected - BAND)
    const end = Math.min(this.draft.length, expected + BAND)
    const row = new Int32Array(end - start + 1)
    for (let j = start; j <= end; j++) {
      const insertion = this.#cell(j) + 1
      const substitution = j === 0 ? Infinity : this.#cell(j - 1) + (this.draft.charCodeAt(j - 1) === character ? 0 : 1)
      const deletion = j === start ? Infinity : (row[j - 1 - start] ?? 0) + 1
      row[j - start] = Math.min(insertion, substitution, deletion)
    }
    this.#row = row
    this.#start = start
    this.#anchor = this.#lowest(expected)
  }

  /** A cell of the current row; outside the band it is far away, but still finite, so that sums stay numbers. */
  #cell(j: number): number {
    return this.#row[j - this.#start] ?? 1e6
  }

  /** The lowest cell; among equals the one nearest to `expected`, because substitutions are OCR's commonest errors. */
  #lowest(expected: number): number {
    let best = this.#start
    for (let j = this.#start; j < this.#start + this.#row.length; j++) {
      const closer = Math.abs(j - expected) < Math.abs(best - expected)
      if (this.#cell(j) < this.#cell(best) || this.#cell(j) === this.#cell(best) && closer) best = j
    }
    return best
  }
}
