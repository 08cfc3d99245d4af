// `specparse bench omnidocbench`: read, score, and report, as one command for users of the package.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OptionValues } from './benchmark.ts'
import { benchmark } from './benchmarks/omnidocbench.ts'
import { makeReport } from './benchmarks/report.ts'
import { requiredOption } from './options.ts'
import { provenance } from './provenance.ts'
import { SPEED_LOG } from './report/method-report.ts'

export interface OmniDocBenchRun {
  /** One JSON object: accuracy, speed, where the report is, and what makes it repeatable. */
  readonly line: string
  /** Pages that could not be read. */
  readonly failed: number
}

/** `command`: what the user typed, for the report. @throws BenchError */
export async function runOmniDocBench(options: OptionValues, command: string): Promise<OmniDocBenchRun> {
  const output = requiredOption(options, 'output')
  const names = requiredOption(options, 'method').split(',')
  const { dataHash, ...figures } = await benchmark.run(options)
  // what an earlier run measured must not stand in this one's report
  if (options['resume'] !== true) await Promise.all(names.map((name) => rm(join(output, name, SPEED_LOG), { force: true })))
  const { report, speed } = await makeReport(options, command)
  const failed = figures['failed']
  return {
    line: JSON.stringify({ benchmark: 'omnidocbench', ...figures, report, speed, ...(await provenance()), dataHash }),
    failed: Array.isArray(failed) ? failed.length : 0,
  }
}
