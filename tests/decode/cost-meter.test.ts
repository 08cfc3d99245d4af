import { expect, test } from 'vitest'
import { CostMeter } from '../../src/decode/cost-meter.ts'

/** A machine whose forward takes 20 ms, 0.9 ms a token and a little for what is cached; `noise` in [-1, 1]. */
const machine = (tokens: number, context: number, batch: number, noise = 0): number =>
  (20 + 0.9 * tokens * batch + 0.002 * context * batch) * (1 + 0.1 * noise)

/** The same noise in every run. */
const noise = (i: number): number => Math.sin(i * 12.9898)

function measured(forwards: number, slowdown = 1, meter = new CostMeter()): CostMeter {
  for (let i = 0; i < forwards; i++) {
    const [tokens, context, batch] = [1 + i * 7 % 40, i * 10 % 900, 1 + i % 4]
    meter.observe(tokens, context, batch, slowdown * machine(tokens, context, batch, noise(i)))
  }
  return meter
}

test('before anything is measured, wider forwards cost more', () => {
  const { estimate } = new CostMeter()
  expect(estimate(2, 0, 1)).toBeGreaterThan(estimate(1, 0, 1))
  expect(estimate(1, 0, 2)).toBeGreaterThan(estimate(1, 0, 1))
})

test('learns a machine within sixty forwards', () => {
  const { estimate } = measured(60)
  for (const [tokens, context, batch] of [[1, 0, 1], [64, 0, 1], [8, 500, 4], [64, 500, 8]] as const) {
    expect(estimate(tokens, context, batch) / machine(tokens, context, batch)).toBeGreaterThan(0.85)
    expect(estimate(tokens, context, batch) / machine(tokens, context, batch)).toBeLessThan(1.15)
  }
})

test('follows a machine that slows down, and shrugs off single disturbed forwards', () => {
  const slow = measured(200, 2, measured(60))
  expect(slow.estimate(8, 100, 1) / machine(8, 100, 1)).toBeGreaterThan(1.8)
  const meter = measured(60)
  const before = meter.estimate(8, 100, 1)
  meter.observe(8, 100, 1, 100 * machine(8, 100, 1))
  expect(meter.estimate(8, 100, 1) / before).toBeLessThan(1.25)
})

test('no width is free even where only one was ever measured', () => {
  const meter = new CostMeter()
  for (let i = 0; i < 100; i++) meter.observe(1, i, 4, machine(1, i, 4, noise(i)))
  expect(meter.estimate(64, 0, 4)).toBeGreaterThan(1.5 * meter.estimate(1, 0, 4))
})

test('goes on from a saved state', () => {
  const meter = measured(60)
  expect(new CostMeter(JSON.parse(JSON.stringify(meter.state)) as typeof meter.state).estimate(9, 9, 2)).toBe(meter.estimate(9, 9, 2))
})
