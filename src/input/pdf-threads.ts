// Threads that run pdf.js, a document each at a time. They outlive their documents: starting one takes longer than reading a short PDF.
import { SpecparseError } from '../errors.ts'
import { Thread } from '../thread.ts'
import { workerFile } from '../worker-file.ts'
import type { PdfCalls } from './pdf-messages.ts'

/** A document that takes longer to be closed takes its thread with it, ms. */
const CLOSE_LIMIT = 2000

export class PdfThreads {
  readonly #keep: number
  readonly #idle: PdfThread[] = []
  #closed = false

  /** `keep` = idle threads held for the next document. */
  constructor(keep: number) {
    this.#keep = keep
  }

  take(): PdfThread {
    return this.#idle.pop() ?? new PdfThread()
  }

  /** Takes a thread back; one that is still at work, has failed, or is one too many ends. */
  async give(thread: PdfThread): Promise<void> {
    const clean = !this.#closed && this.#idle.length < this.#keep && await thread.closeDocument()
    if (clean && !this.#closed) this.#idle.push(thread)
    else await thread.stop()
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#idle.splice(0).map((thread) => thread.stop()))
  }
}

/** A thread, with the types of its calls. */
export class PdfThread {
  /** A call was aborted, and may be at work still. */
  #abandoned = false
  #running = 0
  readonly #thread = new Thread({
    entry: workerFile(import.meta.url, 'pdf-worker'),
    // pages look the same on every machine, and a machine with a thousand fonts starts half a second earlier
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
    failed: threadError,
  })

  /** Calls without an answer. */
  get running(): number {
    return this.#running
  }

  async call<M extends keyof PdfCalls>(
    method: M, args: Parameters<PdfCalls[M]>, signal: AbortSignal, transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<PdfCalls[M]>> {
    this.#running++
    try {
      return await this.#thread.call(method, args, signal, transfer) as ReturnType<PdfCalls[M]>
    } catch (error) {
      this.#abandoned ||= signal.aborted
      throw error
    } finally {
      this.#running--
    }
  }

  /** Frees what a page holds, at some time. */
  release(page: number): void {
    this.#thread.call('release', [page], new AbortController().signal).catch(() => {})
  }

  /** False when the thread is fit for no further document. */
  async closeDocument(): Promise<boolean> {
    if (this.#abandoned || this.#running > 0) return false
    return this.call('close', [], AbortSignal.timeout(CLOSE_LIMIT)).then(() => true, () => false)
  }

  stop(): Promise<void> {
    return this.#thread.stop()
  }
}

function threadError(error: Error | null): SpecparseError {
  if (error === null) return new SpecparseError('ABORTED', 'the input was closed')
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new SpecparseError('LIMIT_EXCEEDED', 'the PDF needs more memory than a thread may use', { cause: error })
  }
  const code = 'code' in error && error.code === 'MODULE_NOT_FOUND' ? 'INTERNAL' : 'CORRUPT_PDF'
  return new SpecparseError(code, `the PDF engine failed: ${error.message.split('\n')[0] ?? ''}`, { cause: error })
}
