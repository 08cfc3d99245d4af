// What glyphs stand for where pdf.js does not know: it takes neither the suffixes of glyph names ('one.oldstyle'), nor TeX's
// own names ('epsilon1'), and where a PDF maps some codes of a simple font to Unicode, it leaves the others as they are.

/** What a font tells of its glyphs. */
export interface Encoding {
  /** Without the subset prefix. */
  readonly fontName: string
  /** By code, where the PDF says them; holes elsewhere. */
  readonly glyphNames: readonly unknown[]
  /** Of the font's TeX encoding, by code; null for all other fonts. */
  readonly math: string | null
  /** Not of 256 codes at most. */
  readonly composite: boolean
}

/** The encodings of TeX's mathematics fonts from code 0 (D. E. Knuth, The TeXbook, appendix F, figures 5 and 6); '\0' = as it is. */
const MATH_ITALIC = 'ΓΔΘΛΞΠΣΥΦΨΩαβγδϵζηθικλμνξπρστυϕχ\0ωεϑϖϱςφ'
const MATH_SYMBOLS = '−·×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻\0→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\0↦∀∃¬∅ℜℑ⊤⊥ℵ'
  + '\0'.repeat(31) + '⊢⊣⌊⌋⌈⌉{}⟨⟩|∥↕⇕\\≀√∐∇∫⊔⊓⊑⊒§†‡'
const MATH_ITALIC_FONT = /^(cmmi|lmmathitalic|eurm\d|mt2mi|[a-z]{0,5}[tp]xmi)|mathitalic/i
const MATH_SYMBOL_FONT = /^(cmb?sy\d|lmmathsymbols|mt2sy|[a-z]{0,3}[tp]xb?sy$)|mathdesign.*symbol-/i

/** Adobe's private-use characters for parts of large brackets, from F8E5 on (Adobe Glyph List); '\0' = as it is. */
const BRACKET_PARTS = '\0⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭'
const FIRST_PART = 0xf8e5
/** Its small capitals and old-style digits are F700 and the Latin-1 code of the common form. */
const FIRST_SMALL = 0xf721
const LAST_SMALL = 0xf7ff
const PICTOGRAMS = /awesome|icon|symbol|dings/i
/** Mathematical letters (1D400 to 1D7FF) come without their first digit, as Korean ones, which simple fonts do not have. */
const FIRST_MATH = 0xd400
const LAST_MATH = 0xd7ff

const NAMED: Readonly<Record<string, string>> = {
  zero: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9',
  period: '.', comma: ',', colon: ':', semicolon: ';', hyphen: '-', endash: '–', emdash: '—', exclam: '!', question: '?',
  parenleft: '(', parenright: ')', bracketleft: '[', bracketright: ']', slash: '/', ampersand: '&', at: '@', dollar: '$', percent: '%',
  quoteleft: '‘', quoteright: '’', quotedblleft: '“', quotedblright: '”', quotesingle: '\'', asterisk: '*', plus: '+', equal: '=',
  germandbls: 'ß', ae: 'æ', oe: 'œ', oslash: 'ø', AE: 'Æ', OE: 'Œ', Oslash: 'Ø', dotlessi: 'ı', lslash: 'ł', Lslash: 'Ł', eth: 'ð', thorn: 'þ',
  epsilon1: 'ϵ',
}
/** Accents as glyph names end in them. */
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300', acute: '\u0301', circumflex: '\u0302', tilde: '\u0303', macron: '\u0304', breve: '\u0306', dotaccent: '\u0307',
  dieresis: '\u0308', ring: '\u030A', hungarumlaut: '\u030B', caron: '\u030C', cedilla: '\u0327', ogonek: '\u0328',
}

/** What pdf.js says of glyphs that it does not know: controls, private use, and what 16 bits do not hold. */
export function isUnclear(text: string): boolean {
  const code = text.charCodeAt(0)
  return code < 0x20 || code >= 0x7f && code < 0xa0 || code >= FIRST_MATH && code < 0xf900
}

/** `differences`: glyph names by code, as the PDF gives them. */
export function encodingOf(fontName: string, composite: boolean, differences: unknown): Encoding {
  const math = composite ? null : MATH_ITALIC_FONT.test(fontName) ? MATH_ITALIC : MATH_SYMBOL_FONT.test(fontName) ? MATH_SYMBOLS : null
  return { fontName, composite, math, glyphNames: Array.isArray(differences) ? differences as readonly unknown[] : [] }
}

/** What the glyph of a code stands for that pdf.js takes for `text`: `text`, if that is clear and the font has none of TeX's encodings. */
export function letterOf(text: string, code: unknown, { fontName, glyphNames, math, composite }: Encoding): string {
  const first = text.charCodeAt(0)
  if (math !== null && first === code) return at(math, first) ?? text
  if (!isUnclear(text) || text.length !== 1) return text
  if (!composite && first >= FIRST_MATH && first <= LAST_MATH) return String.fromCodePoint(first + 0x10000)
  const named = typeof code === 'number' ? fromName(glyphNames[code]) : null
  if (named !== null) return named
  if (first >= FIRST_SMALL && first <= LAST_SMALL && !PICTOGRAMS.test(fontName)) return String.fromCharCode(first & 0xff)
  return at(BRACKET_PARTS, first - FIRST_PART) ?? text
}

function at(table: string, index: number): string | null {
  const letter = table[index]
  return letter === undefined || letter === '\0' ? null : letter
}

/** 'eacute.sc' is é. */
function fromName(name: unknown): string | null {
  if (typeof name !== 'string') return null
  const base = name.replace(/\..*/u, '')
  if (base in NAMED) return NAMED[base] ?? null
  if (/^[A-Za-z]$/.test(base)) return base
  const mark = ACCENTS[base.slice(1)]
  return mark === undefined ? null : ((base[0] ?? '') + mark).normalize('NFC')
}
