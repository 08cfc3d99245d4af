// Speculation in tables, in vLLM's vocabulary.
import type { SpeedMetrics } from '../metrics/speed.ts'
import { html, type Html } from './html.ts'
import { figure, percent, table, times } from './table.ts'

export function speedTables(measured: readonly { readonly name: string; readonly speed: SpeedMetrics }[]): Html {
  return html`${table(
    [
      'method',
      'pages',
      'tokens',
      'verify forwards',
      'tokens per forward',
      'mean acceptance length',
      'draft tokens',
      'acceptance rate',
      'peak memory, MB',
    ],
    measured.map(({ name, speed }) => [
      name,
      speed.pages,
      speed.decode.tokens,
      speed.decode.forwards,
      figure(speed.tokensPerForward, 1),
      figure(speed.meanAcceptanceLength, 2),
      speed.decode.numDraftTokens,
      percent(speed.acceptanceRate),
      figure(speed.peakRssMb, 0),
    ]),
  )}<h3>Against plain decoding of the same sequences</h3>${table(
    [
      'method',
      'pages compared',
      'same tokens',
      'largest divergence, nat',
      'decoding',
      'decoding, one by one',
      'end to end',
      'draft, s',
      'encode, s',
      'decode, s',
      'plain, s',
      'plain one by one, s',
    ],
    measured.flatMap(({ name, speed: { comparison } }) =>
      comparison === null
        ? []
        : [
            [
              name,
              comparison.pages,
              `${comparison.identicalPages} of ${comparison.pages}`,
              figure(comparison.largestDivergence, 4),
              times(comparison.speedup.decode),
              times(comparison.speedup.sequential),
              times(comparison.speedup.endToEnd),
              ...(['draft', 'encode', 'verify', 'plain', 'plainSequential'] as const).map((stage) => figure(comparison.seconds[stage], 1)),
            ],
          ],
    ),
  )}`
}
