// The decode loop: propose, verify all sequences in one forward, accept; a sequence that ends makes room at once.
import { throwIfAborted } from '../errors.ts'
import type { DecodeStats } from '../model/document.ts'
import type { Sequence, Verifier, VerifyInput } from '../seams/verifier.ts'
import { type Decoded, Decoding } from './decoding.ts'
import type { DrafterFactory } from './drafter.ts'
import { addStats, EMPTY_STATS } from './stats.ts'

/** Proposed text of one sequence. */
export interface Draft {
  readonly text: string
  /** How likely a character of it is right, 0-1. */
  readonly confidence: number
}

export interface DecodeInput {
  readonly input: VerifyInput
  /** null = nothing is known of the text. */
  readonly draft: Draft | null
}

export interface DecodeOptions {
  /** Who proposes; `plainDrafter` is the target alone, one token per forward: the baseline and the oracle. */
  readonly drafter: DrafterFactory
  /** Sequences decoded at a time; at most the verifier's maxBatch, which is the default. */
  readonly batch?: number
  readonly signal: AbortSignal
}

export interface DecodeRun {
  /** In the order of the inputs. */
  readonly decoded: readonly Decoded[]
  readonly stats: DecodeStats
  /** Wall clock: image encoding and prefill, and everything after it. */
  readonly seconds: { readonly encode: number; readonly verify: number }
}

/**
 * Decodes every input with the target. The tokens are those of plain decoding, whatever the drafts say.
 * @throws SpecparseError VERIFIER_FAILED, ABORTED; open sequences are closed first
 */
export async function speculate(verifier: Verifier, inputs: readonly DecodeInput[], options: DecodeOptions): Promise<DecodeRun> {
  const slots = Math.min(options.batch ?? Infinity, verifier.capabilities.maxBatch)
  const decoded = new Array<Decoded>(inputs.length)
  const active = new Map<number, Decoding>()
  let [waiting, forwards, encode, verify] = [0, 0, 0, 0]
  try {
    while (waiting < inputs.length || active.size > 0) {
      throwIfAborted(options.signal)
      // A few at a time: images encode faster together than one by one.
      if (waiting < inputs.length && active.size <= slots * 0.75) {
        const start = performance.now()
        const batch = inputs.slice(waiting, waiting + slots - active.size)
        const sequences = await verifier.open(batch.map(({ input }) => input), options.signal)
        sequences.forEach((sequence, i) => active.set(waiting + i, begin(verifier, sequence, batch[i]?.draft ?? null, options.drafter)))
        waiting += batch.length
        encode += performance.now() - start
      }
      const start = performance.now()
      for (const [index, result] of await step(verifier, active, options.signal)) {
        decoded[index] = result
        active.delete(index)
      }
      forwards++
      verify += performance.now() - start
    }
  } finally {
    for (const { sequence } of active.values()) verifier.close(sequence)
  }
  const stats = decoded.reduce((sum, one) => addStats(sum, one.stats), { ...EMPTY_STATS, forwards })
  return { decoded, stats, seconds: { encode: encode / 1000, verify: verify / 1000 } }
}

/** One forward over all active sequences; returns those that ended, closed. */
async function step(verifier: Verifier, active: ReadonlyMap<number, Decoding>, signal: AbortSignal): Promise<[number, Decoded][]> {
  const steps = [...active].map(([index, decoding]) => ({ index, decoding, draft: decoding.propose() }))
  const verdicts = await verifier.verify(steps.map(({ decoding, draft }) => ({ sequence: decoding.sequence, draft })), signal)
  const ended: [number, Decoded][] = []
  steps.forEach(({ index, decoding, draft }, i) => {
    const verdict = verdicts[i]
    if (verdict === undefined) throw new RangeError('the verifier returned too few verdicts')
    const result = decoding.take(draft, verdict)
    if (result === null) return
    verifier.close(decoding.sequence)
    ended.push([index, result])
  })
  return ended
}

/** Starts a sequence with the drafts there are: the caller's (text layer, OCR), and one that the target's encoder gave for nothing. */
function begin(verifier: Verifier, sequence: Sequence, draft: Draft | null, drafter: DrafterFactory): Decoding {
  const drafts = [draft, sequence.ownDraft].filter((one) => one !== null).sort((a, b) => b.confidence - a.confidence)
  return new Decoding(verifier, sequence, drafter(drafts.map(({ text }) => text), verifier.tokenizer))
}
