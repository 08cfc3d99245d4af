// What stops a benchmark: one sentence for people. Exit status 2 = asked for wrongly, 1 = could not be done.

export class BenchError extends Error {
  override readonly name = 'BenchError'
  readonly status: 1 | 2

  constructor(message: string, status: 1 | 2 = 1) {
    super(message)
    this.status = status
  }
}
