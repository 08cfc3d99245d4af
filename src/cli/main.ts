#!/usr/bin/env node
// The `specparse` command: arguments in, exit status out.
import './tune-v8.ts'
import { inspect } from 'node:util'
import { asSpecparseError } from '../errors.ts'
import { readArguments } from './arguments.ts'
import { EXIT_STATUS } from './exit-status.ts'
import { complain, run } from './run.ts'

const interrupt = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // A second Ctrl-C does not wait for anything.
    if (interrupt.signal.aborted) process.exit(EXIT_STATUS.ABORTED)
    interrupt.abort()
  })
}
// `specparse x.pdf | head` closes our output early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { process.exit(error.code === 'EPIPE' ? 0 : EXIT_STATUS.OUTPUT_FAILED) })

try {
  const argv = process.argv.slice(2)
  if (argv[0] === 'bench') {
    const { bench } = await import('./bench.ts')
    process.exitCode = await bench(argv.slice(1), interrupt.signal)
  } else if (argv[0] === 'doctor') {
    const { doctor } = await import('./doctor.ts')
    process.exitCode = await doctor(argv.slice(1), interrupt.signal)
  } else {
    const args = readArguments(argv)
    if (args !== null) process.exitCode = await run(args, interrupt.signal)
  }
} catch (thrown) {
  const error = asSpecparseError(thrown, 'INTERNAL')
  complain(error)
  if (process.env['SPECPARSE_DEBUG'] !== undefined) process.stderr.write(`${inspect(thrown)}\n`)
  process.exitCode = EXIT_STATUS[error.code]
}
