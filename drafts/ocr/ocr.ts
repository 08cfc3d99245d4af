// Draft source 'ocr': tesseract.js (LSTM engine) on the page's raster, offline, in worker threads.
import { type Config, threadCount } from '../../src/config.ts'
import type { Calibration } from '../../src/model/calibration.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { LineFinder } from '../nano/lines/line-finder.ts'
import { TESSERACT } from './calibration.ts'
import { eraseRules } from './erase-rules.ts'
import { missedLines, readMissed, withMissed } from './missed-lines.ts'
import { ocrLines } from './ocr-lines.ts'
import { moved, partOf, partsOf } from './page-parts.ts'
import { TesseractPool } from './tesseract-pool.ts'

const ID = 'ocr'

/**
 * With so many rules a page holds grids, which Tesseract takes for pictures unless they are painted over; a few rules it
 * knows how to use, as they part what stands above from what stands below.
 */
const GRID_RULES = 8

/**
 * Never null; [] for a page whose raster is blank. Upright text only: pages are set straight before (drafts/scan).
 * `calibration`: of Tesseract's words.
 */
export function createOcr({ languages, threads }: Pick<Config, 'languages' | 'threads'>, calibration: Calibration = TESSERACT): DraftSource {
  const size = threadCount({ threads })
  const finder = new LineFinder()
  const reading = { source: ID, calibration }
  let pool: TesseractPool | null = null
  return {
    id: ID,
    async draft(page, signal) {
      const own = pool ??= new TesseractPool(languages, size)
      const raster = await page.raster(readingDpi(page), signal)
      if (isBlank(raster)) return []
      const clean = eraseRules(raster, page.rulings)
      const { lines: found, darkSurroundings } = await finder.findOn(page, clean, signal)
      const holds = darkSurroundings ? 'sheet' : 'page'
      const scale = 72 / raster.dpi
      const parts = await Promise.all(partsOf(raster, found).map(async (part) => {
        const blocks = await own.recognize(partOf(page.rulings.length < GRID_RULES ? raster : clean, part), holds, signal)
        return ocrLines(blocks, { ...reading, scale }).map((line) => moved(line, part.x0 * scale, part.y0 * scale))
      }))
      const lines = parts.flat()
      const missed = missedLines(found, lines, raster.dpi)
      return withMissed(lines, await readMissed(clean, missed, reading, (stack) => own.recognize(stack, 'lines', signal)))
    },
    async close() {
      await Promise.all([pool?.close(), finder.close()])
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
