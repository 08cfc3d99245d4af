// One scanned page read in each way that there is, side by side: seconds and character errors.
import type { ParsedDocument } from '../../src/model/document.ts'
import { type CallOptions, createParser, type Parser, type ParserOptions } from '../../src/parser.ts'
import { characterErrors, type ErrorCount } from '../metrics/character-error.ts'

export const SCAN_WAYS = {
  /** Tesseract alone, what it reads being the result. */
  ocr: { ocr: 'tesseract', effort: 'draft' },
  /** Tesseract drafts, nano verifies. */
  both: { ocr: 'tesseract' },
  /** Lines by connected components, nano drafts and verifies. */
  nano: { ocr: 'nano' },
  /** The default: nano, and Tesseract where nano is not sure. */
  auto: { ocr: 'auto' },
} as const satisfies Record<string, ParserOptions>

export type ScanWay = keyof typeof SCAN_WAYS

export interface ScanResult extends ErrorCount {
  /** Wall clock of the whole parse, models loaded. */
  readonly seconds: number
  /** Mean over the characters, 0-1. */
  readonly confidence: number
}

export interface ScanReader extends AsyncDisposable {
  /** Reads one page in every way. @throws SpecparseError */
  read(input: Uint8Array | string, truth: string): Promise<Record<ScanWay, ScanResult>>
}

/** Opens a parser for every way; nothing else runs while one is timed. */
export async function createScanReader(ways: Readonly<Record<ScanWay, ParserOptions>> = SCAN_WAYS): Promise<ScanReader> {
  const parsers = new Map<ScanWay, Parser>()
  for (const [way, options] of Object.entries(ways)) parsers.set(way as ScanWay, await createParser(options))
  return {
    async read(input, truth) {
      const results: Partial<Record<ScanWay, ScanResult>> = {}
      for (const [way, parser] of parsers) results[way] = await readOnce(parser, input, truth, {})
      return results as Record<ScanWay, ScanResult>
    },
    async [Symbol.asyncDispose]() {
      for (const parser of parsers.values()) await parser.close()
    },
  }
}

async function readOnce(parser: Parser, input: Uint8Array | string, truth: string, options: CallOptions): Promise<ScanResult> {
  const document = await parser.parse(input, options)
  return { seconds: document.stats.seconds.total, confidence: meanConfidence(document), ...characterErrors(plainText(document), truth) }
}

function meanConfidence({ blocks }: ParsedDocument): number {
  const characters = blocks.reduce((sum, { text }) => sum + text.length, 0)
  return blocks.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / Math.max(1, characters)
}

/** Block after block, cell after cell. */
function plainText({ blocks }: ParsedDocument): string {
  return blocks.map(({ text }) => text).join('\n')
}
