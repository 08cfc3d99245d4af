import { expect, test } from 'vitest'
import { Calibration } from '../../../src/decode/tree/calibration.ts'

test('starts at the prior and moves towards what happens, kind by kind', () => {
  const calibration = new Calibration(2)
  expect(calibration.expect(0, 0.5)).toBe(0.5)
  for (let i = 0; i < 1000; i++) calibration.record(0, i % 10 === 0)
  expect(calibration.expect(0, 0.5)).toBeCloseTo(0.1, 1)
  expect(calibration.expect(1, 0.5)).toBe(0.5)
})

test('forgets what was long ago', () => {
  const calibration = new Calibration(1)
  for (let i = 0; i < 5000; i++) calibration.record(0, false)
  for (let i = 0; i < 1500; i++) calibration.record(0, true)
  expect(calibration.expect(0, 0.5)).toBeGreaterThan(0.85)
})
