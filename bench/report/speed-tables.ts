// Speculation in tables, in vLLM's vocabulary.
import type { SpeedComparison, SpeedMetrics } from '../metrics/speed.ts'
import { html, type Html } from './html.ts'
import { figure, percent, table, times } from './table.ts'

const COUNTS = [
  'pages', 'tokens', 'verify forwards', 'tokens per forward', 'mean acceptance length', 'draft tokens', 'acceptance rate', 'peak memory, MB',
]
const GAINS = ['pages', 'same tokens', 'largest divergence, nat', 'decoding alone', 'against one by one', 'draft and encoding included']
const STAGES = ['find', 'draft', 'encode', 'verify', 'plain', 'plainSequential'] as const
const STAGE_NAMES = ['find lines', 'draft', 'encode images', 'decode', 'decode plainly, best batch', 'decode plainly, one by one']

export function speedTables(measured: readonly { readonly name: string, readonly speed: SpeedMetrics }[]): Html {
  const compared = measured.flatMap(({ name, speed: { comparison } }) => (comparison === null ? [] : [{ name, comparison }]))
  const counts = table(['method', ...COUNTS], measured.map(({ name, speed }) => [name, ...countCells(speed)]))
  if (compared.length === 0) return counts
  return html`${counts}
<h3>Times as fast as plain decoding of the same sequences</h3>
${table(['method', ...GAINS], compared.map(({ name, comparison }) => [name, ...gainCells(comparison)]))}
<h3>Seconds by stage, all pages</h3>
${table(['method', ...STAGE_NAMES], compared.map(({ name, comparison }) => [name, ...STAGES.map((stage) => figure(comparison.seconds[stage], 1))]))}`
}

function countCells({ pages, decode, tokensPerForward, meanAcceptanceLength, acceptanceRate, peakRssMb }: SpeedMetrics): (string | number)[] {
  return [
    pages, decode.tokens, decode.forwards, figure(tokensPerForward, 1), figure(meanAcceptanceLength, 2), decode.numDraftTokens,
    percent(acceptanceRate), figure(peakRssMb, 0),
  ]
}

function gainCells({ pages, identicalPages, largestDivergence, speedup }: SpeedComparison): (string | number)[] {
  return [
    pages, `${identicalPages} of ${pages}`, figure(largestDivergence, 4), times(speedup.decode), times(speedup.sequential), times(speedup.endToEnd),
  ]
}
