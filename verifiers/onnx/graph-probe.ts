// What a decoder can really do: some exports are wrong, without saying so, when they are given several tokens or rows.
import { SpecparseError } from '../../src/errors.ts'
import type { DecoderGraph, DecoderOutput, DecoderRow, Embeddings } from './decoder-graph.ts'
import type { Past } from './past.ts'

export interface GraphAbilities {
  /** True: several new tokens may follow a cache. False: a draft needs a forward over the whole sequence. */
  readonly cachedDrafts: boolean
  /** Rows that may share a forward: none, those with a single new token each, or any. */
  readonly batch: 'none' | 'single' | 'ragged'
  /** True: the tokens of a draft may form a tree. */
  readonly trees: boolean
  /** False: logits change with the width or the batch of a forward. */
  readonly invariant: boolean
}

/**
 * Differences of logits are shares of their range. What one token at a time differs from all at once is the graph's own
 * noise: 3e-7 in fp32, 0.03 in dynamic int8 (measured on tests/fixtures/exports). Up to NOISE it is rounding.
 */
const NOISE = 5e-5
/** Noise so large is none: the graph does something else with a cache than without. */
const BROKEN = 0.3
/** A forward that differs so many times the noise is wrong: it lets tokens see what follows, or rows see each other. */
const TIMES_NOISE = 10

const TOKENS = [5, 9, 7, 11, 6, 8]
const OTHER = 10

/** Runs the decoder on a few tokens, in one piece and in many. `encoded`: what it attends to, if it is an encoder-decoder's. */
export async function probeDecoder(decoder: DecoderGraph, encoded: Embeddings | null): Promise<GraphAbilities> {
  const row = (tokens: readonly number[], past: Past | null): DecoderRow =>
    ({ ids: tokens, embeddings: null, parents: null, positions: [tokens.map((_, i) => (past?.length ?? 0) + i)], past, encoded })
  const run = async (tokens: readonly number[], past: Past | null): Promise<DecoderOutput> => (await decoder.run([row(tokens, past)]))[0] as DecoderOutput

  const whole = await run(TOKENS, null)
  const start = (await run(TOKENS.slice(0, 3), null)).keep([0, 1, 2])
  const plain: Float32Array[] = []
  for (let past = start, i = 3; i < TOKENS.length; i++) {
    const output = await run(TOKENS.slice(i, i + 1), past)
    plain.push(output.logits(0))
    past = output.keep([0])
  }
  const fromStart = largest(plain.map((logits, i) => difference(whole.logits(3 + i), logits)))
  if (fromStart > BROKEN) {
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${decoder.file} says something else with a cache than without: it cannot be decoded with`)
  }
  const wrong = TIMES_NOISE * Math.max(NOISE, fromStart)
  const wide = await attempt(async () => {
    const output = await run(TOKENS.slice(3), start)
    return largest(plain.map((logits, i) => difference(output.logits(i), logits)))
  })
  // Rows of different length, the second with a shorter past.
  const together = async (tokens: number): Promise<number> => {
    const short = (await run(TOKENS.slice(0, 2), null)).keep([0, 1])
    const rows = [row(TOKENS.slice(3, 3 + tokens), start), row(TOKENS.slice(2, 3), short)]
    const alone = await Promise.all(rows.map(async (one) => (await decoder.run([one]))[0] as DecoderOutput))
    const both = await decoder.run(rows)
    return largest(rows.map(({ ids }, r) => difference(lastOf(both[r], ids), lastOf(alone[r], ids))))
  }
  // Known without trying: the operator's CPU kernel refuses several tokens in several rows.
  const ragged = decoder.masksPadding && !decoder.groupQuery ? await attempt(() => together(2)) : Infinity
  const single = decoder.masksPadding && ragged > wrong ? await attempt(() => together(1)) : Infinity
  const cachedDrafts = wide <= wrong
  // The plain path, and another token beside its second.
  const branched = !decoder.takesTrees ? Infinity : await attempt(async () => {
    const [first = 0, second = 0, third = 0] = TOKENS.slice(3)
    const tree = { ids: [first, second, OTHER, third], parents: Int32Array.of(-1, -1, 0), positions: [[3, 4, 4, 5]] }
    const [output] = await decoder.run([{ ...row([], start), ...tree }])
    const expected = [...plain.slice(0, 2), (await run([first, OTHER], start)).logits(1), ...plain.slice(2)]
    return largest(expected.map((logits, i) => difference(output?.logits(i) ?? new Float32Array(0), logits)))
  })
  const trees = cachedDrafts && branched <= wrong
  const batch = ragged <= wrong && cachedDrafts ? 'ragged' : single <= wrong ? 'single' : 'none'
  const noise = [fromStart, cachedDrafts ? wide : 0, trees ? branched : 0, batch === 'ragged' ? ragged : batch === 'single' ? single : 0]
  return { cachedDrafts, batch, trees, invariant: largest(noise) <= NOISE }
}

/** A probe that the runtime refuses is as good as one that fails. */
async function attempt(probe: () => Promise<number>): Promise<number> {
  try {
    return await probe()
  } catch {
    return Infinity
  }
}

/** The largest difference between two rows of logits, as a share of their range. */
function difference(a: Float32Array, b: Float32Array): number {
  let [most, low, high] = [0, Infinity, -Infinity]
  b.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - (a[i] ?? NaN)))
    low = Math.min(low, value)
    high = Math.max(high, value)
  })
  const share = most / (high - low)
  return Number.isFinite(share) ? share : Infinity
}

const largest = (values: readonly number[]): number => Math.max(...values)

const lastOf = (output: DecoderOutput | undefined, ids: readonly number[]): Float32Array => output?.logits(ids.length - 1) ?? new Float32Array(0)
