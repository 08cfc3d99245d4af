import { expect, test } from 'vitest'
import { Calibration } from '../../src/decode/calibration.ts'

test('starts at the prior and moves towards what happens', () => {
  const calibration = new Calibration(() => [0.5, 0.8])
  expect(calibration.expect('a')).toEqual([0.5, expect.closeTo(0.8)])
  for (let i = 0; i < 500; i++) calibration.record('a', i % 10 === 0 ? 5 : 0, false)
  const [first, later] = calibration.expect('a')
  expect(first).toBeCloseTo(0.1, 1)
  expect(later).toBeCloseTo(0.8, 1)
  expect(calibration.expect('b')[0]).toBe(0.5)
})

test('a guess that was right as far as one could see is no failure', () => {
  const calibration = new Calibration(() => [0.5, 0.5])
  for (let i = 0; i < 500; i++) calibration.record('a', 4, true)
  expect(calibration.expect('a')[1]).toBeGreaterThan(0.99)
})
