// Rounds of a measurement: methods take turns, and medians count, so that a machine that is busy for a while disturbs all alike.

/** What one run of one method took. */
export interface Timed {
  /** Wall clock after the images were read: forwards, and the decode core around them. */
  readonly seconds: number
  /** Processor time of the whole process in those seconds, all threads: what a busy machine disturbs least. */
  readonly cpuSeconds: number
  /** Image encoding and prefill. */
  readonly encodeSeconds: number
  readonly tokens: number
  readonly forwards: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] ?? 0 : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export const medianOf = (runs: readonly Timed[], what: keyof Timed): number => median(runs.map((run) => run[what]))

export const medianSeconds = (runs: readonly Timed[]): number => medianOf(runs, 'seconds')

/** Runs every method once a round, in turns; the raw rounds by method. */
export async function inTurns<K extends string>(
  rounds: number, methods: Readonly<Record<K, () => Promise<Timed>>>,
): Promise<Record<K, Timed[]>> {
  const names = Object.keys(methods) as K[]
  const runs = Object.fromEntries(names.map((name) => [name, [] as Timed[]])) as Record<K, Timed[]>
  for (let round = 0; round < rounds; round++) {
    // every other round backwards: no method always runs after the same one
    for (const name of round % 2 === 0 ? names : names.toReversed()) runs[name].push(await methods[name]())
  }
  return runs
}

/** The method of those with the least median. */
export function fastest<K extends string>(runs: Readonly<Record<K, readonly Timed[]>>, names: readonly K[]): K {
  return names.reduce((best, name) => medianSeconds(runs[name]) < medianSeconds(runs[best]) ? name : best)
}
