// A decoder of 135M parameters in time, recordings in decisions: pages one at a time (latency) and together (throughput).
import { CostMeter } from '../../src/decode/cost-meter.ts'
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import { type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { createReplayVerifier } from '../../verifiers/replay/replay-verifier.ts'
import { BenchError } from '../bench-error.ts'
import { STOP, subwords, type TracePage } from '../data/trace-pages.ts'
import { createTimedReplay } from '../models/timed-replay.ts'
import { decodeTimed } from './decode-timed.ts'
import type { Timed } from './rounds.ts'

/** Nodes of a draft tree: the budget chooses how many of them a forward gets. */
const MAX_NODES = 64

/** A stretch of a page: what stands before it has been said already, and what comes after it does not count. */
export interface Stretch {
  readonly page: TracePage
  readonly from: number
  readonly to: number
}

export interface Target {
  readonly model: Verifier
  readonly vocabularySize: number
}

/** Times a method that drafts, or plain decoding. What forwards cost is learnt anew for every batch size, and kept. */
export class Stopwatch {
  readonly #target: Target
  readonly #meters = new Map<string, CostMeter>()

  constructor(target: Target) {
    this.#target = target
  }

  async time(stretches: readonly Stretch[], method: 'plain' | 'ours', batch: number): Promise<Timed> {
    const drafter = method === 'plain' ? plainDrafter : createTreeDrafter()
    const histories = new Map<Raster, Stretch>()
    const inputs = stretches.map((stretch, i): DecodeInput => {
      const image: Raster = { width: 2, height: 1, dpi: 72, data: Uint8Array.of(i % 256, i >> 8) }
      histories.set(image, stretch)
      return { input: { image, kind: null }, draft: { text: stretch.page.draft, confidence: 1 } }
    })
    const stretchOf = (image: Raster): Stretch => {
      const found = histories.get(image)
      if (found === undefined) throw new BenchError('an image that was not asked for')
      return found
    }
    const verifier = createTimedReplay({
      ...this.#target,
      recording: createReplayVerifier({
        tokenizer: subwords, stopId: STOP, maxBatch: batch, budget: MAX_NODES, costModel: null,
        recorded: ({ image }) => { const { page, from, to } = stretchOf(image); return page.target.subarray(from, to) },
      }),
      history: ({ image }) => { const { page, from } = stretchOf(image); return page.target.subarray(0, from) },
    })
    const waiting = stretches.map(({ page, from }) => page.target.subarray(0, from))
    return decodeTimed(verifier, inputs, { drafter: resumed(drafter, waiting), batch, ...method === 'plain' ? {} : { meter: this.#meter(batch) } })
  }

  #meter(batch: number): CostMeter {
    const key = `${batch}`
    const meter = this.#meters.get(key) ?? new CostMeter()
    this.#meters.set(key, meter)
    return meter
  }
}

/** Drafters that have seen what was said before the stretch, in the order in which sequences are opened. */
function resumed(create: DrafterFactory, histories: readonly Int32Array[]): DrafterFactory {
  let opened = 0
  return (drafts, tokenizer) => {
    const inner = create(drafts, tokenizer)
    const history = [...histories[opened++] ?? []]
    if (history.length === 0) return inner
    inner.observe(history, tokenizer.decode(history))
    return { propose: (emitted, limit) => inner.propose([...history, ...emitted], limit), observe: (ids, text) => { inner.observe(ids, text) } }
  }
}
