// Something costly that is loaded on first use and kept: models.
import { throwIfAborted, untilAborted } from './errors.ts'

export class Loaded<T> {
  readonly #load: () => Promise<T>
  #value: Promise<T> | null = null

  constructor(load: () => Promise<T>) {
    this.#load = load
  }

  /** A load that fails is tried again the next time; an abort ends the waiting, not the load. @throws SpecparseError ABORTED, TIMEOUT */
  async get(signal: AbortSignal): Promise<T> {
    throwIfAborted(signal)
    return untilAborted(signal, this.#value ??= this.#load().catch((thrown: unknown) => {
      this.#value = null
      throw thrown
    }))
  }

  /** Gives up what has been loaded, if anything has. */
  async release(free: (value: T) => Promise<void>): Promise<void> {
    const value = await this.#value?.catch(() => null) ?? null
    this.#value = null
    if (value !== null) await free(value)
  }
}
