// Plots as static SVG: Observable Plot on a DOM of linkedom. Both are optional for users of the package: without them a
// report has its tables and says how to get the plots.
import { html, Html } from './html.ts'

type Plot = typeof import('@observablehq/plot')

export interface Plotter {
  readonly plot: Plot
  draw(options: import('@observablehq/plot').PlotOptions): Html
}

/** Loads the plotting library; null when it is not installed. */
export async function loadPlotter(): Promise<Plotter | null> {
  try {
    const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
    const { document } = parseHTML('<!doctype html><html><body></body></html>')
    return {
      plot,
      draw: (options) =>
        new Html(
          plot.plot({
            width: 600,
            height: 340,
            marginLeft: 52,
            marginBottom: 40,
            style: { fontSize: '12px', background: 'none' },
            ...options,
            document,
          }).outerHTML,
        ),
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}

export const MISSING_PLOTS = html`<p class="soft">No plots: the plotting library is not installed.
<code>npm install @observablehq/plot linkedom</code> beside specparse, then run the same command with <code>--resume</code>.</p>`

export function plotFigure(title: string, drawing: Html, caption: string): Html {
  return html`<figure><h3>${title}</h3>${drawing}<figcaption>${caption}</figcaption></figure>`
}
