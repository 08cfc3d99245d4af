// One decode run with the clocks around it.
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import type { SchedulerOptions } from '../../src/decode/scheduler.ts'
import { speculate } from '../../src/decode/speculate.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Timed } from './rounds.ts'

export async function decodeTimed(verifier: Verifier, inputs: readonly DecodeInput[], options: SchedulerOptions): Promise<Timed> {
  let opening = 0
  const watched: Verifier = {
    id: verifier.id, tokenizer: verifier.tokenizer, profile: verifier.profile, capabilities: verifier.capabilities,
    // nothing else runs meanwhile: sequences step together
    async open(images, signal) {
      const before = processorSeconds()
      const sequences = await verifier.open(images, signal)
      opening += processorSeconds() - before
      return sequences
    },
    verify: (steps, signal) => verifier.verify(steps, signal),
    commit: (sequence, path, next) => { verifier.commit(sequence, path, next) },
    close: (sequence) => { verifier.close(sequence) },
    dispose: () => verifier.dispose(),
  }
  const [start, cpu] = [performance.now(), processorSeconds()]
  const { stats, seconds } = await speculate(watched, inputs, { ...options, signal: new AbortController().signal })
  return {
    seconds: (performance.now() - start) / 1000 - seconds.encode, cpuSeconds: processorSeconds() - cpu - opening,
    encodeSeconds: seconds.encode, tokens: stats.tokens, forwards: stats.forwards,
  }
}

/** Of the whole process, all threads. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
