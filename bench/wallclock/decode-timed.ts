// One decode run with the clocks around it.
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import type { SchedulerOptions } from '../../src/decode/scheduler.ts'
import { speculateTimed } from '../../src/decode/speculate.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Timed } from './rounds.ts'

export async function decodeTimed(verifier: Verifier, inputs: readonly DecodeInput[], options: SchedulerOptions): Promise<Timed> {
  // what opens side by side counts once
  let [opening, open, before] = [0, 0, 0]
  const watched: Verifier = {
    id: verifier.id, tokenizer: verifier.tokenizer, profile: verifier.profile, capabilities: verifier.capabilities,
    // nothing is decoded meanwhile
    async open(...call) {
      if (open++ === 0) before = processorSeconds()
      const sequences = await verifier.open(...call)
      if (--open === 0) opening += processorSeconds() - before
      return sequences
    },
    verify: (steps, signal) => verifier.verify(steps, signal),
    commit: (sequence, path, next) => { verifier.commit(sequence, path, next) },
    close: (sequence) => { verifier.close(sequence) },
    dispose: () => verifier.dispose(),
  }
  const cpu = processorSeconds()
  const { stats, seconds } = await speculateTimed(watched, inputs, { ...options, signal: new AbortController().signal })
  return {
    seconds: seconds.verify, cpuSeconds: processorSeconds() - cpu - opening,
    encodeSeconds: seconds.encode, tokens: stats.tokens, forwards: stats.forwards,
  }
}

/** Of the whole process, all threads. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
