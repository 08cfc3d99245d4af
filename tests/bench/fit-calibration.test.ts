import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossCalibrated, fitCalibration } from '../../bench/metrics/fit-calibration.ts'

test('a reader who says 0.9 and is right half of the time is found out', () => {
  const claims = Array.from({ length: 400 }, (_, i) => i < 200 ? { confidence: 0.9, right: i % 2 === 0 } : { confidence: 0.96, right: i % 50 !== 0 })
  expect(fitCalibration(claims)).toEqual([[0.9, 0.5], [0.96, 0.978]])
  const { before, after } = crossCalibrated([0, 1, 2].map((page) => claims.filter((_, i) => i % 3 === page)))
  expect(before).toBeGreaterThan(0.15)
  expect(after).toBeLessThan(0.02)
})

test('what is fitted rises, and nobody is ever or never right', () => {
  const claim = fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() })
  fc.assert(fc.property(fc.array(claim, { minLength: 1, maxLength: 300 }), (claims) => {
    const points = fitCalibration(claims)
    expect(points.length).toBeGreaterThan(0)
    for (const [i, [said, right]] of points.entries()) {
      expect(right > 0 && right < 1).toBe(true)
      expect(said).toBeGreaterThanOrEqual(points[i - 1]?.[0] ?? 0)
      // half a word is added to each side of a bin, which may cost its lead
      expect(right).toBeGreaterThanOrEqual((points[i - 1]?.[1] ?? 0) - 0.02)
    }
  }))
})
