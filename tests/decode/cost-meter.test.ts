import { expect, test } from 'vitest'
import { CostMeter } from '../../src/decode/cost-meter.ts'
import type { ForwardSize } from '../../src/seams/verifier.ts'

/** A forward of `rows` equal rows. */
const even = (width: number, context: number, rows: number): ForwardSize => ({ rows, width, tokens: rows * width, context })

/** A machine whose forward takes 20 ms, 0.9 ms a token, and a little for what is cached and for what attends to it; `noise` in [-1, 1]. */
const machine = ({ rows, width, tokens, context }: ForwardSize, noise = 0): number =>
  (20 + 0.9 * tokens + 0.002 * context * rows + 0.0003 * context * rows * width) * (1 + 0.1 * noise)

/** The same noise in every run. */
const noise = (i: number): number => Math.sin(i * 12.9898)

function measured(forwards: number, slowdown = 1, meter = new CostMeter()): CostMeter {
  for (let i = 0; i < forwards; i++) {
    const size = even(1 + i * 7 % 40, i * 10 % 900, 1 + i % 4)
    meter.observe(size, slowdown * machine(size, noise(i)))
  }
  return meter
}

test('before anything is measured, wider forwards cost more', () => {
  const { estimate } = new CostMeter()
  expect(estimate(even(2, 0, 1))).toBeGreaterThan(estimate(even(1, 0, 1)))
  expect(estimate(even(1, 0, 2))).toBeGreaterThan(estimate(even(1, 0, 1)))
})

test('learns a machine within sixty forwards', () => {
  const { estimate } = measured(60)
  for (const size of [even(1, 0, 1), even(64, 0, 1), even(8, 500, 4), even(64, 500, 8)]) {
    expect(estimate(size) / machine(size)).toBeGreaterThan(0.85)
    expect(estimate(size) / machine(size)).toBeLessThan(1.15)
  }
})

test('learns that width costs more behind a long context, and that rows may differ', () => {
  const meter = new CostMeter()
  for (let i = 0; i < 200; i++) {
    const width = 1 + i * 7 % 40
    const size = { rows: 4, width, tokens: width + 3 + Math.round(3 * (width - 1) * (i % 5) / 4), context: i * 1237 % 8000 }
    meter.observe(size, machine(size, noise(i)))
  }
  for (const context of [200, 4000, 8000]) {
    for (const [width, tokens] of [[1, 4], [16, 30], [32, 80]] as const) {
      const size = { rows: 4, width, tokens, context }
      expect(meter.estimate(size) / machine(size)).toBeGreaterThan(0.8)
      expect(meter.estimate(size) / machine(size)).toBeLessThan(1.3)
    }
  }
})

test('follows a machine that slows down, and shrugs off single disturbed forwards', () => {
  const size = even(8, 100, 1)
  const slow = measured(200, 2, measured(60))
  expect(slow.estimate(size) / machine(size)).toBeGreaterThan(1.8)
  const meter = measured(60)
  const before = meter.estimate(size)
  meter.observe(size, 100 * machine(size))
  expect(meter.estimate(size) / before).toBeLessThan(1.25)
})

test('no width is free even where only one was ever measured', () => {
  const meter = new CostMeter()
  for (let i = 0; i < 100; i++) meter.observe(even(1, i, 4), machine(even(1, i, 4), noise(i)))
  expect(meter.estimate(even(64, 0, 4))).toBeGreaterThan(1.5 * meter.estimate(even(1, 0, 4)))
})

test('goes on from a saved state', () => {
  const meter = measured(60)
  expect(new CostMeter(JSON.parse(JSON.stringify(meter.state)) as typeof meter.state).estimate(even(9, 9, 2))).toBe(meter.estimate(even(9, 9, 2)))
})
