// PDF input: pages served by threads of their own, so that a hostile or heavy page can be stopped at once.
import { SpecparseError } from '../errors.ts'
import type { OutlineEntry } from '../model/outline.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import type { PdfSource } from './pdf-engine.ts'
import { unpackItems } from './packed-items.ts'
import type { DocumentFacts, PdfCalls } from './pdf-messages.ts'
import type { PdfThread, PdfThreads } from './pdf-threads.ts'

export interface PdfPages {
  readonly pageCount: number
  readonly outline: readonly OutlineEntry[]
  page(number: number): Promise<Page>
  close(): Promise<void>
}

/** A document of so many pages is worth a second thread, which has to open the file once more. */
const LONG = 24

/**
 * Opens a PDF; its bytes are handed over to the thread. With `wide`, long documents are read by two threads.
 * @throws SpecparseError PASSWORD_REQUIRED, PASSWORD_WRONG, CORRUPT_PDF, ABORTED
 */
export async function openPdf(source: PdfSource, threads: PdfThreads, wide: boolean, signal: AbortSignal): Promise<PdfPages> {
  const spare = wide ? { ...source, data: source.data.slice() } : null
  const used = [threads.take()]
  const ready: PdfThread[] = []
  let closed = false
  const open = async (thread: PdfThread, { data, ...rest }: PdfSource): Promise<DocumentFacts> => {
    const facts = await thread.call('open', [{ data, ...rest }], signal, [data.buffer])
    ready.push(thread)
    return facts
  }
  const close = async (): Promise<void> => {
    closed = true
    await Promise.all(used.map((thread) => threads.give(thread)))
  }
  try {
    const { pageCount, outline } = await open(used[0]!, source)
    if (spare !== null && pageCount >= LONG) {
      const second = threads.take()
      used.push(second)
      // the first goes on alone if it fails
      open(second, spare).catch(() => {})
    }
    const leastBusy = (): PdfThread => ready.reduce((best, thread) => thread.running < best.running ? thread : best)
    return {
      pageCount,
      outline,
      async page(number) {
        const thread = leastBusy()
        return pdfPage(number, await thread.call('page', [number], signal), () => closed ? null : thread)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** `thread` gives null when the document is closed, and the thread perhaps at work on another. */
function pdfPage(number: number, facts: ReturnType<PdfCalls['page']>, thread: () => PdfThread | null): Page {
  let kept: { readonly dpi: number, readonly channels: 1 | 3, readonly raster: Promise<Raster> } | null = null
  let drawn = false
  return {
    number,
    ...facts,
    items: unpackItems(facts.items),
    media: 'pdf',
    nativeDpi: null,
    raster(dpi, signal, channels = 1) {
      if (kept?.dpi === dpi && kept.channels === channels) return kept.raster
      drawn = true
      const raster = thread()?.call('raster', [number, dpi, channels], signal) ?? Promise.reject(new SpecparseError('ABORTED', 'the input was closed'))
      kept = { dpi, channels, raster }
      // a failed or aborted rendering must not answer the next call
      raster.catch(() => {
        if (kept?.raster === raster) kept = null
      })
      return raster
    },
    release() {
      kept = null
      // most pages are never drawn, and a message wakes the thread
      if (drawn) thread()?.release(number)
      drawn = false
    },
  }
}
