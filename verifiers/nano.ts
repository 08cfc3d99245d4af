// nano: the line reader that ships with the package. Its profile is the model folder's, plus when to believe it.
import type { Verifier } from '../src/seams/verifier.ts'
import { createOnnxVerifier } from './onnx/onnx-verifier.ts'

/**
 * Limits under which OCR and nano together make fewer character errors than OCR alone, on rendered pages of held-out
 * fonts and text: 191 against 229 of 58,593 on clean pages, 7,106 against 7,405 of 112,355 on degraded ones. Looser
 * ones did slightly better there and worse on scans unlike any training line. `npm run bench -- trust` measures them
 * (docs/benchmarks.md); measure again whenever the weights change.
 */
const TRUST = { minConfidence: 0.9, maxDraftConfidence: 0.9, minPageConfidence: 0.65 }

export function createNano(folder: string, workers: number): Promise<Verifier> {
  return createOnnxVerifier({ folder, workers, trust: TRUST })
}
