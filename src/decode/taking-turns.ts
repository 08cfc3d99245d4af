// Two kinds of work that must not run at the same time, while works of one kind may.

export class TakingTurns<Kind> {
  #inside = 0
  #kind: Kind | null = null
  #waiting: { readonly kind: Kind, readonly enter: () => void }[] = []

  /** Runs a job when none of the other kind is running; first come, first served. */
  async run<T>(kind: Kind, job: () => Promise<T>): Promise<T> {
    if (this.#inside > 0 && (kind !== this.#kind || this.#waiting.length > 0)) await new Promise<void>((enter) => this.#waiting.push({ kind, enter }))
    else this.#enter(kind)
    try {
      return await job()
    } finally {
      this.#leave()
    }
  }

  #enter(kind: Kind): void {
    this.#kind = kind
    this.#inside++
  }

  #leave(): void {
    const kind = this.#waiting[0]?.kind
    if (--this.#inside > 0 || kind === undefined) return
    while (this.#waiting[0]?.kind === kind) {
      this.#enter(kind)
      this.#waiting.shift()?.enter()
    }
  }
}
