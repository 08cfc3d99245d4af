// Hebrew and Arabic: PDFs draw their lines from left to right, letter by letter and with each mark before its letter.

/** Hebrew and Arabic letters and marks, right to left. */
const RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/
const MARK = /^\p{M}/u
/** Stands before a mark that belongs to the letter after it, in the order of drawing. */
const AHEAD = '\0'
/** Numbers and Latin words inside keep their direction; a mark goes with the letter before it, unless it is AHEAD. */
const CLUSTERS = /[\p{N}\p{Script=Latin}]+(?:[.,:/][\p{N}\p{Script=Latin}]+)*|\0\p{M}|\P{M}\p{M}*|\p{M}+/gu
/** Lines to the left show the other bracket, and PDFs tell what is shown (UAX #9, rule L4). */
const MIRRORED: Readonly<Record<string, string>> = {
  '(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹',
}

/** True when a letter is one that is written to the left. */
export function hasRightToLeft(text: string): boolean {
  return RTL.test(text)
}

/** True when most letters are. */
export function isRightToLeft(text: string): boolean {
  const count = text.match(new RegExp(RTL, 'g'))?.length ?? 0
  return count > 0 && count * 2 > (text.match(/\p{L}/gu)?.length ?? 0)
}

/** True when a glyph is a vowel sign, an accent or the like; few glyphs need a look at Unicode's tables. */
export function isMark(glyph: string): boolean {
  return glyph.charCodeAt(0) >= 0x300 && MARK.test(glyph)
}

/** True for marks without a letter. */
export function isBare(drawn: string): boolean {
  return isMark(drawn.startsWith(AHEAD) ? drawn.slice(1) : drawn) && /^[\0\p{M}]+$/u.test(drawn)
}

/** What to add to a run for a glyph: one of several letters says them in reading order, and the run is turned round as a whole. */
export function asDrawn(glyph: string, ahead: boolean): string {
  if (!ahead && (glyph.length === 1 || !RTL.test(glyph))) return glyph
  return Array.from(glyph, (letter) => isMark(letter) ? AHEAD + letter : letter).toReversed().join('')
}

/** A run as it is read, of one that is drawn from left to right; `rightToLeft` as hasRightToLeft says. */
export function asRead(drawn: string, rightToLeft: boolean): string {
  const read = rightToLeft ? turnRound(drawn) : drawn
  return read.includes(AHEAD) ? read.replaceAll(AHEAD, '') : read
}

/** Characters from right to left, brackets the other way. */
export function turnRound(drawn: string): string {
  return (drawn.match(CLUSTERS) ?? []).map((cluster) => MIRRORED[cluster] ?? cluster).toReversed().join('')
}
