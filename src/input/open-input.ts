// The way in: any input becomes numbered pages.
import { createHash } from 'node:crypto'
import { type Config, threadCount } from '../config.ts'
import { SpecparseError, throwIfAborted } from '../errors.ts'
import type { OutlineEntry } from '../model/outline.ts'
import type { Page } from '../model/page.ts'
import { detectFormat } from './media.ts'
import { openPdf } from './pdf-input.ts'
import { PdfThreads } from './pdf-threads.ts'
import { readSource, type InputSource } from './read-source.ts'

export interface OpenInput {
  /** File name; 'document' when the input has none. */
  readonly name: string
  readonly media: 'pdf' | 'image'
  /** Size of the file. */
  readonly bytes: number
  /** Of the file, hexadecimal. */
  readonly sha256: string
  readonly pageCount: number
  /** The PDF's bookmarks, those above before those below; empty when there are none. */
  readonly outline: readonly OutlineEntry[]
  /** Page `number`, from 1, with its native text. @throws SpecparseError CORRUPT_PDF, LIMIT_EXCEEDED, INPUT_UNSUPPORTED, ABORTED */
  page(number: number): Promise<Page>
  /** Frees the PDF engine's threads and forgets the content; pages of a closed input give no more rasters. */
  close(): Promise<void>
}

export interface OpenSettings {
  readonly config: Config
  readonly signal: AbortSignal
  /** Threads kept warm over several inputs; left out, they end with the input. */
  readonly threads?: PdfThreads
}

/**
 * Reads `input` and finds out what it is. `signal` stops the reading now, and later the work on pages.
 * @throws SpecparseError INPUT_NOT_FOUND, INPUT_UNSUPPORTED, PASSWORD_REQUIRED, PASSWORD_WRONG, CORRUPT_PDF,
 * LIMIT_EXCEEDED, CONFIG_INVALID (a URL without the option remote), ABORTED
 */
export async function openInput(input: InputSource, { config, signal, threads = new PdfThreads(0) }: OpenSettings): Promise<OpenInput> {
  const { name, bytes } = await readSource(input, config, signal)
  const format = detectFormat(name, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const facts = { name, media: format === 'pdf' ? 'pdf' : 'image', bytes: bytes.length, sha256 } as const
  const source = { data: bytes, password: config.password, maxPixels: config.limits.pixels }
  const pages = format === 'pdf'
    ? await openPdf(source, threads, threadCount(config) > 1, signal)
    : { ...await (await import('./image-input.ts')).openImage(bytes, format, name, config.limits.pixels), outline: [] }
  return {
    ...facts,
    pageCount: pages.pageCount,
    outline: pages.outline,
    async page(number) {
      throwIfAborted(signal)
      if (!Number.isInteger(number) || number < 1 || number > pages.pageCount) {
        throw new SpecparseError('INTERNAL', `'${name}' has no page ${number}`)
      }
      return pages.page(number)
    },
    close: () => pages.close(),
  }
}
