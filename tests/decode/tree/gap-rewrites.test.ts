import { expect, test } from 'vitest'
import { GapRewrites } from '../../../src/decode/tree/gap-rewrites.ts'

const best = (rewrites: GapRewrites, gap: string, before = 'a'): string | undefined => rewrites.ways(gap, before)[0]?.text

test('expects a gap as it is, until the target has written it in another way', () => {
  const rewrites = new GapRewrites()
  expect(best(rewrites, '\n')).toBe('\n')
  rewrites.learn('\n', 'a', ' ')
  rewrites.learn('\n', 'a', ' ')
  expect(best(rewrites, '\n')).toBe(' ')
  expect(best(rewrites, '|')).toBe('|')
})

test('tells words from headings, and follows the last way of writing a gap that is written in two ways', () => {
  const rewrites = new GapRewrites()
  for (const before of 'aaAAaAAaaaAAaAaA') rewrites.learn('\n', before, before === 'a' ? ' ' : '\n\n')
  expect([best(rewrites, '\n', 'x'), best(rewrites, '\n', 'X')]).toEqual([' ', '\n\n'])
  for (const written of [' ', ' ', ' ', '  ', '  ', '  ', ' ', ' ', ' ', '  ']) rewrites.learn(' ', 'a', written)
  expect(best(rewrites, ' ')).toBe('  ')
})

test('probabilities are no more than one in sum', () => {
  const rewrites = new GapRewrites()
  for (const written of ['a', 'b', 'a', ' ', '|', '']) rewrites.learn(' | ', 'x', written)
  for (const gap of [' | ', '\n\n', '“', '-\n']) expect(rewrites.ways(gap, 'x').reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1.0001)
})
