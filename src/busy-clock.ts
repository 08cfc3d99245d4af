// Wall-clock time during which at least one of several overlapping jobs was running.

export class BusyClock {
  #running = 0
  #since = 0
  #total = 0

  /** Runs a job and counts its time; time shared with other jobs of this clock counts once. */
  async time<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running++ === 0) this.#since = performance.now()
    try {
      return await job()
    } finally {
      if (--this.#running === 0) this.#total += performance.now() - this.#since
    }
  }

  get seconds(): number {
    return this.#total / 1000
  }
}
