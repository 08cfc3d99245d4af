// What nano makes of each kind of degradation at each severity: errors of its CTC draft and of its decoder, how far its
// confidence is to be believed, and what speculation gains there. Runs on line crops that ship with the repository.
import { fileURLToPath } from 'node:url'
import { resolveConfig } from '../../src/config.ts'
import type { DecodeInput, DecodeRun } from '../../src/decode/decode-input.ts'
import { createAlignedDrafter, plainDrafter } from '../../src/decode/drafter.ts'
import { readWords } from '../../src/decode/read-words.ts'
import { speculateTimed } from '../../src/decode/speculate.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { ROOT } from '../built.ts'
import { median } from '../compare/schedule.ts'
import { type DegradedLines, readDegradedLines } from '../data/degraded-lines.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { calibrationError, type Claim, wordClaims } from '../metrics/calibration-error.ts'
import { characterErrors, errorRate, type ErrorCount } from '../metrics/character-error.ts'
import { requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

/** Of each cell, speculating and plain in turns; medians count. */
const ROUNDS = 3

interface Row {
  readonly kind: string
  readonly severity: number
  readonly ctc: readonly ErrorCount[]
  readonly decoder: readonly ErrorCount[]
  readonly claims: readonly Claim[]
  readonly tokens: number
  readonly steps: number
  readonly seconds: { readonly fast: number, readonly plain: number }
}

export const benchmark: Benchmark = {
  options: {
    lines: { type: 'string', default: fileURLToPath(new URL('bench/fixtures/degraded-lines', ROOT)) },
    verifier: { type: 'string', default: 'nano' }, tolerance: { type: 'string', default: '1' },
  },
  async run(options) {
    const sheets = await readDegradedLines(requiredOption(options, 'lines'))
    const config = resolveConfig({ verifier: requiredOption(options, 'verifier'), tolerance: Number(requiredOption(options, 'tolerance')) })
    const verifier = await findVerifier(config).load()
    try {
      const rows: Row[] = []
      for (const sheet of sheets) {
        rows.push(await measure(verifier, sheet, config.tolerance))
        say(`${rows.length} of ${sheets.length}: ${sheet.kind}, severity ${sheet.severity}`)
      }
      const severities = [1, 2, 3].map((severity) => ({ severity, ...figuresOf(rows.filter((row) => row.kind !== 'none' && row.severity === severity)) }))
      const table = rows.map((row) => ({ kind: row.kind, severity: row.severity, ...figuresOf([row]) }))
      say(asTable([...table, ...severities.map((row) => ({ kind: 'all', ...row }))]))
      return { tolerance: config.tolerance, table, severities, all: figuresOf(rows), dataHash: await hashFiles(sheets.map(({ image }) => image)) }
    } finally {
      await verifier.dispose()
    }
  },
}

async function measure(verifier: Verifier, { kind, severity, lines }: DegradedLines, tolerance: number): Promise<Row> {
  const { signal } = new AbortController()
  const inputs = lines.map(({ crop }): DecodeInput => ({ input: { image: crop, kind: null }, draft: null }))
  const opened = await verifier.open(inputs.map(({ input }) => input), signal)
  for (const sequence of opened) verifier.close(sequence)
  const rounds: { readonly fast: DecodeRun, readonly plain: DecodeRun }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ fast: await speculateTimed(verifier, inputs, { drafter: createAlignedDrafter(), tolerance, signal }), plain: await speculateTimed(verifier, inputs, { drafter: plainDrafter, signal }) })
  }
  const { fast } = rounds[0]!
  const truth = lines.map(({ text }) => text)
  return {
    kind, severity,
    ctc: truth.map((text, i) => characterErrors(opened[i]?.ownDraft?.text ?? '', text)),
    decoder: truth.map((text, i) => characterErrors(fast.decoded[i]?.text ?? '', text)),
    claims: truth.flatMap((text, i) => wordClaims(readWords(fast.decoded[i]!, verifier.tokenizer), text)),
    tokens: fast.stats.tokens, steps: fast.stats.steps,
    seconds: { fast: median(rounds.map((round) => round.fast.seconds.verify)), plain: median(rounds.map((round) => round.plain.seconds.verify)) },
  }
}

interface Figures {
  readonly ctc: number | null
  readonly decoder: number | null
  readonly ece: number | null
  readonly acceptanceLength: number
  readonly speedup: number
}

function figuresOf(rows: readonly Row[]): Figures {
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
  return {
    ctc: errorRate(rows.flatMap((row) => row.ctc)), decoder: errorRate(rows.flatMap((row) => row.decoder)),
    ece: calibrationError(rows.flatMap((row) => row.claims)),
    acceptanceLength: sum((row) => row.tokens) / sum((row) => row.steps),
    speedup: sum((row) => row.seconds.plain) / sum((row) => row.seconds.fast),
  }
}

/** One row a kind, one column a severity and figure. */
function asTable(table: readonly (Figures & { readonly kind: string, readonly severity: number })[]): string {
  const percent = (share: number | null): string => figure(share === null ? null : share * 100, 1)
  const cell = (of: (row: Figures) => string) => (kind: string): string =>
    table.filter((row) => row.kind === kind).map(of).join(' / ')
  const columns = [
    cell(({ ctc }) => percent(ctc)), cell(({ decoder }) => percent(decoder)), cell(({ ece }) => percent(ece)),
    cell(({ acceptanceLength }) => figure(acceptanceLength, 1)), cell(({ speedup }) => figure(speedup, 1)),
  ]
  return markdownTable(['degradation, severity 1 / 2 / 3', 'character error of the CTC draft, %', 'of the decoder, %', 'calibration error, %', 'acceptance length', 'speed-up'],
    [...new Set(table.map(({ kind }) => kind))].map((kind) => [kind, ...columns.map((column) => column(kind))]))
}
