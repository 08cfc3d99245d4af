// Accuracy against time: every page, and every method's mean.
import { overallScore } from '../metrics/omnidocbench.ts'
import type { Html } from './html.ts'
import type { MethodReport } from './method-report.ts'
import { plotFigure, type Plotter } from './plots.ts'

export function accuracyAgainstTime(methods: readonly MethodReport[], { plot, draw }: Plotter): Html | null {
  const pages = methods
    .flatMap(({ name, result }) => result.pages.map((page) => ({ method: name, seconds: page.seconds, overall: overallScore(page) })))
    .filter((page) => page.overall !== null && page.seconds > 0)
  const means = methods
    .map(({ name, result }) => ({ method: name, seconds: 1 / result.pagesPerSecond, overall: result.overall }))
    .filter((mean) => mean.overall !== null && Number.isFinite(mean.seconds))
  if (pages.length === 0) return null
  const drawing = draw({
    inset: 8,
    x: { type: 'log', label: 'seconds per page →', grid: true, tickFormat: '~g', ticks: 6 },
    y: { label: '↑ overall score', grid: true, domain: [0, 100], nice: true },
    color: { legend: true, domain: methods.map(({ name }) => name) },
    marks: [
      plot.dot(pages, { x: 'seconds', y: 'overall', fill: 'method', r: 3, fillOpacity: 0.5 }),
      plot.dot(means, { x: 'seconds', y: 'overall', fill: 'method', r: 8, stroke: 'white', strokeWidth: 1.5 }),
    ],
  })
  return plotFigure(
    'Accuracy against time',
    drawing,
    'Small dots are pages, large ones the means of the methods. Up and to the left is better.',
  )
}
