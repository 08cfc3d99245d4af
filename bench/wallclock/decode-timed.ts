// One decode run with the clocks around it.
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import { speculate } from '../../src/decode/speculate.ts'
import type { SchedulerOptions } from '../../src/decode/scheduler.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Timed } from './rounds.ts'

export async function decodeTimed(verifier: Verifier, inputs: readonly DecodeInput[], options: SchedulerOptions): Promise<Timed> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const { stats, seconds } = await speculate(verifier, inputs, { ...options, signal: new AbortController().signal })
  const { user, system } = process.cpuUsage(cpu)
  return {
    seconds: (performance.now() - start) / 1000 - seconds.encode, cpuSeconds: (user + system) / 1e6,
    encodeSeconds: seconds.encode, tokens: stats.tokens, forwards: stats.forwards,
  }
}
