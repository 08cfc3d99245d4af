// A draft as what it says and how it is set: its content (letters and digits, folded to lower case), and the gaps between.
// Formats differ in the gaps, recognition in the content; a place is found by content alone.
import { GapReader } from './gap-reader.ts'

/** Content characters by which places are indexed, most first; two are enough where a character is a word (CJK). */
const INDEXED = [6, 3, 2] as const
const FIRST_CJK = 0x2E80
/** Places looked at per lookup: a bound on the work for text that is everywhere. */
const LOOKED = 64
/** Longest agreement that is told apart, content characters. */
const LONGEST = 40

export interface Place {
  /** Index of the content character that would come next. */
  readonly next: number
  /** Content characters before it that agree with what was said, at most LONGEST. */
  readonly agreement: number
}

/** The code by which content characters are compared. */
export function fold(character: string): number {
  return character.toLowerCase().codePointAt(0) ?? 0
}

/** Example: "## **A**-b" has the content a, b; the gap before 0 is "## **", the gap before 1 "**-", the gap before 2 "". */
export class DraftText {
  /** With signs around raised and lowered letters. */
  readonly text: string
  readonly codes: readonly number[]
  /** Where each content character starts and ends in `text`. */
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]
  readonly #places = new Map<number, number[]>()

  constructor(draft: string) {
    const codes: number[] = [], starts: number[] = [], ends: number[] = []
    let text = ''
    const reader = new GapReader((letter, gap) => {
      text += gap
      codes.push(fold(letter))
      starts.push(text.length)
      text += letter
      ends.push(text.length)
    })
    for (const character of draft) reader.read(character)
    reader.end()
    this.text = text + reader.gap
    this.codes = codes
    this.#starts = starts
    this.#ends = ends
    for (let next = 1; next <= codes.length; next++) for (const length of INDEXED) if (isIndexed(codes, next, length)) this.#index(hash(codes, next, length), next)
  }

  get length(): number {
    return this.codes.length
  }

  /** What stands between content character `next` and the one before it. */
  gap(next: number): string {
    return this.text.slice(next === 0 ? 0 : this.#ends[next - 1], this.#starts[next] ?? this.text.length)
  }

  /** Index after the word that goes on at `next`. */
  wordEnd(next: number): number {
    let end = next + 1
    while (end < this.length && this.#ends[end - 1] === this.#starts[end]) end++
    return Math.min(end, this.length)
  }

  /** The content characters from `start` to `end`, which have no gap between them, as they are written. */
  word(start: number, end: number): string {
    return this.text.slice(this.#starts[start], this.#ends[end - 1])
  }

  /** Up to `count` places that agree with the end of `said`, longest agreement first; among equals those nearest to `expected`. */
  find(said: readonly number[], count: number, expected: number): Place[] {
    const found = new Map<number, number>()
    for (const length of INDEXED) {
      if (!isIndexed(said, said.length, length)) continue
      for (const next of nearest(this.#places.get(hash(said, said.length, length)) ?? [], expected)) {
        if (next < this.length && !found.has(next)) found.set(next, this.#agreement(next, said))
      }
      if (found.size >= count) break
    }
    return [...found].map(([next, agreement]) => ({ next, agreement })).filter(({ agreement }) => agreement > 1)
      .sort((a, b) => b.agreement - a.agreement || Math.abs(a.next - expected) - Math.abs(b.next - expected)).slice(0, count)
  }

  #index(key: number, next: number): void {
    const places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, [next])
    else places.push(next)
  }

  #agreement(next: number, said: readonly number[]): number {
    let length = 0
    while (length < LONGEST && length < next && length < said.length && this.codes[next - 1 - length] === said[said.length - 1 - length]) length++
    return length
  }
}

function isIndexed(codes: readonly number[], end: number, length: number): boolean {
  return end >= length && (length > 2 || (codes[end - 1] ?? 0) >= FIRST_CJK)
}

function hash(codes: readonly number[], end: number, length: number): number {
  let sum = length
  for (let i = end - length; i < end; i++) sum = Math.imul(sum ^ (codes[i] ?? 0), 0x9E3779B1) + (sum >>> 15) | 0
  return sum
}

/** The LOOKED of some ascending places that are nearest to `expected`. */
function nearest(places: readonly number[], expected: number): readonly number[] {
  if (places.length <= LOOKED) return places
  let low = 0
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < expected) low = middle + 1
    else high = middle
  }
  const start = Math.max(0, Math.min(low - LOOKED / 2, places.length - LOOKED))
  return places.slice(start, start + LOOKED)
}
