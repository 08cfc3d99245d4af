// Options of a benchmark, checked: an unknown one or a missing value is one clear line.
import { parseArgs } from 'node:util'
import { BenchError } from './bench-error.ts'
import type { Benchmark, OptionValues } from './benchmark.ts'

/** @throws BenchError with status 2 */
export function parseBenchOptions(benchmark: Benchmark, args: readonly string[]): OptionValues {
  try {
    return parseArgs({ args: [...args], options: benchmark.options, allowPositionals: false, strict: true }).values
  } catch (error) {
    const known = Object.keys(benchmark.options).map((name) => `--${name}`).join(' ')
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new BenchError(`${reason}; options are ${known}`, 2)
  }
}

export function textOption(options: OptionValues, name: string): string | null {
  const value = options[name]
  return typeof value === 'string' ? value : null
}

/** @throws BenchError when it was not given */
export function requiredOption(options: OptionValues, name: string): string {
  const value = textOption(options, name)
  if (value === null) throw new BenchError(`--${name} is missing`, 2)
  return value
}

/** A whole number from 1, or null. @throws BenchError */
export function countOption(options: OptionValues, name: string): number | null {
  const value = textOption(options, name)
  if (value === null) return null
  if (!/^[1-9]\d*$/.test(value)) throw new BenchError(`--${name} must be a whole number from 1, not '${value}'`, 2)
  return Number(value)
}
