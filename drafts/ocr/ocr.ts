// Draft source 'ocr': tesseract.js (LSTM engine) on the page's raster, offline, in worker threads.
import { type Config, threadCount } from '../../src/config.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { ocrLines } from './ocr-lines.ts'
import { TesseractPool } from './tesseract-pool.ts'

const ID = 'ocr'

/** Never null; [] for a page whose raster is blank. Upright text only: pages are set straight before (drafts/scan). */
export function createOcr({ languages, threads }: Pick<Config, 'languages' | 'threads'>): DraftSource {
  const size = threadCount({ threads })
  let pool: TesseractPool | null = null
  return {
    id: ID,
    async draft(page, signal) {
      const own = pool ??= new TesseractPool(languages, size)
      const raster = await page.raster(readingDpi(page), signal)
      if (isBlank(raster)) return []
      return ocrLines(await own.recognize(raster, signal), 72 / raster.dpi, ID)
    },
    async close() {
      await pool?.close()
      pool = null
    },
  }
}

/** Grey levels between paper and the darkest pixel that ink has at least; below it there is only paper grain. */
const MIN_INK_CONTRAST = 40

/** True when nothing stands out: the brightest and the darkest pixel are nearly the same. */
export function isBlank({ data }: Raster): boolean {
  let darkest = 255
  let brightest = 0
  for (const grey of data) {
    if (grey < darkest) darkest = grey
    if (grey > brightest) brightest = grey
  }
  return brightest - darkest < MIN_INK_CONTRAST
}
