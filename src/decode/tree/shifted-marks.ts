// Raised and lowered letters as plain ones between two signs, so that a footnote's mark is the same content however it is
// written, and how it is written is a matter of the gaps: 'word¹²' of a draft may become 'word12', 'word$^{12}$', 'word[^12]'.
import { type Shift, shiftLetters, unshifted } from '../../model/raised-letters.ts'

/** No text has these: noncharacters of Unicode. */
const OPEN: Readonly<Record<Shift, string>> = { raised: '\uFDD0', lowered: '\uFDD1' }
const CLOSE = '\uFDD2'
export const SIGNS = /[\uFDD0-\uFDD2]/gu

/** Reads text letter by letter. */
export class ShiftReader {
  /** How the letter read last stands. */
  shift: Shift | null = null

  /** The signs that come before a letter, and the letter as a plain one. */
  read(character: string): { readonly signs: string, readonly letter: string } {
    const plain = unshifted(character)
    const shift = plain?.shift ?? null
    const signs = shift === this.shift ? '' : (this.shift === null ? '' : CLOSE) + (shift === null ? '' : OPEN[shift])
    this.shift = shift
    return { signs, letter: plain?.letter ?? character }
  }
}

/** A text with its signs. */
export function spellOut(text: string): string {
  const reader = new ShiftReader()
  return [...text].map((character) => {
    const { signs, letter } = reader.read(character)
    return signs + letter
  }).join('')
}

/** The reverse; `shift`: how letters at the beginning stand. */
export function writeShifted(text: string, shift: Shift | null): string {
  let written = ''
  for (const part of text.split(/([\uFDD0-\uFDD2])/u)) {
    if (part === CLOSE) shift = null
    else if (part === OPEN.raised) shift = 'raised'
    else if (part === OPEN.lowered) shift = 'lowered'
    else written += shift === null ? part : shiftLetters(part, shift)
  }
  return written
}
