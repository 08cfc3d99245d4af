// What the target has said so far, as drafters need it: tokens, content characters, the gap after the last of them.
import type { Tokenizer } from '../../seams/verifier.ts'
import { fold, isContent } from './draft-text.ts'
import { EmittedText } from '../emitted-text.ts'
import { ShiftReader } from './shifted-marks.ts'
import { TableLines } from './table-lines.ts'

export class Said {
  readonly ids: number[] = []
  /** Tokens at the end of `ids` that do not complete a character yet. */
  pending = 0
  /** Content characters, folded. */
  readonly codes: number[] = []
  /** What has been said since the last content character, at which column of its line that starts, and the bars above. */
  gap = ''
  gapColumn = 0
  gapBars: readonly number[] | null = null
  readonly lines = new TableLines()
  readonly letters = new ShiftReader()
  readonly #text: EmittedText

  constructor(tokenizer: Tokenizer) {
    this.#text = new EmittedText(tokenizer)
  }

  /** `heard` gets every content character that the token completes, with the gap before it; `codes` ends with it. Returns the text. */
  push(id: number, heard: (character: string, gap: string) => void): string {
    this.ids.push(id)
    const text = this.#text.append([id])
    this.pending = text === '' ? this.pending + 1 : 0
    for (const character of text) {
      this.lines.push(character)
      const { signs, letter } = this.letters.read(character)
      this.gap += signs
      if (isContent(letter)) {
        this.codes.push(fold(letter))
        heard(letter, this.gap)
        this.gap = ''
      } else {
        this.gap += letter
      }
      if (this.gap === '') {
        this.gapColumn = this.lines.line.length
        this.gapBars = this.lines.bars
      }
    }
    return text
  }
}
