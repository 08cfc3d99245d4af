// In which of the installed languages a page is best read: some of its lines are read in each of them.
import pLimit from 'p-limit'
import { SpecparseError } from '../../src/errors.ts'
import { meanConfidence } from '../../src/model/line.ts'
import { type Page, readingDpi } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import { LineFinder } from '../nano/lines/line-finder.ts'
import { stackTelling } from '../scan/line-stack.ts'
import { installedLanguages, SCRIPT_DATA } from './language-data.ts'
import { ocrLines } from './ocr-lines.ts'
import { languagesOf } from './script-languages.ts'
import { TesseractPool } from './tesseract-pool.ts'
import { languageOfText } from './text-language.ts'

/**
 * Mean confidence, as Tesseract gives it, from which on a language reads a page. Of 31 pages, rendered and real, the best of its script had 0.59 and more, but
 * for handwriting; the best of other scripts 0.49 at most.
 */
const READS = 0.55
/** Languages that are less sure than the best by at most this may be the page's: its own was up to 0.13 behind. */
const NEAR = 0.15

export interface Told {
  readonly language: string
  /** True = it reads the page; otherwise it only reads it better than the others. */
  readonly sure: boolean
  /** What to install for a page that no installed language reads, as a sentence; null = nothing that is known. */
  readonly missing: string | null
}

export class LanguageTeller {
  readonly #finder = new LineFinder()
  readonly #readers = new Map<string, TesseractPool>()
  readonly #turn

  /** `threads` read side by side. */
  constructor(threads: number) {
    this.#turn = pLimit(threads)
  }

  /** Null = no lines that tell. @throws SpecparseError DRAFT_FAILED, ABORTED */
  async tell(page: Page, signal: AbortSignal): Promise<Told | null> {
    const raster = await page.raster(readingDpi(page), signal)
    const { lines, level } = await this.#finder.findOn(page, raster, signal)
    const sample = stackTelling(level ?? raster, lines)
    if (sample === null) return null
    const languages = installedLanguages()
    const readings = await Promise.all(languages.map((language) => this.#turn(() => this.#read(sample, language, signal))))
    const best = readings.reduce((a, b) => b.confidence > a.confidence ? b : a)
    const near = readings.filter((reading) => reading !== best && reading.confidence >= best.confidence - NEAR)
    const sure = best.confidence >= READS
    return {
      language: languageOfText(best.text, [best.language, ...near.map(({ language }) => language)]), sure,
      missing: sure ? null : await this.#missing(raster, languages, signal),
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#finder.close(), ...[...this.#readers.values()].map((reader) => reader.close())])
    this.#readers.clear()
  }

  async #read(sample: Raster, language: string, signal: AbortSignal): Promise<{ readonly language: string, readonly text: string, readonly confidence: number }> {
    const lines = ocrLines(await this.#reader(language).recognize(sample, 'lines', signal), { scale: 1, source: language, calibration: [] })
    return { language, text: lines.map(({ text }) => text).join(' '), confidence: meanConfidence(lines) }
  }

  async #missing(raster: Raster, installed: readonly string[], signal: AbortSignal): Promise<string | null> {
    const none = `none of the installed languages of the OCR (${installed.join(', ')}) reads it`
    try {
      const script = await this.#reader(SCRIPT_DATA).script(raster, signal)
      const [common, ...others] = languagesOf(script ?? '')
      if (common === undefined || installed.some((code) => [common, ...others].includes(code))) return null
      return `${none}; its letters look ${script}: npm install @tesseract.js-data/${common}${others.length === 0 ? '' : ` (or ${others.join(', ')})`}`
    } catch (thrown) {
      if (!(thrown instanceof SpecparseError) || thrown.code !== 'MISSING_DEPENDENCY') throw thrown
      return `${none}; npm install @tesseract.js-data/${SCRIPT_DATA} to be told which does`
    }
  }

  #reader(data: string): TesseractPool {
    const reader = this.#readers.get(data) ?? new TesseractPool([data], 1)
    this.#readers.set(data, reader)
    return reader
  }
}
