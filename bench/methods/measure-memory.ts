// Parses a document in a process of its own that reports its resident memory after every page.
import { fork } from 'node:child_process'
import { BenchError } from '../bench-error.ts'
import { childProgram } from '../built.ts'
import type { MemoryReport, MemoryWay } from './memory-child.ts'

export interface MemorySample {
  readonly page: number
  readonly rssMb: number
}

export interface MemoryCurve {
  /** Once the package is loaded, before the document is opened. */
  readonly baseMb: number
  readonly samples: readonly MemorySample[]
  readonly seconds: number
  /** The result as JSON; 0 when it was dropped. */
  readonly resultMb: number
}

const CHILD = childProgram(import.meta.url, 'memory-child')

/** @throws BenchError when the process fails or takes longer than `limitSeconds` */
export function measureMemory(file: string, way: MemoryWay, limitSeconds: number): Promise<MemoryCurve> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD.file, [file, way], { execArgv: CHILD.execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], killSignal: 'SIGKILL', timeout: limitSeconds * 1000 })
    let baseMb = 0
    const samples: MemorySample[] = []
    child.on('message', (report: MemoryReport) => {
      if ('baseMb' in report) baseMb = report.baseMb
      else if ('page' in report) samples.push(report)
      else resolve({ baseMb, samples, ...report })
    })
    child.on('exit', (code, signal) => reject(new BenchError(`the parsing process ended: ${code ?? signal}`)))
  })
}
