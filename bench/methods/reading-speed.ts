// How fast methods read born-digital PDFs, side by side: rounds in turn, every round of a method a process of its own.
import { say } from '../benchmark.ts'
import { pageCount } from '../data/page-count.ts'
import { runMethod } from './run-method.ts'

export interface ReadingSpeed {
  /** Median over the rounds. */
  readonly pagesPerSecond: number
  readonly rounds: readonly number[]
}

/** Methods that cannot read one of the files, or are not installed, are left out. `core` ties the processes to one core; null = all. */
export async function readingSpeed(
  names: readonly string[], files: readonly string[], rounds: number, core: number | null,
): Promise<Readonly<Record<string, ReadingSpeed>>> {
  const pages = (await Promise.all(files.map(pageCount))).reduce((sum, count) => sum + count, 0)
  const measured = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const seconds = await secondsOf(name, files, core).catch(() => null)
      if (seconds === null) continue
      measured.set(name, [...measured.get(name) ?? [], pages / seconds])
      say(`${name}, ${core === null ? 'all cores' : 'one core'}: ${(pages / seconds).toFixed(1)} pages/s`)
    }
  }
  return Object.fromEntries([...measured].map(([name, speeds]) => [name, { pagesPerSecond: median(speeds), rounds: speeds }]))
}

/** The second of two passes: the first loads and warms up, as a program that reads many documents does once. */
async function secondsOf(method: string, files: readonly string[], core: number | null): Promise<number | null> {
  let seconds = 0
  let read = 0
  for await (const { pages, seconds: spent } of runMethod(method, [...files, ...files], LIMIT_SECONDS, core)) {
    if (pages === null) return null
    if (read++ >= files.length) seconds += spent
  }
  return seconds
}

const LIMIT_SECONDS = 300

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
