// `wallclock`: how much time speculation saves on this machine. nano on scanned pages, and a decoder of 135M parameters
// with random weights whose decisions are recorded outputs of real engines (replay): each against plain decoding.
import { createTextVerifier } from '../../verifiers/onnx/onnx-verifier.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { scanFiles } from '../data/scan-lines.ts'
import { longPages, tracePages, type TracePage } from '../data/trace-pages.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { DEFAULT_CACHE, randomDecoder } from '../models/random-decoder.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { profileCore } from '../wallclock/core-profile.ts'
import { type Stretch, Stopwatch, wholePage } from '../wallclock/m135.ts'
import { measureNano } from '../wallclock/nano.ts'
import { fastest, inTurns, median, medianSeconds, type Timed } from '../wallclock/rounds.ts'

/** Batch sizes that throughput is measured at; the best of each method counts. */
const BATCHES = { plain: [8, 16], ours: [4, 8, 16] }
/** Tokens of a long page, at least. */
const LONG = 8192
/** Where long pages are measured, and for how many tokens: everything before is read like a prompt. */
const STRETCHES = [2048, 4096, 6144]
const STRETCH = 192
const LONG_BATCH = 4

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev' }, traces: { type: 'string', default: '../shared/data/traces' },
    cache: { type: 'string', default: DEFAULT_CACHE }, rounds: { type: 'string', default: '2' },
    /** Pages of each pair: that many one at a time, four times as many together. */
    pages: { type: 'string', default: '1' }, only: { type: 'string' },
  },
  async run(options) {
    const rounds = countOption(options, 'rounds') ?? 2
    const only = textOption(options, 'only')
    const scans = scanFiles(requiredOption(options, 'data'))
    const traces = requiredOption(options, 'traces')
    const perPair = countOption(options, 'pages') ?? 1
    const nano = only === 'm135' ? null : await measureNano(scans, rounds)
    const m135 = only === 'nano' ? null : await measureM135(requiredOption(options, 'cache'), {
      alone: tracePages(traces, perPair), together: tracePages(traces, 4 * perPair), long: longPages(traces, LONG, LONG_BATCH),
    }, rounds)
    return { label: 'replay', nano, ...m135?.figures, dataHash: await hashFiles([...scans, ...m135?.files ?? []]) }
  },
}

interface Pages {
  readonly alone: readonly TracePage[]
  readonly together: readonly TracePage[]
  readonly long: readonly TracePage[]
}

async function measureM135(cache: string, pages: Pages, rounds: number) {
  const model = await createTextVerifier({ folder: await randomDecoder('m135', cache), workers: 1, threads: 2 })
  try {
    const watch = new Stopwatch({ model, vocabularySize: model.tokenizer.vocabularySize })
    const { result: alone, profile } = await profileCore(() => inTurns(rounds, both(watch, pages.alone.map(wholePage), 1)))
    const together = await throughput(watch, pages.together.map(wholePage), rounds)
    const stretches = pages.long.slice(0, 2).flatMap((page) => STRETCHES.map((from): Stretch => ({ page, from, to: from + STRETCH })))
    const longAlone = await inTurns(1, both(watch, stretches, 1))
    const middle = pages.long.map((page): Stretch => ({ page, from: LONG / 2, to: LONG / 2 + STRETCH }))
    const longTogether = await inTurns(1, both(watch, middle, LONG_BATCH))
    const parts = {
      'latency, pages': { runs: alone, draft: drafting(pages.alone) }, 'throughput, pages': { runs: together, draft: drafting(pages.together) },
      'latency, long': { runs: longAlone, draft: null }, 'throughput, long': { runs: longTogether, draft: null },
    }
    say(markdownTable(['135M (replay)', 'plain, ms a token', 'ours, ms a token', 'tokens a forward, ours', 'speed-up', 'with drafting and prefill'],
      Object.entries(parts).map(([name, { runs, draft }]) => [name, figure(perToken(runs.plain), 2), figure(perToken(runs.ours), 2),
        figure(median(runs.ours.map(({ tokens, forwards }) => tokens / forwards)), 2), figure(speedUp(runs), 2), draft === null ? '-' : figure(speedUp(runs, draft), 2)])))
    say(markdownTable(['hottest functions of the core', 'ms'], profile.hottest.map(({ name, ms }) => [name, figure(ms, 0)])))
    const verifySeconds = alone.ours.reduce((sum, { seconds }) => sum + seconds, 0)
    return {
      files: [...new Set(Object.values(pages).flat().flatMap((page: TracePage) => page.files))],
      figures: {
        m135: {
          latency: { pages: speedUp(alone), long: speedUp(longAlone) }, throughput: { pages: speedUp(together), long: speedUp(longTogether) },
          pages: Object.fromEntries(Object.entries(pages).map(([name, of]) => [name, of.map((page: TracePage) => ({ name: page.name, tokens: page.target.length }))])),
          runs: Object.fromEntries(Object.entries(parts).map(([name, { runs }]) => [name, runs])),
        },
        withDrafting: {
          latency: { pages: speedUp(alone, drafting(pages.alone)) }, throughput: { pages: speedUp(together, drafting(pages.together)) },
        },
        coreOverhead: profile.coreMs / 1000 / verifySeconds, hottest: profile.hottest,
      },
    }
  } finally {
    await model.dispose()
  }
}

type Both = Record<'plain' | 'ours', Timed[]>

const both = (watch: Stopwatch, stretches: readonly Stretch[], batch: number): Record<'plain' | 'ours', () => Promise<Timed>> =>
  ({ plain: () => watch.time(stretches, 'plain', batch), ours: () => watch.time(stretches, 'ours', batch) })

/** Each method at each of its batch sizes once, then further rounds at its best. */
async function throughput(watch: Stopwatch, stretches: readonly Stretch[], rounds: number): Promise<Both> {
  const name = (method: 'plain' | 'ours', batch: number): string => `${method} ${batch}`
  const all = Object.fromEntries((['plain', 'ours'] as const).flatMap((method) =>
    BATCHES[method].map((batch) => [name(method, batch), () => watch.time(stretches, method, batch)])))
  const first = await inTurns(1, all)
  const best = { plain: fastest(first, BATCHES.plain.map((batch) => name('plain', batch))), ours: fastest(first, BATCHES.ours.map((batch) => name('ours', batch))) }
  for (const [run, [timed]] of Object.entries(first)) say(`135M, together, ${run}: ${figure((timed?.seconds ?? 0) * 1000 / (timed?.tokens ?? 1), 2)} ms a token`)
  const again = await inTurns(rounds - 1, { plain: all[best.plain] as () => Promise<Timed>, ours: all[best.ours] as () => Promise<Timed> })
  return { plain: [...first[best.plain] ?? [], ...again.plain], ours: [...first[best.ours] ?? [], ...again.ours] }
}

/** Plain seconds over ours; with `draftSeconds` given, reading the image counts for both and drafting for ours. */
function speedUp({ plain, ours }: Both, draftSeconds?: number): number {
  if (draftSeconds === undefined) return medianSeconds(plain) / medianSeconds(ours)
  const whole = (runs: readonly Timed[]): number => median(runs.map(({ seconds, encodeSeconds }) => seconds + encodeSeconds))
  return whole(plain) / (whole(ours) + draftSeconds)
}

const perToken = (runs: readonly Timed[]): number => median(runs.map(({ seconds, tokens }) => seconds * 1000 / tokens))

const drafting = (pages: readonly TracePage[]): number => pages.reduce((sum, { draftSeconds }) => sum + draftSeconds, 0)
