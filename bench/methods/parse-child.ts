// The program of one child process: parses one document with the built package and reports to its parent. A crash, a
// leak or a hang stays in here; peak memory is this process's own.
import type { ParsedDocument } from '../../src/model/document.ts'
import type { CallOptions } from '../../src/parser.ts'

type Package = typeof import('../../src/index.ts')

export interface ParseOrder {
  readonly file: string
  readonly options: Pick<CallOptions, 'effort' | 'pages'>
}

export type ParseReport =
  | { readonly ok: true, readonly document: ParsedDocument, readonly seconds: number, readonly peakRssMb: number }
  | { readonly ok: false, readonly code: string, readonly message: string, readonly seconds: number, readonly peakRssMb: number }

const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024

process.once('message', (order: ParseOrder) => void answer(order))

async function answer({ file, options }: ParseOrder): Promise<void> {
  const { createParser, SpecparseError } = await import(new URL('../../dist/src/index.js', import.meta.url).href) as Package
  const start = performance.now()
  const seconds = (): number => (performance.now() - start) / 1000
  let report: ParseReport
  try {
    const parser = await createParser()
    try {
      report = { ok: true, document: await parser.parse(file, options), seconds: seconds(), peakRssMb: peakRssMb() }
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
