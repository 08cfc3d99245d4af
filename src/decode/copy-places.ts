// Places from which the target may go on copying: where a token sequence says what the target has just said.

/** Longest agreement that is told apart, tokens. */
const LONGEST = 32

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
   * Up to `count` places whose preceding tokens agree longest with the end of `emitted`; the latest first among equals.
   * Only the `looked` latest places of the last token are looked at.
   */
  find(emitted: readonly number[], count: number, looked = 64): CopyPlace[] {
    const last = emitted.at(-1)
    const places = last === undefined ? [] : this.#places.get(last) ?? []
    const found: CopyPlace[] = []
    for (const place of places.slice(-looked).reverse()) {
      // The sequence's own end is no place to copy from.
      if (place + 1 >= this.#ids.length) continue
      let agreement = 1
      while (agreement < LONGEST && agreement <= place && agreement < emitted.length
        && this.#ids[place - agreement] === emitted[emitted.length - 1 - agreement]) agreement++
      found.push({ next: place + 1, agreement })
    }
    return found.sort((a, b) => b.agreement - a.agreement).slice(0, count)
  }
}
