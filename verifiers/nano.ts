// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Trust, Verifier } from '../src/seams/verifier.ts'
import { createLineVerifier } from './onnx/onnx-verifier.ts'

/**
 * Fitted as `npm run bench -- trust --pages DIR` does on 60 rendered pages of held-out fonts and text (seed 77, from the 63rd page on), both readers'
 * words being calibrated (docs/benchmarks.md); fit again whenever the weights change. Decoding is exact: tolerant(0.5) would save 3% of the errors
 * on degraded pages, too little for what exactness lets anybody check.
 */
export const TRUST: Trust = {
  readingWeight: 0.73, draftWeight: 0.59, voteWeight: 1.39, bias: 0.2, minPageConfidence: 0.5,
  calibration: [
    [0.034, 0.042], [0.152, 0.14], [0.245, 0.196], [0.351, 0.306], [0.449, 0.495], [0.608, 0.651], [0.751, 0.777], [0.828, 0.793], [0.879, 0.892],
    [0.916, 0.902], [0.94, 0.915], [0.961, 0.935], [0.982, 0.962], [0.998, 0.979],
  ],
}

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createLineVerifier({ folder, workers, trust: TRUST })
}
