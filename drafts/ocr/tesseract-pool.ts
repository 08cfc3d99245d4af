// A pool of Tesseract threads: made when needed, stopped at once on abort, none left after close.
// The threads run tesseract.js's worker script; its own client has no way to stop a worker that fails to start.
import pLimit, { type LimitFunction } from 'p-limit'
import { OEM, PSM, type Block } from 'tesseract.js'
import { asSpecparseError, SpecparseError, throwIfAborted, untilAborted } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'
import { Thread } from '../../src/thread.ts'
import { workerFile } from '../../src/worker-file.ts'
import { languageFile, SCRIPT_DATA } from './language-data.ts'

/**
 * The parameters of every thread. A page's result depends on nothing but the page: the LSTM engine has no adaptive
 * classifier, and the dictionary of words seen on earlier pages is off.
 */
const PARAMETERS = { tessedit_enable_doc_dict: '0' }

/**
 * Tesseract's threshold for a whole raster (Otsu 1979), and its local ones (Sauvola and Pietikäinen 2000), which lose thin, noisy and
 * inverse print: 16 degraded pages that local thresholds might help had 1,214 errors with the one and 3,687 with the other.
 */
const [GLOBAL, LOCAL] = ['0', '2']

/** What a raster holds: a page, whose parts Tesseract has to find, a page that is a sheet on a dark table, or lines one under the other. */
const SETTINGS = {
  page: { tessedit_pageseg_mode: PSM.AUTO, thresholding_method: GLOBAL },
  sheet: { tessedit_pageseg_mode: PSM.AUTO, thresholding_method: LOCAL },
  lines: { tessedit_pageseg_mode: PSM.SINGLE_BLOCK, thresholding_method: GLOBAL },
}
export type Holds = keyof typeof SETTINGS

export class TesseractPool {
  readonly #languages: readonly string[]
  readonly #turn: LimitFunction
  readonly #threads = new Set<Thread>()
  readonly #idle: Thread[] = []
  #closed = false

  constructor(languages: readonly string[], size: number) {
    this.#languages = languages
    this.#turn = pLimit(size)
  }

  /** Reads one raster. @throws SpecparseError DRAFT_FAILED, MISSING_DEPENDENCY (language data), ABORTED */
  async recognize(raster: Raster, holds: Holds, signal: AbortSignal): Promise<readonly Block[]> {
    return untilAborted(signal, this.#turn(() => this.#run((thread) => read(thread, raster, holds, signal), signal)))
  }

  /** The script of a page as Tesseract names it, from a pool of SCRIPT_DATA; null = too few letters to tell. @throws SpecparseError as `recognize` */
  async script(raster: Raster, signal: AbortSignal): Promise<string | null> {
    return untilAborted(signal, this.#turn(() => this.#run((thread) => scriptOf(thread, raster, signal), signal)))
  }

  /** Ends all threads, and fails what they were doing. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#threads].map((thread) => thread.stop()))
  }

  async #run<T>(work: (thread: Thread) => Promise<T>, signal: AbortSignal): Promise<T> {
    throwIfAborted(signal)
    if (this.#closed) throw new SpecparseError('DRAFT_FAILED', 'OCR was closed')
    this.#languages.forEach(languageFile)
    const idle = this.#idle.pop()
    const thread = idle ?? new Thread({ entry: workerFile(import.meta.url, 'tesseract-worker'), failed: threadError })
    this.#threads.add(thread)
    try {
      if (idle === undefined) await start(thread, this.#languages, signal)
      const result = await work(thread)
      this.#idle.push(thread)
      return result
    } catch (error) {
      // a thread that was interrupted or has failed is not trusted with another page
      this.#threads.delete(thread)
      await thread.stop()
      throw asSpecparseError(error, 'DRAFT_FAILED')
    }
  }
}

async function start(thread: Thread, languages: readonly string[], signal: AbortSignal): Promise<void> {
  const call = (action: string, payload: object): Promise<unknown> => thread.call(action, [payload], signal)
  await call('load', { options: { lstmOnly: true, logging: false } })
  await call('loadLanguage', { langs: languages, options: { langPath: 'node_modules', cacheMethod: 'none', gzip: true, lstmOnly: true } })
  await call('initialize', { langs: languages, oem: languages.includes(SCRIPT_DATA) ? OEM.TESSERACT_ONLY : OEM.LSTM_ONLY })
  await call('setParameters', { params: PARAMETERS })
}

async function read(thread: Thread, raster: Raster, holds: Holds, signal: AbortSignal): Promise<readonly Block[]> {
  await thread.call('setParameters', [{ params: SETTINGS[holds] }], signal)
  const image = greymap(raster)
  const options = { user_defined_dpi: String(Math.round(raster.dpi)) }
  const result = await thread.call('recognize', [{ image, options, output: { text: false, blocks: true } }], signal, [image.buffer])
  return (result as { readonly blocks: readonly Block[] | null }).blocks ?? []
}

async function scriptOf(thread: Thread, raster: Raster, signal: AbortSignal): Promise<string | null> {
  const image = greymap(raster)
  return (await thread.call('detect', [{ image }], signal, [image.buffer]) as { readonly script: string | null }).script
}

/** A binary PGM file, which leptonica reads without decoding anything. */
function greymap({ width, height, data }: Raster): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`)
  const file = new Uint8Array(header.length + data.length)
  file.set(header)
  file.set(data, header.length)
  return file
}

function threadError(error: Error | null): SpecparseError {
  if (error === null) return new SpecparseError('DRAFT_FAILED', 'OCR was closed')
  return new SpecparseError('DRAFT_FAILED', `OCR failed: ${error.message.split('\n')[0] ?? ''}`, { cause: error })
}
