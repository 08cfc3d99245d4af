// pdf.js, both of its halves in this thread. Reading and rendering want it set up differently, so each opens a document of its own.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
// before pdf.js: its polyfill of push, for arrays of 2 ** 32 entries, is many times slower than the one it replaces
import { nativePush } from './native-push.ts'
import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { InflateStream } from './inflate-stream.ts'
import { SharedPort } from './shared-port.ts'

Array.prototype.push = nativePush
// this thread is pdf.js's alone
Object.assign(globalThis, {
  DecompressionStream: InflateStream,
  /** A font is loaded when it is here: text that is read needs no faces. */
  FontFace: class {
    readonly loaded = Promise.resolve(this)
  },
})

const ROOT = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
export const FONT_FOLDER = `${ROOT}/standard_fonts/`

export interface PdfSource {
  readonly data: Uint8Array<ArrayBuffer>
  readonly password: string | null
  /** Larger pictures are left out, with a warning. */
  readonly maxPixels: number
}

/**
 * For operator lists. Fonts go to a document that drops them, where rendering needs the outlines of all glyphs; what the
 * two halves tell each other is not copied, which rendering would change; so the fonts' encodings cost nothing.
 */
export async function openForReading(source: PdfSource): Promise<PDFDocumentProxy> {
  const [port, far] = SharedPort.pair()
  WorkerMessageHandler.initializeFromPort(far)
  // pdf.js asks for a Worker and uses its messages alone
  const worker = new PDFWorker({ port: port as never, verbosity: VerbosityLevel.WARNINGS })
  return getDocument({ ...options(source), worker, fontExtraProperties: true, disableFontFace: false, ownerDocument: { fonts: new Set() } as never }).promise
}

export async function openForRendering(source: PdfSource): Promise<PDFDocumentProxy> {
  // pdf.js takes the bytes away from whoever gives them
  return getDocument({ ...options(source), data: source.data.slice() }).promise
}

function options({ data, password, maxPixels }: PdfSource) {
  return {
    data, ...(password === null ? {} : { password }), maxImageSize: maxPixels, isEvalSupported: false, verbosity: VerbosityLevel.WARNINGS,
    cMapUrl: `${ROOT}/cmaps/`, standardFontDataUrl: FONT_FOLDER, wasmUrl: `${ROOT}/wasm/`, iccUrl: `${ROOT}/iccs/`,
  }
}
