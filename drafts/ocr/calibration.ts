// What Tesseract's word confidences are worth: applied where its words become draft words.
import type { Calibration } from '../../src/model/calibration.ts'

/**
 * Printed by `npm run bench -- trust --pages DIR`: 11,495 words of 60 rendered pages, clean and degraded (seed 77, from the 63rd page on); on pages that it
 * was not fitted to it takes the calibration error from 0.046 to 0.007 (docs/benchmarks.md).
 */
export const TESSERACT: Calibration = [
  [0.011, 0.081], [0.155, 0.129], [0.298, 0.215], [0.441, 0.255], [0.547, 0.332], [0.646, 0.451], [0.747, 0.539], [0.821, 0.647], [0.873, 0.817],
  [0.913, 0.927], [0.934, 0.973], [0.958, 0.992],
]
