// One decode run with the clocks around it.
import { BusyClock } from '../../src/busy-clock.ts'
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import type { SchedulerOptions } from '../../src/decode/scheduler.ts'
import { speculateTimed } from '../../src/decode/speculate.ts'
import { watched } from '../../src/decode/watched.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Timed } from './rounds.ts'

export async function decodeTimed(verifier: Verifier, inputs: readonly DecodeInput[], options: SchedulerOptions): Promise<Timed> {
  // nothing is decoded while a sequence opens
  const opening = new BusyClock(processorMilliseconds)
  const timed = watched(verifier, { open: (...call) => opening.time(() => verifier.open(...call)) })
  const start = processorMilliseconds()
  const { stats, seconds } = await speculateTimed(timed, inputs, { ...options, signal: new AbortController().signal })
  return {
    seconds: seconds.verify, cpuSeconds: (processorMilliseconds() - start) / 1000 - opening.seconds,
    encodeSeconds: seconds.encode, tokens: stats.tokens, forwards: stats.forwards,
  }
}

/** Of the whole process, all threads. */
function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
