// Draft source 'auto': nano reads, and Tesseract only pages that nano is not sure of; then the surer of the two is taken.
import { meanConfidence } from '../../src/model/line.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { unlessReaderFails } from '../reader-failure.ts'

/**
 * Mean confidence of nano's words from which on its reading of a page is taken as it is. Of 60 rendered pages, clean and degraded, this asks
 * Tesseract for 7, and then the surer one, both confidences being calibrated, leaves the fewest errors (docs/benchmarks.md, OCR and nano).
 */
const SURE = 0.88

/** Tesseract codes of the languages in which nano was measured; documents in others are Tesseract's. */
const LANGUAGES = ['eng']

export function readsAll(languages: readonly string[]): boolean {
  return languages.every((language) => LANGUAGES.includes(language))
}

/** Null never, as `ocr`. */
export function createAutoDraft(nano: DraftSource, ocr: DraftSource): DraftSource {
  return {
    id: 'auto',
    async draft(page, signal, read) {
      const own = await unlessReaderFails(nano.draft(page, signal, read))
      if (own !== null && meanConfidence(own) >= SURE) return own
      const other = await ocr.draft(page, signal)
      return own !== null && meanConfidence(own) > meanConfidence(other ?? []) ? own : other
    },
    async close() {
      await Promise.all([nano.close(), ocr.close()])
    },
  }
}
