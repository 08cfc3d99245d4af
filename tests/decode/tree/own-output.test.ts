import { expect, test } from 'vitest'
import { OwnOutput } from '../../../src/decode/tree/own-output.ts'

function taught(tokens: readonly number[]): OwnOutput {
  const own = new OwnOutput()
  tokens.forEach((id, i) => { own.learn(tokens.slice(0, i), id) })
  return own
}

test('says what followed before, the likelier first, and nothing of what it has not seen', () => {
  const own = taught([1, 2, 3, 1, 2, 3, 1, 2, 4, 1, 2, 3])
  const [first, second] = own.predict([9, 1, 2])
  expect([first?.id, second?.id]).toEqual([3, 4])
  expect(first?.probability).toBeGreaterThan(second?.probability ?? 1)
  expect(own.predict([7])).toEqual([])
  expect(own.predict([])).toEqual([])
})

test('a longer context that was right is believed more; no guess twice; no more than one in sum', () => {
  const tokens = Array.from({ length: 300 }, (_, i) => i % 30)
  const own = taught(tokens)
  const guesses = own.predict(tokens)
  expect(guesses[0]).toMatchObject({ id: 0 })
  expect(guesses[0]?.probability).toBeGreaterThan(0.9)
  expect(new Set(guesses.map(({ id }) => id)).size).toBe(guesses.length)
  expect(guesses.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1)
})
