// Two commits, or two settings, on the same documents: a fresh process for every document and round, alternating order,
// medians with the raw rounds beside them. Documents with a transcription beside them (x.pdf, x.txt) also say accuracy.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Options, resolveConfig } from '../../src/config.ts'
import { BenchError } from '../bench-error.ts'
import { say, type Benchmark, type OptionValues } from '../benchmark.ts'
import { freeze, type FrozenBuild } from '../compare/frozen-build.ts'
import { runSide, type SideRun, type Variant } from '../compare/run-side.ts'
import { alternating, median, type Side } from '../compare/schedule.ts'
import { untilInterrupted } from '../compare/interrupt.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { characterErrors, errorRate } from '../metrics/character-error.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const STAGES = ['draft', 'verify', 'total', 'wall'] as const

export const benchmark: Benchmark = {
  options: {
    a: { type: 'string', default: 'worktree' },
    b: { type: 'string' },
    'a-options': { type: 'string', default: '{}' },
    'b-options': { type: 'string', default: '{}' },
    files: { type: 'string', default: 'samples/scanned-letter.png,samples/two-column-paper.pdf' },
    rounds: { type: 'string', default: '5' },
    timeout: { type: 'string', default: '900' },
  },
  run: (options) =>
    untilInterrupted(async (signal) => {
      const revisions = { a: requiredOption(options, 'a'), b: textOption(options, 'b') ?? requiredOption(options, 'a') }
      const settings = { a: parserOptions(options, 'a-options'), b: parserOptions(options, 'b-options') }
      if (revisions.a === revisions.b && JSON.stringify(settings.a) === JSON.stringify(settings.b)) {
        throw new BenchError('a and b are the same: name another commit with --b, or settings such as --b-options \'{"threads":1}\'', 2)
      }
      const files = requiredOption(options, 'files').split(',')
      const limitSeconds = countOption(options, 'timeout') ?? 900
      const builds: FrozenBuild[] = []
      try {
        for (const side of ['a', 'b'] as const) builds.push(await freeze(revisions[side], signal))
        const [a, b] = builds as [FrozenBuild, FrozenBuild]
        const variants = { a: { entry: a.entry, options: settings.a }, b: { entry: b.entry, options: settings.b } }
        const runs = await runRounds(variants, files, countOption(options, 'rounds') ?? 5, limitSeconds, signal)
        const sides = {
          a: { commit: a.commit, options: settings.a, ...(await summary(runs.a, files)) },
          b: { commit: b.commit, options: settings.b, ...(await summary(runs.b, files)) },
        }
        say(`\n${resultTable(sides)}`)
        return {
          ...sides,
          speedupOfB: sides.a.seconds.total.median / sides.b.seconds.total.median,
          sameOutput: new Set([...runs.a, ...runs.b].map(({ outputHash }) => outputHash)).size === 1,
          files: files.map((file) => basename(file)),
          dataHash: await hashFiles(files),
        }
      } finally {
        for (const build of builds) await build.remove()
      }
    }),
}

function parserOptions(options: OptionValues, name: string): Options {
  const text = requiredOption(options, name)
  try {
    const parsed = JSON.parse(text) as Options
    resolveConfig(parsed)
    return parsed
  } catch (error) {
    throw new BenchError(`--${name} '${text}': ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}

/** One round of each that does not count, so that files are in the cache, then the rounds that do. */
async function runRounds(
  variants: Readonly<Record<Side, Variant>>,
  files: readonly string[],
  rounds: number,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<Record<Side, SideRun[]>> {
  const runs: Record<Side, SideRun[]> = { a: [], b: [] }
  for (const [round, order] of [['a', 'b'] as const, ...alternating(rounds)].entries()) {
    for (const side of order) {
      const run = await runSide(variants[side], files, limitSeconds, signal)
      const name = round === 0 ? 'warm-up' : `round ${round}/${rounds}`
      say(`${name} ${side}: ${run.seconds.total.toFixed(2)} s, ${run.peakRssMb.toFixed(0)} MB`)
      if (round > 0) runs[side].push(run)
    }
  }
  return runs
}

interface Summary {
  readonly pages: number
  readonly seconds: Readonly<Record<(typeof STAGES)[number], { readonly median: number; readonly rounds: readonly number[] }>>
  readonly pagesPerSecond: number
  readonly tokensPerForward: number
  readonly meanAcceptanceLength: number
  readonly peakRssMb: { readonly median: number; readonly rounds: readonly number[] }
  /** Character error rate over the documents that have a transcription; null = none has. */
  readonly characterErrorRate: number | null
  readonly outputHashes: readonly string[]
}

async function summary(runs: readonly SideRun[], files: readonly string[]): Promise<Summary> {
  const spread = (of: (run: SideRun) => number): { median: number; rounds: number[] } => ({
    median: median(runs.map(of)),
    rounds: runs.map(of),
  })
  const last = runs.at(-1)!
  const errors = await Promise.all(
    files.map(async (file, i) => {
      const truth = await readFile(file.replace(/\.[^.]+$/, '.txt'), 'utf8').catch(() => null)
      return truth === null ? [] : [characterErrors(last.markdown[i] ?? '', truth)]
    }),
  )
  const seconds = Object.fromEntries(STAGES.map((stage) => [stage, spread((run) => run.seconds[stage])])) as unknown as Summary['seconds']
  return {
    pages: last.pages,
    seconds,
    pagesPerSecond: last.pages / seconds.total.median,
    tokensPerForward: last.tokensPerForward,
    meanAcceptanceLength: last.meanAcceptanceLength,
    peakRssMb: spread((run) => run.peakRssMb),
    characterErrorRate: errorRate(errors.flat()),
    outputHashes: [...new Set(runs.map(({ outputHash }) => outputHash))],
  }
}

function resultTable(sides: Readonly<Record<Side, Summary & { readonly commit: string; readonly options: Options }>>): string {
  return markdownTable(
    ['', 'draft, s', 'verify, s', 'total, s', 'total, rounds', 'tokens per forward', 'character error', 'peak memory, MB'],
    (['a', 'b'] as const).map((side) => {
      const { commit, options, seconds, tokensPerForward, characterErrorRate, peakRssMb } = sides[side]
      return [
        `${side}: ${commit} ${JSON.stringify(options)}`,
        figure(seconds.draft.median),
        figure(seconds.verify.median),
        figure(seconds.total.median),
        seconds.total.rounds.map((value) => value.toFixed(2)).join(' '),
        figure(tokensPerForward, 1),
        figure(characterErrorRate, 4),
        figure(peakRssMb.median, 0),
      ]
    }),
  )
}
