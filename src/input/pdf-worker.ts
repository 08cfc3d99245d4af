// Thread entry: one PDF document, driven by messages from pdf-input. pdf.js never runs on the caller's event loop.
import { parentPort } from 'node:worker_threads'
import { asSpecparseError, SpecparseError } from '../errors.ts'
import { PdfDocument } from './pdf-document.ts'
import type { PdfReply, PdfRequest } from './pdf-messages.ts'

let document: PdfDocument | null = null
/** What pdf.js warned of; this thread's console is nobody's terminal. */
const warnings: string[] = []
console.warn = (message: unknown) => void warnings.push(String(message))
const takeWarnings = (): string[] => warnings.splice(0)
/** Requests are answered one after the other, so that a warning belongs to the page at hand. */
let turn: Promise<unknown> = Promise.resolve()

async function answer(request: PdfRequest): Promise<unknown> {
  if (isCall(request, 'open')) {
    document = await PdfDocument.open(...request.args, takeWarnings)
    return document.pageCount
  }
  if (document === null) throw new SpecparseError('INTERNAL', 'the PDF is not open')
  if (isCall(request, 'page')) return document.page(...request.args)
  if (isCall(request, 'raster')) return document.raster(...request.args)
  if (isCall(request, 'release')) return document.release(...request.args)
  throw new SpecparseError('INTERNAL', `unknown call ${request.method}`)
}

function isCall<M extends PdfRequest['method']>(request: PdfRequest, method: M): request is PdfRequest<M> {
  return request.method === method
}

parentPort?.on('message', (request: PdfRequest) => {
  const reply = (message: PdfReply, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer)
  turn = turn.then(() => answer(request)).then((value) => {
    reply({ id: request.id, value }, pixels(value))
  }, (thrown: unknown) => {
    const { code, message, page } = asSpecparseError(thrown, 'INTERNAL')
    reply({ id: request.id, error: { code, message, page: page ?? null } })
  })
})

/** The buffer of a raster, which moves instead of being copied. */
function pixels(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || !('data' in value) || !(value.data instanceof Uint8Array)) return []
  return value.data.buffer instanceof ArrayBuffer ? [value.data.buffer] : []
}
