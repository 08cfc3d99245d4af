// `ablation`: what each idea of the tree drafter gives: tokens per forward without it, with it alone added to none, and
// with all of them, in the geometric mean over the trace pairs. Figures are replay's.
import { IDEAS, type Idea } from '../../src/decode/tree/ideas.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { countOption, requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { readPairs } from '../replay/pairs.ts'
import { geometricMean, tokensPerForward } from '../replay/tokens-per-forward.ts'

/** The two sources: without both there is nothing to guess. */
const SOURCES: readonly Idea[] = ['drafts', 'own output']

export const benchmark: Benchmark = {
  options: { traces: { type: 'string', default: '../shared/data/traces' }, budget: { type: 'string', default: '64' }, pages: { type: 'string', default: '10' } },
  async run(options) {
    const budget = countOption(options, 'budget') ?? 64
    const pairs = readPairs(requiredOption(options, 'traces'), countOption(options, 'pages') ?? 10)
    const rates = async (without: readonly Idea[]): Promise<number[]> => {
      const row: number[] = []
      for (const pair of pairs) row.push(await tokensPerForward(pair, () => createTreeDrafter(without), budget))
      return [...row, geometricMean(row)]
    }
    const rows: [string, number[]][] = [['all ideas', await rates([])]]
    for (const idea of IDEAS) rows.push([`without ${idea}`, await rates([idea])])
    const bare = IDEAS.filter((idea) => !SOURCES.includes(idea))
    rows.push(['the two sources alone', await rates(bare)])
    for (const idea of bare) rows.push([`the sources and ${idea}`, await rates(bare.filter((other) => other !== idea))])
    say(markdownTable(['tokens per forward (replay)', ...pairs.map(({ name }) => name), 'geometric mean'],
      rows.map(([name, row]) => [name, ...row.map((rate) => figure(rate, 2))])))
    return { label: 'replay', budget, rows: Object.fromEntries(rows.map(([name, row]) => [name, row.at(-1)])), dataHash: await hashFiles(pairs.flatMap(({ files }) => files)) }
  },
}
