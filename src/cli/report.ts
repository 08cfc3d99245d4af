// Statistics for people and for programs.
import type { Comparison, ParsedDocument } from '../model/document.ts'

/** What `--stats` writes. Programs read it: names stay. */
export function statsJson({ stats, failures }: ParsedDocument): string {
  const { comparison } = stats
  const compared = comparison === null ? {} : {
    speedup: { decode: comparison.speedup.decode, endToEnd: comparison.speedup.endToEnd, sequential: comparison.speedup.sequential },
    identical: comparison.identical,
    divergences: comparison.divergences,
  }
  return JSON.stringify({
    pages: stats.pages,
    failures: failures.length,
    seconds: {
      draft: stats.seconds.draft, verify: comparison?.seconds.verify ?? stats.seconds.verify,
      ...comparison === null ? {} : { encode: comparison.seconds.encode, plain: comparison.seconds.plain, plainSequential: comparison.seconds.plainSequential },
      total: stats.seconds.total,
    },
    lines: stats.lines,
    tokens: stats.decode.tokens,
    forwards: stats.decode.forwards,
    tokensPerForward: stats.tokensPerForward,
    meanAcceptanceLength: stats.meanAcceptanceLength,
    ...compared,
  }, null, 2) + '\n'
}

/** The table that `--compare` prints. */
export function comparisonTable({ stats }: ParsedDocument, comparison: Comparison): string {
  const { seconds, speedup } = comparison
  const rows: [string, string][] = [
    ['output identical to plain decoding', comparison.identical ? `yes, all ${comparison.sequences} sequences` : `NO: ${comparison.divergences.length} divergences`],
    ['tokens, per forward, per step', `${stats.decode.tokens}, ${stats.tokensPerForward.toFixed(1)}, ${stats.meanAcceptanceLength.toFixed(2)}`],
    ['lines as drafted, corrected, not believed', `${stats.lines.accepted}, ${stats.lines.corrected}, ${stats.lines.kept}`],
    ['draft / encode images / verify', `${seconds.draft.toFixed(2)} s / ${seconds.encode.toFixed(2)} s / ${seconds.verify.toFixed(2)} s`],
    [`plain decoding, ${comparison.plainBatch} lines at a time (its best)`, `${seconds.plain.toFixed(2)} s`],
    ['plain decoding, one line at a time', `${seconds.plainSequential.toFixed(2)} s`],
    ['decoding is faster by', `${speedup.decode.toFixed(2)}x than batched, ${speedup.sequential.toFixed(2)}x than one at a time`],
    ['end to end, drafting included', `${speedup.endToEnd.toFixed(2)}x of plain decoding, which pays for no draft`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
