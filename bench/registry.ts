// Benchmarks by name. One file each; a new one is one file and one line.
import type { Benchmark } from './benchmark.ts'

export const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  compare: () => import('./benchmarks/compare.ts'),
  corpus: () => import('./benchmarks/corpus.ts'),
  omnidocbench: () => import('./benchmarks/omnidocbench.ts'),
  report: () => import('./benchmarks/report.ts'),
  drafts: () => import('./benchmarks/drafts.ts'),
  memory: () => import('./benchmarks/memory.ts'),
  'score-conformance': () => import('./benchmarks/score-conformance.ts'),
  'score-speed': () => import('./benchmarks/score-speed.ts'),
  'event-loop': () => import('./benchmarks/event-loop.ts'),
  nano: () => import('./benchmarks/nano.ts'),
  degradations: () => import('./benchmarks/degradations.ts'),
  'page-time': () => import('./benchmarks/page-time.ts'),
  trust: () => import('./benchmarks/trust.ts'),
  'verify-cost': () => import('./benchmarks/verify-cost.ts'),
  wallclock: () => import('./benchmarks/wallclock.ts'),
  exactness: () => import('./benchmarks/exactness.ts'),
  replay: () => import('./benchmarks/replay.ts'),
  http: () => import('./benchmarks/http.ts'),
  ablation: () => import('./benchmarks/ablation.ts'),
}
