// PDF input: pages served by a thread of their own, so that a hostile or heavy page can be stopped at once.
import { SpecparseError } from '../errors.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import { Thread } from '../thread.ts'
import { workerFile } from '../worker-file.ts'
import type { PageFacts, PdfCalls } from './pdf-messages.ts'

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
    const pageCount = await thread.call('open', [{ data, password, maxPixels }], signal, [data.buffer])
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

/** One document's thread, with the types of its calls. */
class PdfThread {
  readonly #thread = new Thread({
    entry: workerFile(import.meta.url, 'pdf-worker'),
    // pages look the same on every machine, and a machine with a thousand fonts starts half a second earlier
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
    failed: threadError,
  })

  async call<M extends keyof PdfCalls>(
    method: M, args: Parameters<PdfCalls[M]>, signal: AbortSignal, transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<PdfCalls[M]>> {
    return await this.#thread.call(method, args, signal, transfer) as ReturnType<PdfCalls[M]>
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
