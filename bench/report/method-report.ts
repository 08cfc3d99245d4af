// What a report knows of one method: its scores, and what speculation gained where that was measured.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import type { MethodResult } from '../benchmarks/omnidocbench.ts'
import { readSpeedLog, type PageSpeed } from '../methods/measure-speed.ts'
import { speedMetrics, type SpeedMetrics } from '../metrics/speed.ts'

export const SPEED_LOG = 'speed.jsonl'

export interface MethodReport {
  readonly name: string
  /** Where its Markdown lies, one file a page. */
  readonly folder: string
  readonly result: MethodResult
  /** Pages decoded both ways; empty when that was not measured. */
  readonly pageSpeeds: readonly PageSpeed[]
  /** Sums over `pageSpeeds`; null when there are none. */
  readonly speed: SpeedMetrics | null
}

/** Reads the folder of a run; `names` null = every method in it. @throws BenchError */
export async function readMethodReports(output: string, names: readonly string[] | null): Promise<MethodReport[]> {
  const folders =
    names ??
    (
      await readdir(output, { withFileTypes: true }).catch(() => {
        throw new BenchError(`there is no folder ${output}`)
      })
    )
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  const reports = (await Promise.all(folders.map((name) => readMethodReport(output, name)))).filter((report) => report !== null)
  if (reports.length === 0) throw new BenchError(`${output} holds no results: no METHOD/scores.json`)
  return reports
}

async function readMethodReport(output: string, name: string): Promise<MethodReport | null> {
  const folder = join(output, name)
  const text = await readFile(join(folder, 'scores.json'), 'utf8').catch(() => null)
  if (text === null) return null
  const result = JSON.parse(text) as MethodResult
  const scored = new Set(result.pages.map(({ page }) => page))
  const pageSpeeds = (await readSpeedLog(join(folder, SPEED_LOG))).filter(({ page }) => scored.has(page))
  const samples = pageSpeeds.flatMap(({ sample }) => (sample === null ? [] : [sample]))
  return { name, folder, result, pageSpeeds, speed: samples.length === 0 ? null : speedMetrics(samples) }
}
