// How long does scoring take? Made-up pages of the full data set's size, made from letters and numbers of our own.
import { say, type Benchmark } from '../benchmark.ts'
import { scorePage, averageScores } from '../metrics/omnidocbench.ts'
import { countOption } from '../options.ts'
import { syntheticPage } from '../data/synthetic-page.ts'

/** Pages of OmniDocBench v1.5. */
const FULL_SET = 1355

export const benchmark: Benchmark = {
  options: { pages: { type: 'string', default: String(FULL_SET) } },
  async run(options) {
    const pages = countOption(options, 'pages') ?? FULL_SET
    const start = performance.now()
    const scores = []
    for (let i = 0; i < pages; i++) {
      const { truth, markdown } = syntheticPage(i)
      scores.push(scorePage(truth, markdown))
      if (i % 100 === 99) {
        say(`${i + 1} of ${pages} pages, ${((performance.now() - start) / 1000).toFixed(1)} s`)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const seconds = (performance.now() - start) / 1000
    return {
      pages, seconds, pagesPerSecond: pages / seconds, peakRssMb: process.resourceUsage().maxRSS / 1024, ...averageScores(scores),
      dataHash: 'synthetic',
    }
  },
}
