import { expect, test } from 'vitest'
import { TokenCutter } from '../../../src/decode/tree/token-cutter.ts'
import { toyTokenizer } from '../../support/toy-verifier.ts'

test('cuts text that follows a word, and text by itself', () => {
  const cutter = new TokenCutter(toyTokenizer)
  expect(cutter.alone('bc')).toEqual(toyTokenizer.encode('bc'))
  expect(cutter.afterWord(' abc')).toEqual(toyTokenizer.encode('a abc').slice(1))
  // The toy joins "a" and "b": then the text by itself is the better guess.
  expect(cutter.afterWord('bc')).toEqual(toyTokenizer.encode('bc'))
})

test('knows which tokens are gaps', () => {
  const cutter = new TokenCutter(toyTokenizer)
  const [space, word] = toyTokenizer.encode('\nc')
  expect(cutter.gapText(space ?? 0)).toBe('\n')
  expect(cutter.gapText(word ?? 0)).toBeNull()
})
