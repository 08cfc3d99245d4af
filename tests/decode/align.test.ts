import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DraftAligner } from '../../src/decode/align.ts'

function after(draft: string, emitted: string): string {
  const aligner = new DraftAligner(draft)
  aligner.advance(emitted)
  return aligner.continuation()
}

test('proposes the whole draft at the start', () => {
  expect(new DraftAligner('the cat').continuation()).toBe('the cat')
})

test.each([
  ['a substitution', 'tbe cat sat', 'the', ' cat sat'],
  ['a character that the draft lacks', 'te cat sat on it', 'the cat', ' sat on it'],
  ['a character that the draft has too much', 'thhe cat sat on it', 'the cat', ' sat on it'],
  ['a word that the draft lacks', 'the cat sat on the mat', 'the black cat sat', ' on the mat'],
  ['a word that the draft has too much', 'the big black cat sat on the mat', 'the black cat sat', ' on the mat'],
])('keeps its place after %s', (_, draft, emitted, rest) => {
  expect(after(draft, emitted)).toBe(rest)
})

test('does not care how the text was cut into pieces', () => {
  fc.assert(fc.property(fc.string({ maxLength: 80 }), fc.array(fc.string({ maxLength: 5 }), { maxLength: 20 }), (draft, pieces) => {
    const aligner = new DraftAligner(draft)
    for (const piece of pieces) aligner.advance(piece)
    expect(aligner.continuation()).toBe(after(draft, pieces.join('')))
  }))
})

test('a text that is the draft leads straight through it, also past the band', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.nat(), (draft, cut) => {
    const characters = [...draft]
    const emitted = characters.slice(0, characters.length === 0 ? 0 : cut % characters.length).join('')
    expect(draft.endsWith(after(draft, emitted))).toBe(true)
    expect(after(draft, draft)).toBe('')
  }))
})

test('one error in a text without repetitions costs at most its neighbourhood', () => {
  const draft = Array.from({ length: 60 }, (_, i) => `w${i * 7919 % 1000} `).join('')
  fc.assert(fc.property(fc.integer({ min: 0, max: draft.length - 30 }), (at) => {
    const emitted = `${draft.slice(0, at)}#${draft.slice(at + 1, at + 12)}`
    expect(after(draft, emitted)).toBe(draft.slice(at + 12))
  }))
})

test('never splits a surrogate pair', () => {
  expect(after('😀😁', '\uD83D')).not.toMatch(/^[\uDC00-\uDFFF]/)
})
