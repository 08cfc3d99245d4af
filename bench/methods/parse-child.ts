// The program of one child process: parses one document with the built package and reports to its parent. A crash, a
// leak or a hang stays in here; peak memory is this process's own.
import type { Options } from '../../src/config.ts'
import type { ParsedDocument } from '../../src/model/document.ts'
import { PACKAGE_ENTRY } from '../built.ts'

type Package = typeof import('../../src/index.ts')

export interface ParseOrder {
  readonly file: string
  readonly options: Options
  /** URL of another build's entry; left out: this one's. */
  readonly entry?: string
}

export type ParseReport =
  | { readonly ok: true, readonly document: ParsedDocument, readonly seconds: number, readonly peakRssMb: number }
  | { readonly ok: false, readonly code: string, readonly message: string, readonly seconds: number, readonly peakRssMb: number }

const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024

process.once('message', (order: ParseOrder) => void answer(order))
process.once('disconnect', () => process.exit())

async function answer({ file, options, entry }: ParseOrder): Promise<void> {
  const { createParser, SpecparseError } = await import(entry ?? PACKAGE_ENTRY) as Package
  const start = performance.now()
  const seconds = (): number => (performance.now() - start) / 1000
  let report: ParseReport
  try {
    const parser = await createParser(options)
    try {
      report = { ok: true, document: await parser.parse(file), seconds: seconds(), peakRssMb: peakRssMb() }
    } finally {
      await parser.close()
    }
  } catch (error) {
    // anything without a code is a crash: let it be one
    if (!(error instanceof SpecparseError)) throw error
    report = { ok: false, code: error.code, message: error.message, seconds: seconds(), peakRssMb: peakRssMb() }
  }
  process.send?.(report, () => process.disconnect())
}
