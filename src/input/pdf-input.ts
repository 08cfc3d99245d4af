// PDF input: pages served by a thread of their own, so that a hostile or heavy page can be stopped at once.
import { Worker } from 'node:worker_threads'
import { SpecparseError, throwIfAborted, untilAborted } from '../errors.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import { workerFile } from '../worker-file.ts'
import type { PageFacts, PdfCalls, PdfMethod, PdfReply } from './pdf-messages.ts'

export interface PdfPages {
  readonly pageCount: number
  page(number: number): Promise<Page>
  close(): Promise<void>
}

/** Opens a PDF; `data` is handed over to the thread. @throws SpecparseError PASSWORD_REQUIRED, PASSWORD_WRONG, CORRUPT_PDF, ABORTED */
export async function openPdf(
  data: Uint8Array<ArrayBuffer>, password: string | null, maxPixels: number, signal: AbortSignal,
): Promise<PdfPages> {
  const thread = new PdfThread()
  try {
    const pageCount = await thread.call('open', [data, password, maxPixels], signal, [data.buffer])
    return {
      pageCount,
      page: async (number) => pdfPage(number, await thread.call('page', [number], signal), thread),
      close: () => thread.stop(),
    }
  } catch (error) {
    await thread.stop()
    throw error
  }
}

function pdfPage(number: number, facts: PageFacts, thread: PdfThread): Page {
  let kept: { readonly dpi: number, readonly raster: Promise<Raster> } | null = null
  return {
    number,
    ...facts,
    media: 'pdf',
    nativeDpi: null,
    raster(dpi, signal) {
      if (kept?.dpi === dpi) return kept.raster
      const raster = thread.call('raster', [number, dpi], signal)
      kept = { dpi, raster }
      // a failed or aborted rendering must not answer the next call
      raster.catch(() => {
        if (kept?.raster === raster) kept = null
      })
      return raster
    },
    release() {
      kept = null
      thread.call('release', [number], new AbortController().signal).catch(() => {})
    },
  }
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The owner's end of pdf-worker.ts. Keeps the process alive only while a call is running. */
class PdfThread {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #failure: SpecparseError | null = null
  #stopping = false

  constructor() {
    this.#worker = new Worker(new URL(workerFile(import.meta.url, 'pdf-worker')), {
      // caught: pdf.js and its canvas must not write on the user's terminal
      stdout: true,
      stderr: true,
      // pages look the same on every machine, and a machine with a thousand fonts starts half a second earlier
      execArgv: [],
      env: { ...process.env, DISABLE_SYSTEM_FONTS_LOAD: '1' },
    })
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    this.#worker.on('message', (reply: PdfReply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#fail(threadError(error)))
    this.#worker.on('exit', () => this.#fail(new SpecparseError('ABORTED', 'the input was closed')))
    this.#worker.unref()
  }

  async call<M extends PdfMethod>(
    method: M, args: Parameters<PdfCalls[M]>, signal: AbortSignal, transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<PdfCalls[M]>> {
    throwIfAborted(signal)
    if (this.#failure !== null) throw this.#failure
    const id = ++this.#lastId
    this.#worker.ref()
    try {
      return await untilAborted(signal, new Promise<ReturnType<PdfCalls[M]>>((resolve, reject) => {
        this.#pending.set(id, { resolve: (value) => resolve(value as ReturnType<PdfCalls[M]>), reject })
        this.#worker.postMessage({ id, method, args }, transfer)
      }))
    } finally {
      this.#pending.delete(id)
      if (this.#pending.size === 0 && !this.#stopping) this.#worker.unref()
    }
  }

  async stop(): Promise<void> {
    // without a reference, which a late answer must not take away, the process could end before the promise settles
    this.#stopping = true
    this.#worker.ref()
    await this.#worker.terminate()
  }

  #settle(reply: PdfReply): void {
    const pending = this.#pending.get(reply.id)
    if ('value' in reply) pending?.resolve(reply.value)
    else pending?.reject(new SpecparseError(reply.error.code, reply.error.message, reply.error.page === null ? {} : { page: reply.error.page }))
  }

  #fail(error: SpecparseError): void {
    this.#failure ??= error
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
  }
}

function threadError(error: Error): SpecparseError {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new SpecparseError('LIMIT_EXCEEDED', 'the PDF needs more memory than a thread may use', { cause: error })
  }
  const code = 'code' in error && error.code === 'MODULE_NOT_FOUND' ? 'INTERNAL' : 'CORRUPT_PDF'
  return new SpecparseError(code, `the PDF engine failed: ${error.message.split('\n')[0] ?? ''}`, { cause: error })
}
