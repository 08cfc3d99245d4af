import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignWords } from '../src/align-words.ts'

const words = (text: string): string[] => text === '' ? [] : text.split(' ')

function places(a: string, b: string): string[] {
  return alignWords(words(a), words(b)).map((span) => `${words(a).slice(...span.a).join(' ')}|${words(b).slice(...span.b).join(' ')}`)
}

describe('alignWords', () => {
  test.each([
    ['the same', 'a b', 'a b', ['a|a', 'b|b']],
    ['a misread word', 'tbe cat sat', 'the cat sat', ['tbe|the', 'cat|cat', 'sat|sat']],
    ['joined words', 'the cat sat', 'the catsat', ['the|the', 'cat sat|catsat']],
    ['a split word', 'the cats at', 'the c ats at', ['the|the', 'cats|c ats', 'at|at']],
    ['nothing on one side', '', 'a b', ['|a b']],
  ])('%s', (_, a, b, expected) => {
    expect(places(a, b)).toEqual(expected)
  })

  test('a word may have a space in it', () => {
    expect(alignWords(['new york', 'city'], ['new', 'york', 'city'])).toEqual([{ a: [0, 1], b: [0, 2] }, { a: [1, 2], b: [2, 3] }])
  })

  test('covers both readings, in order, without a gap, and finds agreement in equal texts', () => {
    const text = fc.array(fc.stringMatching(/^[abc]{1,4}$/), { maxLength: 8 })
    fc.assert(fc.property(text, text, (a, b) => {
      const spans = alignWords(a, b)
      expect(spans.flatMap((span) => a.slice(...span.a))).toEqual(a)
      expect(spans.flatMap((span) => b.slice(...span.b))).toEqual(b)
      expect(alignWords(a, a)).toHaveLength(Math.max(1, a.length))
    }))
  })
})
