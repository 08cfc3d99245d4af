// Ctrl-C ends the work in order: what was made is removed before the process ends.
import { BenchError } from '../bench-error.ts'

/** Runs `work` with a signal that SIGINT and SIGTERM abort. @throws BenchError when one of them came */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController()
  const onSignal = (): void => interrupt.abort()
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    return await work(interrupt.signal)
  } catch (error) {
    throw interrupt.signal.aborted ? new BenchError('interrupted') : error
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}
