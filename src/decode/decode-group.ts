// Sequences that were asked for together, on their way through the scheduler: results, times, and how the asking ended.
import { BusyClock } from '../busy-clock.ts'
import { asSpecparseError, type SpecparseError } from '../errors.ts'
import type { DecodeInput, DecodeRun } from './decode-input.ts'
import type { Decoded } from './decoding.ts'
import { addStats, EMPTY_STATS } from './stats.ts'

export class DecodeGroup {
  readonly inputs: readonly DecodeInput[]
  /** Lower goes first. */
  readonly priority: number
  readonly signal: AbortSignal
  /** Settles when every sequence has ended and is closed. */
  readonly done: Promise<DecodeRun>
  /** Time that it took part in: opening and forwards overlap where they are of different lanes. */
  readonly clocks = { encode: new BusyClock(), verify: new BusyClock() }
  readonly #decoded: Decoded[]
  #left: number
  #forwards = 0
  #error: SpecparseError | null = null
  #resolve: (run: DecodeRun) => void = () => undefined
  #reject: (error: SpecparseError) => void = () => undefined

  constructor(inputs: readonly DecodeInput[], priority: number, signal: AbortSignal) {
    this.inputs = inputs
    this.priority = priority
    this.signal = signal
    this.#decoded = new Array<Decoded>(inputs.length)
    this.#left = inputs.length
    this.done = new Promise((resolve, reject) => { [this.#resolve, this.#reject] = [resolve, reject] })
    if (this.#left === 0) this.#settle()
  }

  /** Set: its sequences are to be closed, and `done` will reject. An abort counts as soon as somebody looks. */
  get error(): SpecparseError | null {
    if (this.#error === null && this.signal.aborted) this.fail(this.signal.reason)
    return this.#error
  }

  fail(thrown: unknown): void {
    this.#error ??= asSpecparseError(thrown, this.signal.aborted ? 'ABORTED' : 'VERIFIER_FAILED')
  }

  /** The sequence of input `index` has ended and is closed; null = with the group's error. */
  end(index: number, decoded: Decoded | null): void {
    if (decoded !== null) this.#decoded[index] = decoded
    if (--this.#left === 0) this.#settle()
  }

  /** A forward is counted for one of the groups in it. */
  countForward(): void {
    this.#forwards++
  }

  #settle(): void {
    if (this.error !== null) {
      this.#reject(this.error)
      return
    }
    const { encode, verify } = this.clocks
    this.#resolve({
      decoded: this.#decoded,
      stats: this.#decoded.reduce((sum, { stats }) => addStats(sum, stats), { ...EMPTY_STATS, forwards: this.#forwards }),
      seconds: { encode: encode.seconds, verify: verify.seconds },
    })
  }
}
