// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Trust, Verifier } from '../src/seams/verifier.ts'
import { createLineVerifier } from './onnx/onnx-verifier.ts'

/**
 * Fitted as `npm run bench -- trust --pages DIR` does on 60 rendered pages of held-out fonts and text (seed 77, from the 63rd page on), both readers'
 * words being calibrated (docs/benchmarks.md); fit again whenever the weights change. Decoding is exact: tolerant(0.5) would save 3% of the errors
 * on degraded pages, too little for what exactness lets anybody check.
 */
export const TRUST: Trust = {
  readingWeight: 0.87, draftWeight: 0.72, voteWeight: 1.01, bias: 0.41, minPageConfidence: 0.5,
  calibration: [
    [0.046, 0.067], [0.148, 0.129], [0.25, 0.225], [0.347, 0.261], [0.457, 0.44], [0.553, 0.573], [0.65, 0.682], [0.785, 0.809], [0.878, 0.863],
    [0.917, 0.866], [0.954, 0.902], [0.982, 0.952], [0.998, 0.98],
  ],
  ownDraft: {
    readingWeight: 0.88, draftWeight: 0.52, bias: 0.83,
    calibration: [
      [0.048, 0.045], [0.214, 0.168], [0.359, 0.231], [0.448, 0.25], [0.546, 0.455], [0.65, 0.522], [0.751, 0.604], [0.827, 0.753], [0.875, 0.762],
      [0.917, 0.776], [0.941, 0.842], [0.961, 0.869], [0.983, 0.925], [0.997, 0.972],
    ],
  },
}

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createLineVerifier({ folder, workers, trust: TRUST })
}
