// One PDF in pdf.js, inside its own thread: pages as facts and pixels. Everything pdf.js needs comes from its package.
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { FONT_FOLDER, openForReading, openForRendering, type PdfSource } from './pdf-engine.ts'
import { asSpecparseError, SpecparseError } from '../errors.ts'
import type { OutlineEntry } from '../model/outline.ts'
import type { Raster } from '../model/raster.ts'
import { asMatrix, IDENTITY } from './matrix.ts'
import { readDrawing } from './pdf-drawing.ts'
import { registerFallbackFonts } from './pdf-fallback-fonts.ts'
import { fontReader } from './pdf-font.ts'
import type { PageFacts } from './pdf-messages.ts'
import { readOutline } from './pdf-outline.ts'
import { renderPage } from './pdf-raster.ts'

/** pdf.js's PasswordResponses.INCORRECT_PASSWORD; 1 is NEED_PASSWORD. */
const INCORRECT_PASSWORD = 2

export class PdfDocument {
  readonly pageCount: number
  readonly outline: readonly OutlineEntry[]
  readonly #document: PDFDocumentProxy
  readonly #source: PdfSource
  /** Opened with the first raster. */
  #drawn: Promise<PDFDocumentProxy> | null = null
  readonly #takeWarnings: () => readonly string[]
  /** Pages with a picture that is not drawn, and why. */
  readonly #incomplete = new Map<number, SpecparseError>()
  readonly #withText = new Set<number>()

  private constructor(document: PDFDocumentProxy, outline: readonly OutlineEntry[], source: PdfSource, takeWarnings: () => readonly string[]) {
    this.#document = document
    this.#source = source
    this.#takeWarnings = takeWarnings
    this.pageCount = document.numPages
    this.outline = outline
  }

  /**
   * `takeWarnings` gives what pdf.js has warned of since the last call: it leaves pictures out with no other sign.
   * @throws SpecparseError PASSWORD_REQUIRED, PASSWORD_WRONG, CORRUPT_PDF
   */
  static async open(source: PdfSource, takeWarnings: () => readonly string[]): Promise<PdfDocument> {
    try {
      const document = await openForReading(source)
      if (document.numPages < 1) throw new SpecparseError('CORRUPT_PDF', 'the PDF has no pages')
      return new PdfDocument(document, await readOutline(document), source, takeWarnings)
    } catch (error) {
      throw openError(error)
    }
  }

  /** @throws SpecparseError CORRUPT_PDF with the page number */
  async page(number: number): Promise<PageFacts> {
    try {
      const page = await this.#document.getPage(number)
      const viewport = page.getViewport({ scale: 1 })
      const { width, height } = viewport
      this.#takeWarnings()
      const list = await page.getOperatorList()
      this.#noteWarnings(number)
      const layers = await this.#document.getOptionalContentConfig()
      const drawing = readDrawing(list, {
        toPage: asMatrix(viewport.transform) ?? IDENTITY,
        page: { x0: 0, y0: 0, x1: width, y1: height },
        // fonts are known once the operator list has come
        fontOf: fontReader(page),
        isVisible: (layer) => layers.isVisible(layer),
      })
      // the operators are read: none of them has to outlive the layout of the page
      page.cleanup()
      if (drawing.items.some((item) => !item.hidden)) this.#withText.add(number)
      return { width, height, ...drawing, blank: drawing.blank && !this.#incomplete.has(number) }
    } catch (error) {
      throw pageError(error, number)
    }
  }

  /**
   * A page without native text whose picture cannot be drawn is an error; white paper would look like a blank page.
   * @throws SpecparseError LIMIT_EXCEEDED, CORRUPT_PDF
   */
  async raster(number: number, dpi: number, channels: 1 | 3): Promise<Raster> {
    try {
      this.#takeWarnings()
      const document = await (this.#drawn ??= this.#openDrawn())
      const raster = await renderPage(document, await document.getPage(number), { dpi, channels, maxPixels: this.#source.maxPixels })
      this.#noteWarnings(number)
      const error = this.#incomplete.get(number)
      if (error !== undefined && !this.#withText.has(number)) throw error
      return raster
    } catch (error) {
      throw pageError(error, number)
    }
  }

  /** Frees what the raster of a page took. */
  async release(number: number): Promise<null> {
    const drawn = await this.#drawn
    if (drawn !== null) (await drawn.getPage(number)).cleanup()
    return null
  }

  async close(): Promise<void> {
    // a drawn document that did not open has said so
    const drawn = await this.#drawn?.catch(() => null)
    await Promise.all([this.#document.loadingTask.destroy(), drawn?.loadingTask.destroy()])
  }

  #openDrawn(): Promise<PDFDocumentProxy> {
    registerFallbackFonts(FONT_FOLDER)
    return openForRendering(this.#source)
  }

  #noteWarnings(page: number): void {
    const warnings = this.#takeWarnings()
    if (warnings.some((warning) => TOO_LARGE.test(warning))) {
      const message = `page ${page} has a picture of more than the limit of ${this.#source.maxPixels} pixels (option limits.pixels)`
      this.#incomplete.set(page, new SpecparseError('LIMIT_EXCEEDED', message, { page }))
    } else if (warnings.some((warning) => UNDECODABLE.test(warning))) {
      this.#incomplete.set(page, new SpecparseError('CORRUPT_PDF', `page ${page} has a picture that cannot be decoded`, { page }))
    }
  }
}

/** pdf.js's words for a picture left out. */
const TOO_LARGE = /Image exceeded maximum allowed size/
const UNDECODABLE = /Unable to decode (inline )?image|Dependent image isn't ready/

function openError(error: unknown): SpecparseError {
  if (error instanceof Error && error.name === 'PasswordException') {
    return 'code' in error && error.code === INCORRECT_PASSWORD
      ? new SpecparseError('PASSWORD_WRONG', 'the password does not open this PDF')
      : new SpecparseError('PASSWORD_REQUIRED', 'the PDF is encrypted: give its password (option password)')
  }
  if (error instanceof SpecparseError) return error
  return new SpecparseError('CORRUPT_PDF', `the PDF cannot be opened: ${reason(error)}`, { cause: error })
}

function pageError(error: unknown, page: number): SpecparseError {
  if (error instanceof SpecparseError) return error
  return asSpecparseError(new Error(`page ${page} cannot be read: ${reason(error)}`, { cause: error }), 'CORRUPT_PDF', { page })
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').replace(/\.$/, '')
}
