import { expect, test } from 'vitest'
import { proposeTokens } from '../../src/decode/propose-tokens.ts'
import { toyTokenizer } from '../support/toy-verifier.ts'

const encode = (text: string): number[] => [...toyTokenizer.encode(text)]

test('tokenizes the draft as one text at the start', () => {
  expect([...proposeTokens(toyTokenizer, [], 'abc ab', 99)]).toEqual(encode('abc ab'))
})

test('heals the seam: the next token is the one that follows the emitted ones in the joined text', () => {
  const emitted = encode('abc')
  expect([...proposeTokens(toyTokenizer, emitted, ' abc', 99)]).toEqual(encode('abc abc').slice(emitted.length))
})

test('falls back to the continuation alone when the target split its words in another way', () => {
  const letters = [1, 2] // a, b; the tokenizer itself would join them
  expect([...proposeTokens(toyTokenizer, letters, 'c', 99)]).toEqual(encode('c'))
})

test('honours the limit, and has nothing to say of an empty continuation', () => {
  expect(proposeTokens(toyTokenizer, [], 'abcabcabc', 2)).toHaveLength(2)
  expect(proposeTokens(toyTokenizer, [], 'abc', 0)).toHaveLength(0)
  expect(proposeTokens(toyTokenizer, encode('ab'), '', 5)).toHaveLength(0)
})
