// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Trust, Verifier } from '../src/seams/verifier.ts'
import { createLineVerifier } from './onnx/onnx-verifier.ts'

/**
 * Fitted as `npm run bench -- trust --pages DIR` does on 60 rendered pages of held-out fonts and text (seed 77, from the 63rd page on), both readers'
 * words being calibrated (docs/benchmarks.md); fit again whenever the weights change. Decoding is exact: tolerant(0.5) would save 3% of the errors
 * on degraded pages, too little for what exactness lets anybody check.
 */
export const TRUST: Trust = {
  readingWeight: 0.93, draftWeight: 0.75, voteWeight: 1.17, bias: -0.24, minPageConfidence: 0.5,
  calibration: [
    [0.038, 0.045], [0.147, 0.144], [0.251, 0.234], [0.352, 0.365], [0.455, 0.511], [0.553, 0.64], [0.652, 0.725], [0.755, 0.777], [0.826, 0.841],
    [0.897, 0.922], [0.941, 0.945], [0.961, 0.958], [0.982, 0.971], [0.997, 0.978],
  ],
}

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createLineVerifier({ folder, workers, trust: TRUST })
}
