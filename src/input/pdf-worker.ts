// Thread entry: one PDF document at a time, driven by calls from pdf-input. pdf.js never runs on the caller's event loop.
import { parentPort } from 'node:worker_threads'
import { SpecparseError } from '../errors.ts'
import { replyError, type ThreadCall } from '../thread.ts'
import { packItems } from './packed-items.ts'
import { PdfDocument } from './pdf-document.ts'
import type { PdfCalls } from './pdf-messages.ts'

let document: PdfDocument | null = null
/** What pdf.js warned of; this thread's console is nobody's terminal. */
const warnings: string[] = []
console.warn = (message: unknown) => void warnings.push(String(message))
const takeWarnings = (): string[] => warnings.splice(0)
/** Calls are answered one after the other, so that a warning belongs to the page at hand. */
let turn: Promise<void> = Promise.resolve()

async function answer({ method, args }: ThreadCall): Promise<unknown> {
  if (method === 'open') {
    document = await PdfDocument.open(...args as Parameters<PdfCalls['open']>, takeWarnings)
    return { pageCount: document.pageCount, outline: document.outline } satisfies ReturnType<PdfCalls['open']>
  }
  if (document === null) throw new SpecparseError('INTERNAL', 'the PDF is not open')
  if (method === 'page') {
    const facts = await document.page(...args as Parameters<PdfCalls['page']>)
    return { ...facts, items: packItems(facts.items) } satisfies ReturnType<PdfCalls['page']>
  }
  if (method === 'raster') return document.raster(...args as Parameters<PdfCalls['raster']>)
  if (method === 'close') {
    await document.close()
    document = null
    return null
  }
  if (method === 'release') return document.release(...args as Parameters<PdfCalls['release']>)
  throw new SpecparseError('INTERNAL', `unknown call ${method}`)
}

parentPort?.on('message', (call: ThreadCall) => {
  turn = turn.then(() => answer(call)).then(
    (value) => parentPort?.postMessage({ id: call.id, value }, pixels(value)),
    (thrown: unknown) => parentPort?.postMessage(replyError(call.id, thrown, 'INTERNAL')),
  )
})

/** The buffer of a raster, which moves instead of being copied. */
function pixels(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || !('data' in value) || !(value.data instanceof Uint8Array)) return []
  return value.data.buffer instanceof ArrayBuffer ? [value.data.buffer] : []
}
