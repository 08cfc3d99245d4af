// One PDF in pdf.js, inside its own thread: pages as facts and pixels. Everything pdf.js needs comes from its package.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { asSpecparseError, SpecparseError } from '../errors.ts'
import type { Raster } from '../model/raster.ts'
import { asMatrix, IDENTITY } from './matrix.ts'
import { readDrawing } from './pdf-drawing.ts'
import { fontReader } from './pdf-font.ts'
import type { PageFacts } from './pdf-messages.ts'
import { renderPage } from './pdf-raster.ts'

/** pdf.js's PasswordResponses.INCORRECT_PASSWORD; 1 is NEED_PASSWORD. */
const INCORRECT_PASSWORD = 2

export class PdfDocument {
  readonly pageCount: number
  readonly #document: PDFDocumentProxy
  readonly #maxPixels: number

  private constructor(document: PDFDocumentProxy, maxPixels: number) {
    this.#document = document
    this.#maxPixels = maxPixels
    this.pageCount = document.numPages
  }

  /** @throws SpecparseError PASSWORD_REQUIRED, PASSWORD_WRONG, CORRUPT_PDF */
  static async open(data: Uint8Array, password: string | null, maxPixels: number): Promise<PdfDocument> {
    const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
    const folder = (name: string): string => `${root}/${name}/`
    try {
      const document = await getDocument({
        data, ...(password === null ? {} : { password }), verbosity: 0, isEvalSupported: false, maxImageSize: maxPixels,
        cMapUrl: folder('cmaps'), standardFontDataUrl: folder('standard_fonts'), wasmUrl: folder('wasm'), iccUrl: folder('iccs'),
      }).promise
      if (document.numPages < 1) throw new SpecparseError('CORRUPT_PDF', 'the PDF has no pages')
      return new PdfDocument(document, maxPixels)
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
      const list = await page.getOperatorList()
      const layers = await this.#document.getOptionalContentConfig()
      const drawing = readDrawing(list, {
        toPage: asMatrix(viewport.transform) ?? IDENTITY,
        page: { x0: 0, y0: 0, x1: width, y1: height },
        // fonts are known once the operator list has come
        fontOf: fontReader(page),
        isVisible: (layer) => layers.isVisible(layer),
      })
      return { width, height, ...drawing }
    } catch (error) {
      throw pageError(error, number)
    }
  }

  /** @throws SpecparseError LIMIT_EXCEEDED, CORRUPT_PDF */
  async raster(number: number, dpi: number): Promise<Raster> {
    try {
      return await renderPage(this.#document, await this.#document.getPage(number), dpi, this.#maxPixels)
    } catch (error) {
      throw pageError(error, number)
    }
  }

  /** Frees the fonts and pictures of a page. */
  async release(number: number): Promise<null> {
    const page: PDFPageProxy = await this.#document.getPage(number)
    page.cleanup()
    return null
  }
}

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
