// Cuts text, letter by letter, into content and the gaps between: tags such as <td> and signs for raised letters are gaps.
import { type Shift, unshifted } from '../../model/raised-letters.ts'
import { CLOSE, OPEN } from './shifted-marks.ts'

const TAG = /^<\/?[a-z][a-z0-9_]*(?: [a-z]+="[^"<>\n]*")*>$/
/** What a tag may begin with; what is longer is none. */
const OPEN_TAG = /^<(?:\/?[a-z][a-z0-9_]*|\/|[a-z][a-z0-9_]*(?: [a-z]+="[^"<>\n]*")* ?(?:[a-z]+(?:=(?:"[^"<>\n]*"?)?)?)?)?$/
const LONGEST_TAG = 40

export function isContent(character: string): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(character)
}

export class GapReader {
  readonly #heard: (letter: string, gap: string) => void
  #gap = ''
  /** What may become a tag. */
  #held = ''
  /** How the letter read last stands. */
  shift: Shift | null = null

  /** `heard` gets every content letter, with the gap before it; where a tag may have begun, not before it is known to be none. */
  constructor(heard: (letter: string, gap: string) => void) {
    this.#heard = heard
  }

  /** What has been read since the last content letter. */
  get gap(): string {
    return this.#gap + this.#held
  }

  read(character: string): void {
    const plain = unshifted(character)
    const shift = plain?.shift ?? null
    if (shift !== this.shift) for (const sign of (this.shift === null ? '' : CLOSE) + (shift === null ? '' : OPEN[shift])) this.#read(sign)
    this.shift = shift
    this.#read(plain?.letter ?? character)
  }

  /** Takes what is held for what it is: no more will come. */
  end(): void {
    const held = this.#held
    this.#held = ''
    for (const letter of held) this.#take(letter)
  }

  #read(letter: string): void {
    if (this.#held !== '') {
      const held = this.#held + letter
      if (held.length < LONGEST_TAG && OPEN_TAG.test(held)) {
        this.#held = held
        return
      }
      if (TAG.test(held)) {
        this.#gap += held
        this.#held = ''
        return
      }
      this.end()
    }
    if (letter === '<') this.#held = letter
    else this.#take(letter)
  }

  #take(letter: string): void {
    if (!isContent(letter)) {
      this.#gap += letter
      return
    }
    this.#heard(letter, this.#gap)
    this.#gap = ''
  }
}
