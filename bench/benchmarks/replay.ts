// `replay`: how many tokens per forward would each way of drafting give, if a target had said what real engines said on
// real pages? The target's outputs are recordings, so every figure is labelled replay. Tokens are cl100k_base's.
import { join } from 'node:path'
import { createAlignedDrafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { diffRealignment } from '../drafters/diff.ts'
import { hsdCode, hsdPaper } from '../drafters/hsd.ts'
import { copyOracle } from '../drafters/oracle.ts'
import { promptLookup } from '../drafters/prompt-lookup.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { countOption, requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { type Hopeless, hopelessDrafts } from '../replay/hopeless.ts'
import { ownDraftPairs } from '../replay/own-drafts.ts'
import { joinPages, readPairs, type ReplayPair } from '../replay/pairs.ts'
import { geometricMean, tokensPerForward } from '../replay/tokens-per-forward.ts'
import { tokenizer } from '../replay/tokens.ts'

/** The baselines see the draft, ours too; `oursFormat` also sees it rewritten in the target's format, where that is known. */
const METHODS: Readonly<Record<string, () => DrafterFactory>> = {
  plain: () => plainDrafter, pld: () => promptLookup, hsdPaper: () => hsdPaper, hsdCode: () => hsdCode, diff: () => diffRealignment,
  aligned: createAlignedDrafter, ours: createTreeDrafter,
}
const COLUMNS = [...Object.keys(METHODS), 'oursFormat', 'copyOracle']
/** All pages of a pair may be joined; of the documents that come of it, this many are decoded. */
const LONG_DOCUMENTS = 2

type Row = Readonly<Record<string, number>>

export const benchmark: Benchmark = {
  options: {
    // budget: nodes, several as 64,32,128: the first one is the one of the long pages and the hopeless drafts
    // dev: documents with outputs of engines, to be drafted by us
    traces: { type: 'string', default: '../shared/data/traces' }, dev: { type: 'string' },
    budget: { type: 'string', default: '64' }, pages: { type: 'string', default: '10' }, from: { type: 'string', default: '0' },
  },
  async run(options) {
    const [budget = 64, ...others] = requiredOption(options, 'budget').split(',').map((one) => countOption({ budget: one }, 'budget') ?? 64)
    const traces = requiredOption(options, 'traces')
    const recorded = readPairs(traces, countOption(options, 'pages') ?? 10, Number(requiredOption(options, 'from')))
    const pairs = [...recorded, ...await ownDraftPairs(typeof options['dev'] === 'string' ? options['dev'] : join(traces, '../dev'))]
    const rates = await table(pairs, budget)
    const otherBudgets: Record<string, Awaited<ReturnType<typeof table>>> = {}
    for (const other of others) otherBudgets[other] = await table(pairs, other)
    const hopeless: Record<string, Hopeless> = {}
    for (const pair of recorded) hopeless[pair.name] = await hopelessDrafts(pair, budget)
    say(markdownTable(['hopeless draft (replay)', 'verified nodes a forward', 'time against plain decoding'],
      Object.entries(hopeless).map(([pair, { nodesPerForward, timeVsPlain }]) => [pair, figure(nodesPerForward, 2), figure(timeVsPlain, 3)])))
    const joined = readPairs(traces, Infinity).map((pair) => joinPages(pair, LONG_DOCUMENTS)).filter(({ pages }) => pages.length > 0)
    const long = joined.length === 0 ? null : await table(joined, budget)
    say('hsdPaper and hsdCode accept what is the argmax: a recording has no probabilities, so tau = 0.75 is tau = 1 here')
    return {
      label: 'replay', budget, ...rates, budgets: otherBudgets, long, hopeless, dataHash: await hashFiles([...pairs, ...joined].flatMap(({ files }) => files)),
    }
  },
}

/** Measures pairs, and prints what came out. */
async function table(pairs: readonly ReplayPair[], budget: number): Promise<{ readonly pairs: Readonly<Record<string, Row>>, readonly geomean: Row }> {
  const rows = new Map<string, Row>()
  for (const pair of pairs) {
    rows.set(pair.name, await measure(pair, budget))
    say(`${pair.name}: ${pair.pages.length} pages, ${pair.pages.reduce((sum, { target }) => sum + target.length, 0)} tokens`)
  }
  const geomean = Object.fromEntries(COLUMNS.map((name) => [name, geometricMean([...rows.values()].map((row) => row[name] ?? 0))]))
  say(markdownTable([`tokens per forward (replay), ${budget} nodes`, ...COLUMNS],
    [...rows, ['geometric mean', geomean] as const].map(([pair, row]) => [pair, ...COLUMNS.map((name) => figure(row[name] ?? 0, 2))])))
  return { pairs: Object.fromEntries(rows), geomean }
}

async function measure(pair: ReplayPair, budget: number): Promise<Row> {
  const row: Record<string, number> = {}
  for (const [name, create] of Object.entries(METHODS)) row[name] = await tokensPerForward(pair, create, budget)
  row['oursFormat'] = await tokensPerForward(pair, createTreeDrafter, budget, ({ draft, rewritten }) => rewritten === null ? [draft] : [rewritten, draft])
  row['copyOracle'] = copyOracle(pair.pages.map(({ draft, target }) => ({ draft: tokenizer.encode(draft), target })), budget)
  return row
}
