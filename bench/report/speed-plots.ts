// What speculation did: by page length, by stage, by kind of region, by depth in the draft.
import { html, type Html } from './html.ts'
import type { MethodReport } from './method-report.ts'
import { plotFigure, type Plotter } from './plots.ts'

type Measured = MethodReport & { readonly speed: NonNullable<MethodReport['speed']> }

const hasSpeed = (method: MethodReport): method is Measured => method.speed !== null

/** All plots of speed; empty when no page was decoded both ways. */
export function speedPlots(methods: readonly MethodReport[], plotter: Plotter): Html[] {
  const measured = methods.filter(hasSpeed)
  return [speedupByLength, timeByStage, acceptanceByKind, acceptanceByPosition].flatMap((make) => make(measured, plotter) ?? [])
}

function speedupByLength(methods: readonly Measured[], { plot, draw }: Plotter): Html | null {
  const points = methods.flatMap(({ name, pageSpeeds }) =>
    pageSpeeds.flatMap(({ sample }) => {
      const comparison = sample?.stats.comparison
      if (sample === null || comparison === null || comparison === undefined) return []
      const { tokens } = sample.stats.decode
      return [
        { method: name, tokens, measure: 'decoding alone', speedup: comparison.speedup.decode },
        { method: name, tokens, measure: 'drafting and encoding included', speedup: comparison.speedup.endToEnd },
      ]
    }),
  )
  if (points.length === 0) return null
  const drawing = draw({
    inset: 10,
    x: { type: 'log', label: 'tokens of the page →', grid: true, tickFormat: '~s', ticks: 6 },
    y: { type: 'log', label: '↑ times as fast as plain decoding', grid: true, tickFormat: '~g', ticks: 6 },
    color: { legend: true },
    symbol: { domain: methods.map(({ name }) => name), legend: methods.length > 1 },
    marks: [
      plot.ruleY([1], { strokeDasharray: '4 3' }),
      plot.dot(points, { x: 'tokens', y: 'speedup', fill: 'measure', stroke: 'measure', symbol: 'method', r: 4.5 }),
    ],
  })
  return plotFigure(
    'Speed-up against page length',
    drawing,
    'Each page twice. Plain decoding runs at its best batch size and pays for no draft; the dashed line is its speed.',
  )
}

function timeByStage(methods: readonly Measured[], { plot, draw }: Plotter): Html | null {
  const bars = methods.flatMap(({ name, speed: { comparison } }) => {
    if (comparison === null) return []
    const {
      pages,
      seconds: { find, draft, encode, verify, plain, plainSequential },
    } = comparison
    const bar = (way: string, stage: string, seconds: number) => ({ method: name, way, stage, seconds: seconds / pages })
    return [
      bar('speculative', 'find lines', find),
      bar('speculative', 'draft', draft),
      bar('speculative', 'encode images', encode),
      bar('speculative', 'decode', verify),
      bar('plain, best batch', 'find lines', find),
      bar('plain, best batch', 'encode images', encode),
      bar('plain, best batch', 'decode', plain),
      bar('plain, one by one', 'find lines', find),
      bar('plain, one by one', 'encode images', encode),
      bar('plain, one by one', 'decode', plainSequential),
    ]
  })
  if (bars.length === 0) return null
  const compared = [...new Set(bars.map(({ method }) => method))]
  const drawing = draw({
    height: 70 + 110 * compared.length,
    marginLeft: 120,
    marginRight: compared.length > 1 ? 130 : 20,
    x: { label: 'seconds per page →', grid: true },
    y: { label: null, domain: ['speculative', 'plain, best batch', 'plain, one by one'] },
    fy: { label: null, axis: compared.length > 1 ? 'right' : null },
    color: { legend: true, domain: ['find lines', 'draft', 'encode images', 'decode'] },
    marks: [
      plot.barX(bars, { x: 'seconds', y: 'way', fy: 'method', fill: 'stage', order: ['find lines', 'draft', 'encode images', 'decode'], inset: 1 }),
      plot.ruleX([0]),
    ],
  })
  return plotFigure(
    'Where the time goes',
    drawing,
    'Means over the pages decoded both ways, each stage measured on its own.',
  )
}

function acceptanceByKind(methods: readonly Measured[], { plot, draw }: Plotter): Html | null {
  const bars = methods.flatMap(({ name, speed }) =>
    speed.byKind
      .filter(({ acceptanceRate }) => acceptanceRate !== null)
      .map(({ kind, acceptanceRate, draftTokens }) => ({
        method: name,
        kind,
        rate: acceptanceRate,
        proposed: `of ${draftTokens.toLocaleString('en')}`,
      })),
  )
  if (bars.length === 0) return null
  const kinds = [...new Set(bars.map(({ kind }) => kind))]
  const several = methods.length > 1
  const drawing = draw({
    height: 60 + kinds.length * (several ? 16 * methods.length + 14 : 30),
    marginLeft: 96,
    marginRight: 64,
    x: { label: 'accepted of the proposed tokens, % →', grid: true, domain: [0, 100], percent: true },
    fy: { label: null, domain: kinds, axis: 'left' },
    y: { axis: null },
    color: { legend: several, domain: methods.map(({ name }) => name) },
    marks: [
      plot.barX(bars, { x: 'rate', y: 'method', fy: 'kind', fill: 'method', inset: 1 }),
      plot.text(bars, {
        x: 'rate',
        y: 'method',
        fy: 'kind',
        text: 'proposed',
        textAnchor: 'start',
        dx: 5,
        fill: 'currentColor',
        fillOpacity: 0.6,
        stroke: 'white',
        strokeWidth: 3,
        fontSize: 10,
      }),
      plot.ruleX([0]),
    ],
  })
  return plotFigure(
    'Acceptance by region kind',
    drawing,
    'Draft tokens that the target agreed with; beside the bar, how many were proposed.',
  )
}

function acceptanceByPosition(methods: readonly Measured[], { plot, draw }: Plotter): Html | null {
  const points = methods.flatMap(({ name, speed }) =>
    speed.acceptanceByPosition.map((rate, i) => ({ method: name, position: i + 1, rate })),
  )
  if (points.length === 0) return null
  const drawing = draw({
    x: { label: 'position in the draft →', grid: true },
    y: { label: '↑ drafts accepted at least so far, %', grid: true, domain: [0, 100], percent: true },
    color: { legend: methods.length > 1, domain: methods.map(({ name }) => name) },
    marks: [
      plot.ruleY([0]),
      plot.line(points, { x: 'position', y: 'rate', stroke: 'method', strokeWidth: 2 }),
      plot.dot(points, { x: 'position', y: 'rate', fill: 'method', r: 2.5 }),
    ],
  })
  return plotFigure(
    'Acceptance by position in the draft',
    drawing,
    html`num_accepted_tokens_per_pos over num_drafts, as vLLM counts them.`.text,
  )
}
