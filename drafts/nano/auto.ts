// Draft source 'auto': nano reads, and Tesseract only pages that nano is not sure of and that it can read; then the surer of the two is taken.
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
 * Mean confidence of Tesseract's words on some lines of a page below which it is not asked for the rest, which would take ten times as long as nano
 * took. Of 19 pages that nano was not sure of or that are scans, rendered and real, Tesseract had 0.79 and more on those that it could read, and 0.51
 * at most on the others: other scripts, blackletter, hatched grounds.
 */
const READABLE = 0.65

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
      if (own !== null && (meanConfidence(own) >= SURE || !await isReadable(page, ocr, signal))) return own
      const other = await ocr.draft(page, signal)
      return own !== null && meanConfidence(own) > meanConfidence(other ?? []) ? own : other
    },
    async close() {
      await Promise.all([nano.close(), ocr.close()])
    },
  }
}

async function isReadable(page: Page, ocr: DraftSource, signal: AbortSignal): Promise<boolean> {
  const raster = await page.raster(readingDpi(page), signal)
  const lines = page.look?.dpi === raster.dpi ? stackTelling(raster, page.look.lines) : null
  return lines === null || await confidenceOn(lines, ocr, signal) >= READABLE
}
