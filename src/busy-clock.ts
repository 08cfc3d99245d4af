// Time, by the wall clock unless another is given, during which at least one of several overlapping jobs was running.

export class BusyClock {
  readonly #now: () => number
  #running = 0
  #since = 0
  #total = 0

  /** `now`: milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Runs a job and counts its time; time shared with other jobs of this clock counts once. */
  async time<T>(job: () => Promise<T>): Promise<T> {
    this.#start()
    try {
      return await job()
    } finally {
      this.#stop()
    }
  }

  /** Runs something else within a job of this clock, whose time is not the job's. */
  async pause<T>(work: () => Promise<T>): Promise<T> {
    this.#stop()
    try {
      return await work()
    } finally {
      this.#start()
    }
  }

  #start(): void {
    if (this.#running++ === 0) this.#since = this.#now()
  }

  #stop(): void {
    if (--this.#running === 0) this.#total += this.#now() - this.#since
  }

  get seconds(): number {
    return this.#total / 1000
  }
}
