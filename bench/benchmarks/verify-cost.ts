// `verify-cost`: T(k, B), what a forward of k tokens in each of B sequences costs beside one of a single token: for nano
// and for a decoder of 135M parameters with random weights. What a draft may cost follows from it.
import { fileURLToPath } from 'node:url'
import { linearTree, type TokenTree } from '../../src/model/tokens.ts'
import type { Sequence, Verifier, VerifyInput } from '../../src/seams/verifier.ts'
import { createLineVerifier, createTextVerifier } from '../../verifiers/onnx/onnx-verifier.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { ROOT } from '../built.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { DEFAULT_CACHE, randomDecoder } from '../models/random-decoder.ts'
import { countOption, requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { median } from '../wallclock/rounds.ts'

const WIDTHS = [1, 2, 4, 8, 16, 32, 64]
/** Tokens that a sequence reads per forward until it has the past that is asked for. */
const CHUNK = 256
const { signal } = new AbortController()

/** Sequences of so many tokens in the cache; null = what the image alone gives. */
interface Setting {
  readonly batch: number
  readonly past: number | null
}

interface Row extends Setting {
  /** Milliseconds for each of WIDTHS: the median, and all repetitions. */
  readonly milliseconds: readonly number[]
  readonly rounds: readonly (readonly number[])[]
}

export const benchmark: Benchmark = {
  options: { cache: { type: 'string', default: DEFAULT_CACHE }, repeat: { type: 'string', default: '5' } },
  async run(options) {
    const repeat = countOption(options, 'repeat') ?? 5
    const nano = fileURLToPath(new URL('models/nano', ROOT))
    const m135 = await randomDecoder('m135', requiredOption(options, 'cache'))
    const models = {
      'nano, 1 thread': await rows(await createLineVerifier({ folder: nano, workers: 1, trust: null }), [1, 4, 8, 16, 32].map((batch) => ({ batch, past: null })), repeat),
      'm135, 2 threads': await rows(await createTextVerifier({ folder: m135, workers: 1, threads: 2 }), [
        ...[1, 4, 8, 16].map((batch) => ({ batch, past: 256 })), ...[1, 8].map((batch) => ({ batch, past: 1024 })),
        ...[1, 4].map((batch) => ({ batch, past: 4096 })),
      ], repeat),
    }
    const one = (of: readonly Row[]): number => of[0]?.milliseconds[0] ?? NaN
    say(markdownTable(['T(k, B) / T(1, 1)', 'past', 'B', ...WIDTHS.map((k) => `k=${k}`)], Object.entries(models).flatMap(([name, of]) => of.map((row) => [
      `${name} (${figure(one(of), 2)} ms)`, row.past === null ? 'image' : `${row.past}`, `${row.batch}`, ...row.milliseconds.map((ms) => figure(ms / one(of), 2)),
    ]))))
    return { widths: WIDTHS, models, dataHash: await hashFiles([nano, m135].map((folder) => `${folder}/onnx/decoder_model_merged.onnx`)) }
  },
}

async function rows(verifier: Verifier, settings: readonly Setting[], repeat: number): Promise<Row[]> {
  try {
    const measured: Row[] = []
    for (const setting of settings) {
      measured.push(await row(verifier, setting, repeat))
      say(`${verifier.id}: batch ${setting.batch}, past ${setting.past ?? 'of the image'}`)
    }
    return measured
  } finally {
    await verifier.dispose()
  }
}

async function row(verifier: Verifier, { batch, past }: Setting, repeat: number): Promise<Row> {
  const sequences = await verifier.open(Array.from({ length: batch }, (_, i) => picture(i)), signal)
  const rounds: number[][] = []
  try {
    await forward(verifier, sequences, 1)
    // what the image gave counts: a text decoder begins with 256 tokens
    for (let read = 256; past !== null && read < past; read += CHUNK) await readOn(verifier, sequences, Math.min(CHUNK, past - read))
    for (let round = 0; round <= repeat; round++) {
      const times: number[] = []
      for (const k of WIDTHS) times.push(await forward(verifier, sequences, k))
      // the first warms up
      if (round > 0) rounds.push(times)
    }
  } finally {
    for (const sequence of sequences) verifier.close(sequence)
  }
  return { batch, past, rounds, milliseconds: WIDTHS.map((_, i) => median(rounds.map((times) => times[i] ?? NaN))) }
}

/** Milliseconds of a forward of k tokens in every sequence, which leaves no trace. */
async function forward(verifier: Verifier, sequences: readonly Sequence[], k: number): Promise<number> {
  const start = performance.now()
  await verifier.verify(sequences.map((sequence) => ({ sequence, draft: tokens(k - 1) })), signal)
  return performance.now() - start
}

async function readOn(verifier: Verifier, sequences: readonly Sequence[], count: number): Promise<void> {
  const draft = tokens(count - 1)
  await verifier.verify(sequences.map((sequence) => ({ sequence, draft })), signal)
  for (const sequence of sequences) verifier.commit(sequence, Array.from(draft.ids, (_, node) => node), 3)
}

const tokens = (count: number): TokenTree => linearTree(Int32Array.from({ length: count }, (_, i) => 3 + i * 7 % 1000))

/** A line of 320 x 32 pixels. */
function picture(seed: number): VerifyInput {
  return { image: { width: 320, height: 32, dpi: 200, data: Uint8Array.from({ length: 320 * 32 }, (_, i) => (i + seed) * 7919 % 255) }, kind: null }
}
