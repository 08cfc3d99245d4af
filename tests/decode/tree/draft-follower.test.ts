import { expect, test } from 'vitest'
import { type CrossedGap, DraftFollower } from '../../../src/decode/tree/draft-follower.ts'
import { DraftText, fold } from '../../../src/decode/tree/draft-text.ts'
import { isContent } from '../../../src/decode/tree/gap-reader.ts'

function after(draft: string, said: string): { follower: DraftFollower, next: string, crossed: CrossedGap[] } {
  const crossed: CrossedGap[] = []
  const text = new DraftText(draft)
  const follower = new DraftFollower(text, (gap) => crossed.push(gap))
  const codes: number[] = []
  let gap = ''
  for (const character of said) {
    if (!isContent(character)) gap += character
    else {
      codes.push(fold(character))
      follower.follow(character, gap, codes)
      gap = ''
    }
  }
  return { follower, crossed, next: text.word(follower.at, text.wordEnd(follower.at)) }
}

test.each([
  ['another format', 'The **cat**\nsat on | the | mat', '# The cat sat', 'on'],
  ['a wrong letter', 'the big cst sat on the mat', 'the big cat sat', 'on'],
  ['a word that the draft lacks', 'the big cat sat on the mat', 'the big black cat sat', 'on'],
  ['a word that the draft has too much', 'the big black cat sat on the mat', 'the big cat sat', 'on'],
  ['a jump', 'one two three four. five six seven eight nine ten. eleven twelve', 'five six seven', 'eight'],
])('knows the place after %s', (_, draft, said, next) => {
  expect(after(draft, said)).toMatchObject({ next, follower: { lost: 0 } })
})

test('reports how gaps were written, once the word after them has agreed', () => {
  expect(after('first\nsecond\nthird', 'first second thi').crossed).toEqual([
    { gap: '\n', before: 's', written: ' ' }, { gap: '\n', before: 't', written: ' ' },
  ])
  expect(after('first\nsecond', 'first other').crossed).toEqual([])
})

test('follows a change of case', () => {
  expect(after('a heading in capitals', 'A HEADING').follower.inCase('in')).toBe('IN')
  expect(after('A HEADING IN CAPITALS', 'A heading').follower.inCase('IN')).toBe('in')
  expect(after('a heading in capitals', 'A heading').follower.inCase('in')).toBe('in')
})
