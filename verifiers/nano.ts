// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Verifier } from '../src/seams/verifier.ts'
import { createOnnxVerifier } from './onnx/onnx-verifier.ts'

/**
 * The limits with which OCR and nano together made the fewest character errors on rendered pages of held-out fonts and
 * text: 93 of 22,020 on clean ones (OCR alone 109), 1,234 of 43,164 on degraded ones (1,377). Measured by
 * `npm run bench -- trust`, see docs/benchmarks.md; to be measured again whenever the weights change.
 */
const TRUST = { minConfidence: 0.8, maxDraftConfidence: 0.9 }

export function createNano(folder: string, workers: number | null): Promise<Verifier> {
  return createOnnxVerifier({ folder, workers, trust: TRUST })
}
