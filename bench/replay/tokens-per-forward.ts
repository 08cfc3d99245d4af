// The measure of the replay benchmarks: a pair's pages decoded through the real decode loop, as if a target had said what
// was recorded. Throws when the output is not the recorded one.
import type { DrafterFactory } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { CostModel } from '../../src/seams/verifier.ts'
import { createReplayVerifier } from '../../verifiers/replay/replay-verifier.ts'
import { BenchError } from '../bench-error.ts'
import { groupPages, type ReplayPage, type ReplayPair } from './pairs.ts'
import { STOP, tokenizer } from './tokens.ts'

interface Decoded {
  readonly tokens: number
  readonly forwards: number
  readonly draftTokens: number
}

interface DecodeOptions {
  /** Drafts of a page that the drafter gets, the one believed most first. */
  readonly drafts?: (page: ReplayPage) => readonly string[]
  /** What forwards cost, for the budget; null = drafts are verified whole. */
  readonly cost?: CostModel | null
}

/** Decodes a pair's pages; one drafter factory an engine, as for one target. */
export async function decodePages(
  { pages }: ReplayPair, create: () => DrafterFactory, budget: number, { drafts = ({ draft }) => [draft], cost = null }: DecodeOptions = {},
): Promise<Decoded> {
  let [tokens, forwards, draftTokens] = [0, 0, 0]
  for (const own of groupPages(pages, ({ engine }) => engine).values()) {
    const inputs = own.map((page) => {
      const [draft = '', ...more] = drafts(page)
      return { input: { image: { width: 1, height: 1, dpi: 72, data: new Uint8Array(1) }, kind: null }, draft: { text: draft, confidence: 1 }, more, target: page.target }
    })
    const targets = new Map<Raster, Int32Array>(inputs.map(({ input, target }) => [input.image, target]))
    const verifier = createReplayVerifier({
      tokenizer, stopId: STOP, recorded: ({ image }) => targets.get(image) ?? new Int32Array(0), maxBatch: 1, budget, costModel: cost,
    })
    const { decoded, stats } = await speculate(verifier, inputs, { drafter: create(), signal: new AbortController().signal })
    decoded.forEach(({ ids, ended }, i) => {
      // A recorded output that repeats itself without end is cut by the loop guard.
      if (ended !== 'stop' && ended !== 'loop') throw new BenchError(`a page ended by '${ended}'`)
      if (!ids.slice(0, -1).every((id, at) => id === inputs[i]?.target[at])) throw new BenchError('the output is not the recorded one')
    })
    tokens += stats.tokens
    forwards += stats.forwards
    draftTokens += stats.numDraftTokens
  }
  return { tokens, forwards, draftTokens }
}

export async function tokensPerForward(pair: ReplayPair, create: () => DrafterFactory, budget: number, drafts?: DecodeOptions['drafts']): Promise<number> {
  const { tokens, forwards } = await decodePages(pair, create, budget, drafts === undefined ? {} : { drafts })
  return tokens / forwards
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}
