// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Verifier } from '../src/seams/verifier.ts'
import { createLineVerifier } from './onnx/onnx-verifier.ts'

/**
 * Fitted by `npm run bench -- trust` on 72 rendered pages of held-out fonts and text (seed 5001), measured on others
 * (docs/benchmarks.md); fit again whenever the weights change. Decoding is exact: tolerant(0.5) would save 3% of the errors
 * on degraded pages, too little for what exactness lets anybody check.
 */
const TRUST = { readingWeight: 0.67, draftWeight: 0.26, voteWeight: 1.5, bias: -0.4, minPageConfidence: 0.5 }

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createLineVerifier({ folder, workers, trust: TRUST })
}
