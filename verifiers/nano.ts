// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Verifier } from '../src/seams/verifier.ts'
import { createOnnxVerifier } from './onnx/onnx-verifier.ts'

export function createNano(folder: string, workers: number | null): Promise<Verifier> {
  return createOnnxVerifier({ folder, workers, trust: { minConfidence: 0.9, maxDraftConfidence: 0.7 } })
}
