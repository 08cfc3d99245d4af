// The line finder in a thread of its own, started with the first page.
import { SpecparseError } from '../../../src/errors.ts'
import type { Page } from '../../../src/model/page.ts'
import type { Raster } from '../../../src/model/raster.ts'
import { Thread } from '../../../src/thread.ts'
import { workerFile } from '../../../src/worker-file.ts'
import type { FoundLines } from './find-lines.ts'

export class LineFinder {
  #thread: Thread | null = null

  /** @throws SpecparseError DRAFT_FAILED, ABORTED */
  async find(raster: Raster, signal: AbortSignal): Promise<FoundLines> {
    this.#thread ??= new Thread({ entry: workerFile(import.meta.url, 'finder-worker'), failed: threadError })
    return await this.#thread.call('find', [raster], signal) as FoundLines
  }

  /** The same of a page's raster; what has been seen on it already is not looked for again. */
  async findOn({ look }: Pick<Page, 'look'>, raster: Raster, signal: AbortSignal): Promise<FoundLines> {
    return look?.dpi === raster.dpi ? { ...look, slope: 0, level: null } : this.find(raster, signal)
  }

  async close(): Promise<void> {
    await this.#thread?.stop()
    this.#thread = null
  }
}

function threadError(error: Error | null): SpecparseError {
  if (error === null) return new SpecparseError('DRAFT_FAILED', 'the line finder was closed')
  return new SpecparseError('DRAFT_FAILED', `the line finder failed: ${error.message.split('\n')[0] ?? ''}`, { cause: error })
}
