// Languages of one script read each other's letters almost as well as their own: what was read tells them apart.
import { francAll } from 'franc'

/** ISO 639-3's codes where Tesseract's is the family's. */
const ISO_CODES: Readonly<Record<string, string>> = {
  ara: 'arb', aze: 'azj', est: 'ekk', fas: 'pes', lav: 'lvs', msa: 'zlm', nep: 'npi', nor: 'nob', sqi: 'als', swa: 'swh', uzb: 'uzn', yid: 'ydd',
}

/** The candidate that a text is written in, by its trigrams (Cavnar and Trenkle 1994); the first where that does not tell. Tesseract's codes. */
export function languageOfText(text: string, [first, ...others]: readonly [string, ...string[]]): string {
  const codes = new Map([first, ...others].map((language) => [ISO_CODES[language] ?? language, language]))
  const told = francAll(text, { only: [...codes.keys()] }).map(([code]) => codes.get(code))
  return told.includes(first) ? told[0] ?? first : first
}
