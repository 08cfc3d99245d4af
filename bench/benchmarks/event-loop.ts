// How long is the caller's event loop blocked while documents are parsed in the same process?
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Parser } from '../../src/parser.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { PACKAGE_ENTRY } from '../built.ts'
import { hashFiles } from '../provenance.ts'

const FILES = ['samples/scanned-letter.png', 'samples/two-column-paper.pdf']
const ROUNDS = 5

export const benchmark: Benchmark = {
  options: {},
  async run() {
    // The compiled package: a loader that compiles sources on the fly would block the loop itself.
    const { createParser } = await import(PACKAGE_ENTRY) as { createParser: () => Promise<Parser> }
    await using parser = await createParser()
    const files: Record<string, { maxMs: number, p99Ms: number }[]> = {}
    for (const file of FILES) {
      await parser.parse(file)
      const rounds: { maxMs: number, p99Ms: number }[] = []
      files[file] = rounds
      for (let round = 0; round < ROUNDS; round++) {
        const delay = monitorEventLoopDelay({ resolution: 1 })
        delay.enable()
        await parser.parse(file)
        delay.disable()
        rounds.push({ maxMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 })
      }
      say(`${file}: longest gap ${rounds.map(({ maxMs }) => maxMs.toFixed(1)).join(', ')} ms`)
    }
    return { files, maxMs: Math.max(...Object.values(files).flat().map(({ maxMs }) => maxMs)), dataHash: await hashFiles(FILES) }
  },
}
