// Places from which the target may go on copying: where a token sequence says what the target has just said.

/** Longest agreement that is told apart, tokens. */
const LONGEST = 32
/** Places looked at per step: a bound on the work for tokens that are everywhere. */
const LOOKED = 128

export interface CopyPlace {
  /** Index of the token that would come next. */
  readonly next: number
  /** Tokens before it that agree with the end of the emitted text, 1 to LONGEST. */
  readonly agreement: number
}

/** An index of a token sequence that may grow: every place of every token. */
export class CopySource {
  readonly #ids: number[] = []
  readonly #places = new Map<number, number[]>()

  get ids(): readonly number[] {
    return this.#ids
  }

  append(ids: Iterable<number>): void {
    for (const id of ids) {
      const places = this.#places.get(id)
      if (places === undefined) this.#places.set(id, [this.#ids.length])
      else places.push(this.#ids.length)
      this.#ids.push(id)
    }
  }

  /**
   * Up to `count` places whose preceding tokens agree longest with the end of `emitted`; among equals those nearest to
   * `expected`, a token index. Only the LOOKED places of the last token nearest to it are looked at.
   */
  find(emitted: readonly number[], count: number, expected: number): CopyPlace[] {
    const last = emitted.at(-1)
    const places = last === undefined ? [] : this.#places.get(last) ?? []
    const target = Math.min(expected, this.#ids.length)
    const away = (place: number): number => Math.abs(place + 1 - target)
    const found: CopyPlace[] = []
    for (const place of places.length <= LOOKED ? places : places.toSorted((a, b) => away(a) - away(b)).slice(0, LOOKED)) {
      // The sequence's own end is no place to copy from.
      if (place + 1 >= this.#ids.length) continue
      let agreement = 1
      while (agreement < LONGEST && agreement <= place && agreement < emitted.length
        && this.#ids[place - agreement] === emitted[emitted.length - 1 - agreement]) agreement++
      found.push({ next: place + 1, agreement })
    }
    return found.sort((a, b) => b.agreement - a.agreement || away(a.next - 1) - away(b.next - 1)).slice(0, count)
  }
}
