// One group of sequences, decoded on its own: what benchmarks and the comparison with plain decoding run.
import type { Verifier } from '../seams/verifier.ts'
import type { DecodeInput, DecodeRun } from './decode-input.ts'
import { Scheduler, type SchedulerOptions } from './scheduler.ts'

/**
 * Decodes every input with the target. The tokens are those of plain decoding, whatever the drafts say.
 * @throws SpecparseError VERIFIER_FAILED, ABORTED; open sequences are closed first
 */
export function speculate(
  verifier: Verifier, inputs: readonly DecodeInput[], { signal, ...options }: SchedulerOptions & { readonly signal: AbortSignal },
): Promise<DecodeRun> {
  return new Scheduler(verifier, options).run(inputs, { signal })
}
