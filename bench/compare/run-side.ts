// One run of one variant: every document parsed in a fresh process.
import { createHash } from 'node:crypto'
import type { Options } from '../../src/config.ts'
import { BenchError } from '../bench-error.ts'
import { parseApart } from '../methods/parse-apart.ts'

export interface Variant {
  /** URL of the build's entry. */
  readonly entry: string
  readonly options: Options
}

export interface SideRun {
  /** Seconds by stage, summed over the documents; `wall` includes loading the models. */
  readonly seconds: { readonly draft: number; readonly verify: number; readonly total: number; readonly wall: number }
  readonly pages: number
  readonly tokensPerForward: number
  readonly meanAcceptanceLength: number
  /** Highest of the processes. */
  readonly peakRssMb: number
  /** SHA-256 of all Markdown, 16 hex digits: do the variants give the same output, and the same every time? */
  readonly outputHash: string
  /** Markdown by document. */
  readonly markdown: readonly string[]
}

/** @throws BenchError when a document cannot be parsed */
export async function runSide(
  { entry, options }: Variant,
  files: readonly string[],
  limitSeconds: number,
  signal: AbortSignal,
): Promise<SideRun> {
  signal.throwIfAborted()
  const seconds = { draft: 0, verify: 0, total: 0, wall: 0 }
  let [pages, tokens, forwards, steps, peakRssMb] = [0, 0, 0, 0, 0]
  const markdown: string[] = []
  for (const file of files) {
    const report = await parseApart({ file, options, entry }, limitSeconds, signal)
    if (report.ok !== true) throw new BenchError(`${file}: ${report.ok === null ? report.reason : `${report.code}: ${report.message}`}`)
    const { stats } = report.document
    for (const stage of ['draft', 'verify', 'total'] as const) seconds[stage] += stats.seconds[stage]
    seconds.wall += report.seconds
    pages += stats.pages
    tokens += stats.decode.tokens
    forwards += stats.decode.forwards
    steps += stats.decode.steps
    peakRssMb = Math.max(peakRssMb, report.peakRssMb)
    markdown.push(report.document.markdown)
  }
  return {
    seconds,
    pages,
    peakRssMb,
    markdown,
    tokensPerForward: forwards === 0 ? 0 : tokens / forwards,
    meanAcceptanceLength: steps === 0 ? 0 : tokens / steps,
    outputHash: createHash('sha256').update(markdown.join('\0')).digest('hex').slice(0, 16),
  }
}
