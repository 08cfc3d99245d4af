// What the target has said so far, as drafters need it: tokens, content characters, the gap after the last of them.
import type { Shift } from '../../model/raised-letters.ts'
import type { Tokenizer } from '../../seams/verifier.ts'
import { EmittedText } from '../emitted-text.ts'
import { fold } from './draft-text.ts'
import { GapReader } from './gap-reader.ts'
import { TableLines } from './table-lines.ts'

export class Said {
  readonly ids: number[] = []
  /** Tokens at the end of `ids` that do not complete a character yet. */
  pending = 0
  /** Content characters, folded. */
  readonly codes: number[] = []
  /** At which column of its line the gap after them starts, and the bars above. */
  gapColumn = 0
  gapBars: readonly number[] | null = null
  readonly lines = new TableLines()
  readonly #text: EmittedText
  readonly #reader = new GapReader((letter, gap) => {
    this.codes.push(fold(letter))
    this.#heard(letter, gap)
  })
  #heard: (character: string, gap: string) => void = () => undefined

  constructor(tokenizer: Tokenizer) {
    this.#text = new EmittedText(tokenizer)
  }

  /** What has been said since the last content character. */
  get gap(): string {
    return this.#reader.gap
  }

  /** How the last letter stands. */
  get shift(): Shift | null {
    return this.#reader.shift
  }

  /** `heard` gets every content character that the token completes, with the gap before it; `codes` ends with it. Returns the text. */
  push(id: number, heard: (character: string, gap: string) => void): string {
    this.ids.push(id)
    const text = this.#text.append([id])
    this.pending = text === '' ? this.pending + 1 : 0
    this.#heard = heard
    for (const character of text) {
      this.lines.push(character)
      this.#reader.read(character)
      if (this.gap === '') {
        this.gapColumn = this.lines.line.length
        this.gapBars = this.lines.bars
      }
    }
    return text
  }
}
