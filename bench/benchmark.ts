// What a benchmark is: a file that says its options and runs.

export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly default?: string | boolean
  readonly short?: string
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

/** Figures for the last line; everything a reader needs to repeat them, but for commit, machine and versions, is in them. */
export type Figures = Readonly<Record<string, unknown>> & {
  /** SHA-256 over the data that was measured on, first 16 hex digits. */
  readonly dataHash: string
}

export interface Benchmark {
  readonly options: Readonly<Record<string, OptionSpec>>
  /** @throws BenchError */
  run(options: OptionValues): Promise<Figures>
}

/** Progress and tables, for people. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
