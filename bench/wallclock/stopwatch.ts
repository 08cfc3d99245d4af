// A decoder of 135M parameters in time, recordings in decisions: pages one at a time (latency) and together (throughput).
import { CostMeter } from '../../src/decode/cost-meter.ts'
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import { type Drafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
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

/** Times a method that drafts, or plain decoding. What forwards cost is learnt anew for every batch size, and kept; what targets are like, never. */
export class Stopwatch {
  readonly #target: Target
  readonly #meters = new Map<string, CostMeter>()

  constructor(target: Target) {
    this.#target = target
  }

  async time(stretches: readonly Stretch[], method: 'plain' | 'ours', batch: number): Promise<Timed> {
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
    return decodeTimed(verifier, inputs, method === 'plain' ? { drafter: plainDrafter, batch } : { drafter: drafterFor(stretches), batch, meter: this.#meter(batch) })
  }

  #meter(batch: number): CostMeter {
    const key = `${batch}`
    const meter = this.#meters.get(key) ?? new CostMeter()
    this.#meters.set(key, meter)
    return meter
  }
}

/**
 * A drafter for each stretch, in the order in which sequences are opened. Pages of a pair have one target, and share what is
 * learnt of it; whoever is in the middle of a page has come there before the clock runs, and knows nothing of what follows.
 */
function drafterFor(stretches: readonly Stretch[]): DrafterFactory {
  const targets = new Map(stretches.map(({ page }) => [page.pair, createTreeDrafter()]))
  const inMiddle = stretches.map((stretch) => stretch.from === 0 ? null : readUntil(createTreeDrafter()([stretch.page.draft], subwords), stretch))
  let opened = 0
  return () => {
    const next = opened++
    const { page } = stretches[next] as Stretch
    return inMiddle[next] ?? (targets.get(page.pair) as DrafterFactory)([page.draft], subwords)
  }
}

/** A drafter that has drafted a page as far as a stretch begins, and learnt from what came true. */
function readUntil(drafter: Drafter, { page: { target }, from }: Stretch): Drafter {
  const before = [...target.subarray(0, from)]
  for (let said = 0; said < from;) {
    const tree = drafter.propose(before.slice(0, said), { nodes: MAX_NODES, depth: from - said - 1 })
    const start = said
    for (let node: number | null = -1; node !== null && said < from; said++) {
      const [at, id]: [number, number | undefined] = [node, before[said]]
      const child = tree.ids.findIndex((other, i) => tree.parents[i] === at && other === id)
      node = child === -1 ? null : child
    }
    const ids = before.slice(start, said)
    drafter.observe(ids, subwords.decode(ids))
  }
  return { propose: (emitted, limit) => drafter.propose([...before, ...emitted], limit), observe: (ids, text) => { drafter.observe(ids, text) } }
}
