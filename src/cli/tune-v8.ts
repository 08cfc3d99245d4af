// For a command that runs for seconds V8 optimizes too early: a quarter of its CPU time went into compiling what ran a little longer anyway.
// Imported before anything else; the library leaves the flags of its caller's process alone.
import { setFlagsFromString } from 'node:v8'

/**
 * When code counts as hot, by V8's version: 11 is Node 20's (its default is 135,168 bytes of bytecode), 12 Node 22's (3,000 calls). Later ones have a
 * compiler in between, and gain nothing. Measured: docs/benchmarks.md, born-digital pages from the shell.
 */
const HOT: Readonly<Record<string, string>> = { 11: '--interrupt-budget=1000000', 12: '--invocation-count-for-turbofan=20000' }

const flag = HOT[process.versions.v8.split('.')[0] ?? '']
if (flag !== undefined) setFlagsFromString(flag)
