// Parses a document in a process of its own.
import { fork } from 'node:child_process'
import { childProgram } from '../built.ts'
import type { ParseOrder, ParseReport } from './parse-child.ts'

/** What happened to the process when it gave no report. */
export interface Crash {
  readonly ok: null
  readonly reason: string
}

const CHILD = childProgram(import.meta.url, 'parse-child')

/** Starts a process, waits at most `limitSeconds` for its report, and leaves none behind; `signal` ends it. */
export function parseApart(order: ParseOrder, limitSeconds: number, signal?: AbortSignal): Promise<ParseReport | Crash> {
  return new Promise((resolve) => {
    const child = fork(CHILD.file, { execArgv: CHILD.execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced', killSignal: 'SIGKILL', ...signal === undefined ? {} : { signal } })
    let result: ParseReport | Crash | null = null
    let complaint = ''
    const timer = setTimeout(() => {
      result ??= { ok: null, reason: `no result after ${limitSeconds} s` }
      child.kill('SIGKILL')
    }, limitSeconds * 1000)
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000)
    })
    child.on('message', (report: ParseReport) => {
      result = report
    })
    child.on('error', (error) => {
      result ??= { ok: null, reason: error.message }
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(result ?? { ok: null, reason: `exit ${code ?? signal}: ${complaint.trim().split('\n').find((line) => line.includes('Error')) ?? complaint.trim()}` })
    })
    child.send(order)
  })
}
