// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Trust, Verifier } from '../src/seams/verifier.ts'
import { createLineVerifier } from './onnx/onnx-verifier.ts'

/**
 * Fitted as `npm run bench -- trust --pages DIR` does on 60 rendered pages of held-out fonts and text (seed 77, from the 63rd page on), both readers'
 * words being calibrated (docs/benchmarks.md); fit again whenever the weights change. Decoding is exact: tolerant(0.5) would save 3% of the errors
 * on degraded pages, too little for what exactness lets anybody check.
 */
export const TRUST: Trust = {
  readingWeight: 0.77, draftWeight: 0.62, voteWeight: 1.26, bias: 0.38, minPageConfidence: 0.5,
  calibration: [
    [0.032, 0.026], [0.153, 0.112], [0.246, 0.195], [0.348, 0.267], [0.458, 0.475], [0.551, 0.631], [0.648, 0.683], [0.754, 0.78],
    [0.826, 0.818], [0.878, 0.861], [0.916, 0.866], [0.94, 0.913], [0.961, 0.945], [0.982, 0.96], [0.998, 0.979],
  ],
  ownDraft: {
    readingWeight: 0.81, draftWeight: 0.67, bias: 0.59,
    calibration: [
      [0.058, 0.053], [0.154, 0.163], [0.308, 0.185], [0.45, 0.313], [0.545, 0.403], [0.649, 0.495], [0.757, 0.559], [0.827, 0.62], [0.877, 0.758],
      [0.93, 0.833], [0.961, 0.883], [0.983, 0.932], [0.997, 0.972],
    ],
  },
}

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createLineVerifier({ folder, workers, trust: TRUST })
}
