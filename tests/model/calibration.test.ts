import { expect, test } from 'vitest'
import { type Calibration, calibrated } from '../../src/model/calibration.ts'

const POINTS: Calibration = [[0.2, 0.1], [0.6, 0.5], [0.9, 0.98]]

test('straight between the points, level beyond them; without points it is what was said', () => {
  expect([0, 0.2, 0.4, 0.6, 0.9, 1].map((said) => Number(calibrated(POINTS, said).toFixed(6)))).toEqual([0.1, 0.1, 0.3, 0.5, 0.98, 0.98])
  expect(calibrated([], 0.37)).toBe(0.37)
})
