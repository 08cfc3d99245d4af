// Accents that old fonts draw as glyphs of their own, over or before their letter: TeX's 'Sch', '¨', 'opf' is 'Schöpf'.

/** Spacing accents and the combining marks that they stand for. */
const COMBINING: Readonly<Record<string, string>> = {
  '`': '\u0300', '´': '\u0301', 'ˆ': '\u0302', '^': '\u0302', '˜': '\u0303', '~': '\u0303', '¯': '\u0304', '˘': '\u0306',
  '˙': '\u0307', '¨': '\u0308', '˚': '\u030A', '˝': '\u030B', 'ˇ': '\u030C', '¸': '\u0327', '˛': '\u0328',
}

/** True when a glyph ends in an accent; hundreds of thousands are asked, and most end in a letter or digit. */
export function endsInAccent(glyph: string): boolean {
  const last = glyph.charCodeAt(glyph.length - 1)
  return !(last > 0x60 && last < 0x7b || last > 0x2b && last < 0x5b) && glyph.charAt(glyph.length - 1) in COMBINING
}

/**
 * `run` with its last character, an accent drawn from x0 to x1, put on the letter drawn from x2 to x3; null when the two
 * do not overlap or make no character.
 */
export function composeAccent(run: string, letter: string, x0: number, x1: number, x2: number, x3: number): string | null {
  const mark = COMBINING[run.at(-1) ?? '']
  const middle = (x0 + x1) / 2
  if (mark === undefined || middle < x2 || middle > x3 || !/^\p{L}$/u.test(letter)) return null
  const base = letter === 'ı' ? 'i' : letter === 'ȷ' ? 'j' : letter
  const composed = (base + mark).normalize('NFC')
  return composed.length === 1 ? run.slice(0, -1) + composed : null
}
