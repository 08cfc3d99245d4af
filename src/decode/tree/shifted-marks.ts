// Raised and lowered letters as plain ones between two signs, so that a footnote's mark is the same content however it is
// written, and how it is written is a matter of the gaps: 'word¹²' of a draft may become 'word12', 'word$^{12}$', 'word[^12]'.
import { type Shift, shiftLetters } from '../../model/raised-letters.ts'

/** No text has these: noncharacters of Unicode. */
export const OPEN: Readonly<Record<Shift, string>> = { raised: '\uFDD0', lowered: '\uFDD1' }
export const CLOSE = '\uFDD2'
export const SIGNS = /[\uFDD0-\uFDD2]/gu

/** Letters between signs in their own place; `shift`: how those at the beginning stand. */
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
