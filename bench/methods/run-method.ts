// Runs a method over files in a process of its own; after a crash or a hang a new process goes on with the next file.
import { fork, type ChildProcess } from 'node:child_process'
import { childProgram } from '../built.ts'
import type { ChildOrder, ChildReport } from './method-child.ts'

export interface Converted {
  readonly file: string
  /** Markdown by page; null when it failed. */
  readonly pages: readonly string[] | null
  readonly error: { readonly code: string | null, readonly message: string } | null
  /** Wall-clock time of the call; loading the tool is not in it. */
  readonly seconds: number
  /** Highest of the process so far. */
  readonly peakRssMb: number
}

const CHILD = childProgram(import.meta.url, 'method-child')

/** Converts the files in order; `core` ties the process to one core (with taskset), null = all of them. @throws Error when the method cannot run at all, saying why */
export async function* runMethod(
  method: string, files: readonly string[], limitSeconds: number, core: number | null = null,
): AsyncGenerator<Converted, void> {
  let child: ChildProcess | null = null
  try {
    for (const file of files) {
      child ??= await startChild(method, limitSeconds, core)
      const report = await ask(child, { file }, limitSeconds)
      if (typeof report === 'string' || 'ready' in report) {
        child.kill('SIGKILL')
        child = null
        yield { file, pages: null, error: { code: 'CRASHED', message: typeof report === 'string' ? report : 'unexpected answer' }, seconds: 0, peakRssMb: 0 }
      } else {
        yield report
      }
    }
  } finally {
    await stop(child)
  }
}

async function startChild(method: string, limitSeconds: number, core: number | null): Promise<ChildProcess> {
  const tied = core === null ? {} : { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath, ...CHILD.execArgv] }
  const child = fork(CHILD.file, { execArgv: CHILD.execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], ...tied })
  const report = await ask(child, { method }, limitSeconds)
  if (typeof report !== 'string' && 'ready' in report && report.ready) return child
  child.kill('SIGKILL')
  throw new Error(typeof report === 'string' ? report : 'reason' in report ? report.reason : 'unexpected answer')
}

/** The child's answer, or why there is none. */
function ask(child: ChildProcess, order: ChildOrder, limitSeconds: number): Promise<ChildReport | string> {
  return new Promise((resolve) => {
    const finish = (answer: ChildReport | string): void => {
      clearTimeout(timer)
      child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error')
      resolve(answer)
    }
    const timer = setTimeout(() => finish(`no answer after ${limitSeconds} s`), limitSeconds * 1000)
    child.once('message', (report) => finish(report as ChildReport))
    child.once('exit', (code, signal) => finish(`the process ended: ${code ?? signal}`))
    child.once('error', (error) => finish(error.message))
    child.send(order)
  })
}

/** Lets the child close its workers, and kills it when it does not. */
async function stop(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}
