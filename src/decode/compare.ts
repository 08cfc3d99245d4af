// Speculation against plain decoding of the same inputs, measured one after the other with nothing else running.
import type { Comparison } from '../model/document.ts'
import type { Verifier } from '../seams/verifier.ts'
import type { Decoded } from './decoding.ts'
import { plainDrafter } from './drafter.ts'
import type { DecodeInput, DecodeRun } from './decode-input.ts'
import { speculateTimed } from './speculate.ts'
import { speculation } from './speculation.ts'

/** Rounds whose median counts; sequential plain decoding, the slowest by far, gets one. */
const ROUNDS = 3

export interface ComparedInput extends DecodeInput {
  /** Where the input comes from, such as 'p1-r3', for the list of divergences. */
  readonly region: string
}

/** Seconds before decoding: `draft` = reading drafts, which only speculation needs; `find` = finding lines, which both ways need. */
export interface DraftSeconds {
  readonly draft: number
  readonly find: number
}

/**
 * Decodes all inputs both ways. `before`: what came before; `tolerance` as in `accept`, below 1 the output may
 * differ. @throws SpecparseError VERIFIER_FAILED, ABORTED
 */
export async function compare(
  verifier: Verifier, inputs: readonly ComparedInput[], before: DraftSeconds, signal: AbortSignal, tolerance = 1,
): Promise<Comparison> {
  const plainRun = (batch: number): Promise<DecodeRun> => speculateTimed(verifier, inputs, { drafter: plainDrafter, batch, signal })
  const options = { ...speculation(verifier.profile), tolerance }
  const { maxBatch } = verifier.capabilities
  const batches = [maxBatch, Math.ceil(maxBatch / 2), Math.ceil(maxBatch / 4)]
  const speculative: DecodeRun[] = []
  const plain = new Map<number, DecodeRun[]>(batches.map((batch) => [batch, []]))
  for (let round = 0; round < ROUNDS; round++) {
    speculative.push(await speculateTimed(verifier, inputs, { ...options, signal }))
    for (const [batch, runs] of plain) runs.push(await plainRun(batch))
  }
  const sequential = await plainRun(1)
  const best = [...plain, [1, [sequential]] as const].map(([batch, runs]) => ({ batch, verify: median(runs, 'verify') }))
    .reduce((a, b) => b.verify < a.verify ? b : a)
  const seconds = {
    ...before, encode: median(speculative, 'encode'), verify: median(speculative, 'verify'),
    plain: best.verify, plainSequential: sequential.seconds.verify,
  }
  const divergences = [sequential, ...[...plain.values()].flat()].flatMap((run) =>
    speculative.flatMap((fast) => firstDivergences(inputs, fast.decoded, run.decoded)))
  return {
    identical: divergences.length === 0,
    sequences: inputs.length,
    divergences,
    seconds,
    plainBatch: best.batch,
    speedup: {
      decode: seconds.plain / seconds.verify,
      sequential: seconds.plainSequential / seconds.verify,
      endToEnd: (seconds.find + seconds.encode + seconds.plain) / (seconds.find + seconds.draft + seconds.encode + seconds.verify),
    },
  }
}

/** The first position at which each sequence leaves plain decoding, with the target's margin there. */
export function firstDivergences(
  inputs: readonly ComparedInput[], fast: readonly Decoded[], plain: readonly Decoded[],
): Comparison['divergences'] {
  return inputs.flatMap(({ region }, i) => {
    const [a, b] = [fast[i]?.ids ?? [], plain[i]?.ids ?? []]
    const length = Math.max(a.length, b.length)
    for (let position = 0; position < length; position++) {
      if (a[position] !== b[position]) return [{ region, position, margin: plain[i]?.margins[position] ?? 0 }]
    }
    return []
  })
}

function median(runs: readonly DecodeRun[], what: keyof DecodeRun['seconds']): number {
  const sorted = runs.map(({ seconds }) => seconds[what]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
