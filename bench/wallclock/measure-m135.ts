// The four questions to the 135M decoder: pages one at a time (latency) and together (throughput), ordinary and long ones.
import { say } from '../benchmark.ts'
import { longPages, tracePages, type TracePage } from '../data/trace-pages.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { type CoreProfile, profileCore } from './core-profile.ts'
import { fastest, inTurns, medianOf, type Timed } from './rounds.ts'
import type { Stopwatch, Stretch } from './stopwatch.ts'

/** Batch sizes that throughput is measured at; the best of each method counts. All 20 pages in whole turns: no batch ends half empty. */
const BATCHES = { plain: [10, 20], ours: [5, 10, 20] }
/** Tokens of an ordinary page that are decoded, at most. */
const PAGE = 512
/** Tokens of a long page, at least. */
const LONG = 8192
/** Where a long page is measured one at a time, and for how many tokens: what comes before is read like a prompt, untimed. */
const STRETCHES = [2048, 4096, 6144]
const STRETCH = 128
/** Long pages together, of a pair each: every further one costs plain decoding as much as the last (`npm run bench -- verify-cost`). */
const LONG_BATCH = 4

export interface M135Options {
  readonly traces: string
  /** Pages of each pair, one at a time; four times as many together. */
  readonly perPair: number
  readonly rounds: number
}

type Both = Record<'plain' | 'ours', Timed[]>

export async function measureM135(watch: Stopwatch, { traces, perPair, rounds }: M135Options) {
  const pages = { alone: tracePages(traces, perPair), together: tracePages(traces, 4 * perPair), long: longPages(traces, LONG, LONG_BATCH) }
  const pairs = [...new Set(pages.alone.map(({ pair }) => pair))]
  const alone: Record<string, Both> = {}
  const profiles: CoreProfile[] = []
  for (const pair of pairs) {
    const { plain, ours } = both(watch, pages.alone.filter((page) => page.pair === pair).map(beginning), 1)
    alone[pair] = await inTurns(rounds, { plain, ours: () => profileCore(ours, profiles) })
    say(`${pair}: ${figure(speedUp(alone[pair]), 2)}x one page at a time`)
  }
  const together = await throughput(watch, pages.together.map(beginning), rounds)
  const longAlone: Record<string, Both> = {}
  for (const page of pages.long) {
    longAlone[page.pair] = await inTurns(1, both(watch, STRETCHES.map((from) => ({ page, from, to: from + STRETCH })), 1))
    say(`${page.name}: ${figure(speedUp(longAlone[page.pair]), 2)}x`)
  }
  const longTogether = await inTurns(1, both(watch, pages.long.map((page) => ({ page, from: LONG / 2, to: LONG / 2 + 2 * STRETCH })), LONG_BATCH))
  const core = mergeProfiles(profiles)
  report({
    ...named('latency', alone), 'throughput, pages of all pairs': together, ...named('latency, long', longAlone), 'throughput, long': longTogether,
  }, core)
  return {
    m135: {
      latency: { pages: meanSpeedUp(alone), long: meanSpeedUp(longAlone) },
      throughput: { pages: speedUp(together), long: speedUp(longTogether) },
      runs: { alone, together, longAlone, longTogether },
    },
    withDrafting: {
      latency: geometricMean(pairs.map((pair) => whole(alone[pair], pages.alone.filter((page) => page.pair === pair)))),
      throughput: whole(together, pages.together),
    },
    processorTime: {
      latency: { pages: meanSpeedUp(alone, 'cpuSeconds'), long: meanSpeedUp(longAlone, 'cpuSeconds') },
      throughput: { pages: speedUp(together, 'cpuSeconds'), long: speedUp(longTogether, 'cpuSeconds') },
    },
    coreOverhead: core.coreMs / 1000 / Object.values(alone).flatMap(({ ours }) => ours).reduce((sum, { seconds }) => sum + seconds, 0),
    hottest: core.hottest,
    files: [...new Set(Object.values(pages).flat().flatMap((page) => page.files))],
  }
}

const beginning = (page: TracePage): Stretch => ({ page, from: 0, to: Math.min(PAGE, page.target.length) })

const both = (watch: Stopwatch, stretches: readonly Stretch[], batch: number): Record<'plain' | 'ours', () => Promise<Timed>> =>
  ({ plain: () => watch.time(stretches, 'plain', batch), ours: () => watch.time(stretches, 'ours', batch) })

/** Each method at each of its batch sizes once, then further rounds at its best. */
async function throughput(watch: Stopwatch, stretches: readonly Stretch[], rounds: number): Promise<Both> {
  const runs = Object.fromEntries((['plain', 'ours'] as const).flatMap((method) =>
    BATCHES[method].filter((batch) => batch <= stretches.length).map((batch) => [`${method} ${batch}`, () => watch.time(stretches, method, batch)])))
  const first = await inTurns(1, runs)
  for (const [name, [run]] of Object.entries(first)) say(`together, ${name}: ${figure((run?.seconds ?? 0) * 1000 / (run?.tokens ?? 1), 2)} ms a token`)
  const best = (method: 'plain' | 'ours'): string => fastest(first, Object.keys(first).filter((name) => name.startsWith(method)))
  const names = { plain: best('plain'), ours: best('ours') }
  const again = await inTurns(rounds - 1, { plain: runs[names.plain] as () => Promise<Timed>, ours: runs[names.ours] as () => Promise<Timed> })
  return { plain: [...first[names.plain] ?? [], ...again.plain], ours: [...first[names.ours] ?? [], ...again.ours] }
}

function report(parts: Readonly<Record<string, Both>>, core: CoreProfile): void {
  const perToken = (runs: readonly Timed[]): string => figure(medianOf(runs, 'seconds') * 1000 / medianOf(runs, 'tokens'), 2)
  say(markdownTable(['135M (replay)', 'plain, ms a token', 'ours, ms a token', 'tokens a forward, ours', 'speed-up', 'in processor time'],
    Object.entries(parts).map(([name, runs]) => [name, perToken(runs.plain), perToken(runs.ours),
      figure(medianOf(runs.ours, 'tokens') / medianOf(runs.ours, 'forwards'), 2), figure(speedUp(runs), 2), figure(speedUp(runs, 'cpuSeconds'), 2)])))
  say(markdownTable(['hottest functions of the core', 'ms'], core.hottest.map(({ name, ms }) => [name, figure(ms, 0)])))
}

function speedUp(runs: Both | undefined, what: 'seconds' | 'cpuSeconds' = 'seconds'): number {
  return runs === undefined ? NaN : medianOf(runs.plain, what) / medianOf(runs.ours, what)
}

const meanSpeedUp = (byPair: Readonly<Record<string, Both>>, what: 'seconds' | 'cpuSeconds' = 'seconds'): number =>
  geometricMean(Object.values(byPair).map((runs) => speedUp(runs, what)))

const named = (what: string, byPair: Readonly<Record<string, Both>>): Record<string, Both> =>
  Object.fromEntries(Object.entries(byPair).map(([pair, runs]) => [`${what}, ${pair}`, runs]))

/** Reading the image counts for both, writing the draft over for ours. */
function whole(runs: Both | undefined, pages: readonly TracePage[]): number {
  const seconds = (of: readonly Timed[]): number => medianOf(of, 'seconds') + medianOf(of, 'encodeSeconds')
  return runs === undefined ? NaN : seconds(runs.plain) / (seconds(runs.ours) + pages.reduce((sum, { draftSeconds }) => sum + draftSeconds, 0))
}

function mergeProfiles(profiles: readonly CoreProfile[]): CoreProfile {
  const spent = new Map<string, number>()
  for (const { name, ms } of profiles.flatMap(({ hottest }) => hottest)) spent.set(name, (spent.get(name) ?? 0) + ms)
  return {
    coreMs: profiles.reduce((sum, { coreMs }) => sum + coreMs, 0),
    hottest: [...spent].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms).slice(0, 5),
  }
}

const geometricMean = (values: readonly number[]): number => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
