// Benchmarks by name. One file each; a new one is one file and one line.
import type { Benchmark } from './benchmark.ts'

export const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  corpus: () => import('./benchmarks/corpus.ts'),
  omnidocbench: () => import('./benchmarks/omnidocbench.ts'),
  'score-conformance': () => import('./benchmarks/score-conformance.ts'),
  'score-speed': () => import('./benchmarks/score-speed.ts'),
}
