// One scan read in each way that there is, side by side: seconds and character errors.
import type { ParsedDocument } from '../../src/model/document.ts'
import { createParser, type Parser, type ParserOptions } from '../../src/parser.ts'
import { BenchError } from '../bench-error.ts'
import { characterErrors, type ErrorCount } from '../metrics/character-error.ts'

export const SCAN_WAYS = {
  /** Tesseract alone, what it reads being the result. */
  ocr: { ocr: 'tesseract', effort: 'draft' },
  /** The default's draft: nano's encoder, and Tesseract where it is not sure. */
  draft: { effort: 'draft' },
  /** Tesseract drafts, nano verifies its lines. */
  merged: { ocr: 'tesseract' },
  /** Lines by connected components, nano drafts and verifies. */
  nano: { ocr: 'nano' },
  /** The default: nano, and Tesseract where nano is not sure. */
  both: { ocr: 'auto' },
} as const satisfies Record<string, ParserOptions>

export type ScanWay = keyof typeof SCAN_WAYS

export interface ScanResult extends ErrorCount {
  /** Wall clock of the whole parse, models loaded. */
  readonly seconds: number
}

export interface ScanReader extends AsyncDisposable {
  /** Reads a document, or its pages as pictures, in every way. @throws SpecparseError */
  read(files: readonly (Uint8Array | string)[], truth: string): Promise<Record<ScanWay, ScanResult>>
}

/** Opens a parser for every way; nothing else runs while one is timed. */
export async function createScanReader(): Promise<ScanReader> {
  const parsers = new Map<ScanWay, Parser>()
  for (const [way, options] of Object.entries(SCAN_WAYS)) parsers.set(way as ScanWay, await createParser(options))
  return {
    async read(files, truth) {
      const results: Partial<Record<ScanWay, ScanResult>> = {}
      for (const [way, parser] of parsers) {
        const documents: ParsedDocument[] = []
        for (const file of files) documents.push(await parser.parse(file))
        const seconds = documents.reduce((sum, { stats }) => sum + stats.seconds.total, 0)
        results[way] = { seconds, ...characterErrors(documents.map(plainText).join('\n'), truth) }
      }
      return results as Record<ScanWay, ScanResult>
    },
    async [Symbol.asyncDispose]() {
      for (const parser of parsers.values()) await parser.close()
    },
  }
}

/** Block after block, cell after cell. @throws BenchError when a page failed, which would count as badly read */
export function plainText({ source, blocks, failures: [failure] }: ParsedDocument): string {
  if (failure !== undefined) throw new BenchError(`'${source.name}', page ${failure.page}: ${failure.code}: ${failure.message}`)
  return blocks.map(({ text }) => text).join('\n')
}
