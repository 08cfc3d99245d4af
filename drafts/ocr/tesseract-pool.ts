// A pool of tesseract.js workers: made when needed, stopped at once on abort, none left after close.
import { fileURLToPath } from 'node:url'
import type { Worker as Thread } from 'node:worker_threads'
import pLimit, { type LimitFunction } from 'p-limit'
import { createWorker, OEM, PSM, type Block, type RecognizeOptions, type Worker } from 'tesseract.js'
import { asSpecparseError, SpecparseError, throwIfAborted, untilAborted } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'
import { workerFile } from '../../src/worker-file.ts'
import { languageFile } from './language-data.ts'

/** What tesseract.js returns and its types leave out. */
type Engine = Worker & { readonly worker: Thread }

/**
 * The parameters of every worker. A page's result depends on nothing but the page: the LSTM engine has no adaptive
 * classifier, and the dictionary of words seen on earlier pages is off.
 */
const PARAMETERS = { tessedit_pageseg_mode: PSM.AUTO, tessedit_enable_doc_dict: '0' }

export class TesseractPool {
  readonly #languages: readonly string[]
  readonly #turn: LimitFunction
  readonly #engines = new Set<Promise<Engine>>()
  #idle: Promise<Engine>[] = []

  constructor(languages: readonly string[], size: number) {
    this.#languages = languages
    this.#turn = pLimit(size)
  }

  /** Reads one raster. @throws SpecparseError DRAFT_FAILED, MISSING_DEPENDENCY (language data), ABORTED */
  async recognize(raster: Raster, signal: AbortSignal): Promise<readonly Block[]> {
    throwIfAborted(signal)
    return untilAborted(signal, this.#turn(() => this.#run(raster, signal)))
  }

  /** Ends all workers; the pool may be used again afterwards. */
  async close(): Promise<void> {
    await Promise.all([...this.#engines].map((engine) => this.#end(engine)))
  }

  async #run(raster: Raster, signal: AbortSignal): Promise<readonly Block[]> {
    throwIfAborted(signal)
    const starting = this.#idle.pop() ?? this.#start()
    try {
      const engine = await starting
      throwIfAborted(signal)
      const blocks = await untilAborted(signal, readPage(engine, raster))
      this.#idle.push(starting)
      return blocks
    } catch (error) {
      // an engine that was interrupted or has failed is not trusted with another page
      await this.#end(starting)
      throw asSpecparseError(error, 'DRAFT_FAILED')
    }
  }

  #start(): Promise<Engine> {
    const engine = startEngine(this.#languages)
    this.#engines.add(engine)
    return engine
  }

  async #end(engine: Promise<Engine>): Promise<void> {
    this.#engines.delete(engine)
    this.#idle = this.#idle.filter((other) => other !== engine)
    const started = await engine.catch(() => null)
    await started?.worker.terminate()
  }
}

async function startEngine(languages: readonly string[]): Promise<Engine> {
  languages.forEach(languageFile)
  const engine = await new Promise<Engine>((resolve, reject) => {
    // without a handler, tesseract.js throws where nobody can catch; and it forgets to reject when a language cannot be loaded
    const errorHandler = (reason: unknown): void => reject(new SpecparseError('DRAFT_FAILED', `OCR cannot start: ${String(reason)}`))
    createWorker([...languages], OEM.LSTM_ONLY, {
      workerPath: fileURLToPath(workerFile(import.meta.url, 'tesseract-worker')), langPath: 'node_modules', cacheMethod: 'none', errorHandler,
    }).then((worker) => resolve(worker as Engine), reject)
  })
  await engine.setParameters(PARAMETERS)
  return engine
}

async function readPage(engine: Engine, raster: Raster): Promise<readonly Block[]> {
  let onEnd = (_: unknown): void => {}
  const ended = new Promise<never>((_, reject) => {
    onEnd = (reason) => reject(new SpecparseError('DRAFT_FAILED', `the OCR thread ended: ${String(reason)}`))
    engine.worker.once('error', onEnd).once('exit', onEnd)
  })
  // tesseract.js hands parameters of Tesseract through with its own options
  const options = { user_defined_dpi: String(Math.round(raster.dpi)) } as Partial<RecognizeOptions>
  try {
    const { data } = await Promise.race([engine.recognize(greymap(raster), options, { text: false, blocks: true }), ended])
    return data.blocks ?? []
  } catch (error) {
    throw error instanceof Error ? error : new SpecparseError('DRAFT_FAILED', `OCR failed: ${String(error)}`)
  } finally {
    engine.worker.off('error', onEnd).off('exit', onEnd)
  }
}

/** A binary PGM file, which leptonica reads without decoding anything. */
function greymap({ width, height, data }: Raster): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data])
}
