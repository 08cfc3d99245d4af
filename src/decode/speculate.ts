// One group of sequences, decoded on its own: what benchmarks and the comparison with plain decoding run.
import { BusyClock } from '../busy-clock.ts'
import type { Verifier } from '../seams/verifier.ts'
import type { DecodeInput, DecodeRun } from './decode-input.ts'
import { Scheduler, type SchedulerOptions } from './scheduler.ts'
import { TakingTurns } from './taking-turns.ts'
import { watched } from './watched.ts'

export type SpeculateOptions = SchedulerOptions & { readonly signal: AbortSignal }

/**
 * Decodes every input with the target. The tokens are those of plain decoding, whatever the drafts say.
 * @throws SpecparseError VERIFIER_FAILED, ABORTED; open sequences are closed first
 */
export function speculate(verifier: Verifier, inputs: readonly DecodeInput[], { signal, ...options }: SpeculateOptions): Promise<DecodeRun> {
  return new Scheduler(verifier, options).run(inputs, { signal })
}

/** As `speculate`, with images encoded while nothing is decoded, so that `seconds` tell the one from the other; of a server they are what its answers took. @throws SpecparseError */
export async function speculateTimed(verifier: Verifier, inputs: readonly DecodeInput[], options: SpeculateOptions): Promise<DecodeRun> {
  if (!verifier.capabilities.lockstep) return speculate(verifier, inputs, options)
  const [turns, encoding, start] = [new TakingTurns<'encode' | 'verify'>(), new BusyClock(), performance.now()]
  const inTurns = watched(verifier, {
    open: (...call) => turns.run('encode', () => encoding.time(() => verifier.open(...call))),
    verify: (...call) => turns.run('verify', () => verifier.verify(...call)),
  })
  const run = await speculate(inTurns, inputs, options)
  return { ...run, seconds: { encode: encoding.seconds, verify: (performance.now() - start) / 1000 - encoding.seconds } }
}
