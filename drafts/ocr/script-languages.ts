// Which languages read a script: what to install for a page that no installed language reads.

/** By Tesseract's names of scripts, the most common language first; what is not here is Latin, or has no data. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  Arabic: ['ara', 'fas', 'urd'], Armenian: ['hye'], Bengali: ['ben', 'asm'], Cherokee: ['chr'],
  Cyrillic: ['rus', 'ukr', 'bul', 'srp', 'bel', 'mkd', 'kaz', 'kir', 'tgk', 'tat', 'mon'],
  Devanagari: ['hin', 'mar', 'nep', 'san'], Ethiopic: ['amh', 'tir'], Fraktur: ['frk'], Georgian: ['kat'], Greek: ['ell', 'grc'],
  Gujarati: ['guj'], Gurmukhi: ['pan'], Han: ['chi_sim', 'chi_tra', 'jpn'], Hangul: ['kor'], Hebrew: ['heb', 'yid'], Hiragana: ['jpn'],
  Japanese: ['jpn'], Kannada: ['kan'], Katakana: ['jpn'], Khmer: ['khm'], Korean: ['kor'], Lao: ['lao'], Malayalam: ['mal'],
  Myanmar: ['mya'], Oriya: ['ori'], Sinhala: ['sin'], Syriac: ['syr'], Tamil: ['tam'], Telugu: ['tel'], Thai: ['tha'], Tibetan: ['bod', 'dzo'],
}

/** Codes of the languages that are written in a script; [] for Latin and unknown ones. */
export function languagesOf(script: string): readonly string[] {
  return LANGUAGES[script] ?? []
}
