// Draft source 'auto': nano reads, and Tesseract only pages that nano is not sure of and that it may read better; then the surer of the two is taken.
import { meanConfidence } from '../../src/model/line.ts'
import { type Page, readingDpi } from '../../src/model/page.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { confidenceOn } from '../confidence-on.ts'
import { unlessReaderFails } from '../reader-failure.ts'
import { stackTelling } from '../scan/line-stack.ts'

/**
 * Mean confidence of nano's words from which on its reading of a page is taken as it is. Of 60 rendered pages, clean and degraded, this asks
 * Tesseract for 7, and then the surer one, both confidences being calibrated, leaves the fewest errors (docs/benchmarks.md, OCR and nano).
 */
const SURE = 0.88

/**
 * Tesseract takes ten times as long as nano. So it is asked for a page only if it is this sure of some of its lines, or surer than nano is of the page:
 * of 30 pages, rendered and real, it had 0.67 and more on those that it could read, and 0.58 at most on the others: other scripts, blackletter,
 * hatched grounds, blurred tables.
 */
const READABLE = 0.6

/** Of which nano is less sure than this, Tesseract reads nothing either: 0.35 at most on nine such pages, of Chinese or handwriting. It is not asked. */
const HOPELESS = 0.4

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
      if (own === null) return ocr.draft(page, signal)
      const sureness = meanConfidence(own)
      if (sureness >= SURE || own.length > 0 && sureness < HOPELESS || await probe(page, ocr, signal) < Math.min(READABLE, sureness)) return own
      const other = await ocr.draft(page, signal)
      return sureness > meanConfidence(other ?? []) ? own : other
    },
    async close() {
      await Promise.all([nano.close(), ocr.close()])
    },
  }
}

/** How sure Tesseract is of some of the page's lines; 1 = there are none to try. */
async function probe(page: Page, ocr: DraftSource, signal: AbortSignal): Promise<number> {
  const raster = await page.raster(readingDpi(page), signal)
  const lines = page.look?.dpi === raster.dpi ? stackTelling(raster, page.look.lines) : null
  return lines === null ? 1 : confidenceOn(lines, ocr, signal)
}
