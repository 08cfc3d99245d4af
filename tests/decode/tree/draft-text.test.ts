import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DraftText, fold } from '../../../src/decode/tree/draft-text.ts'
import { isContent } from '../../../src/decode/tree/gap-reader.ts'

const codes = (text: string): number[] => [...text].filter(isContent).map(fold)

test('parts a draft into words and gaps', () => {
  const draft = new DraftText('## **A**-b cd.')
  expect(draft.length).toBe(4)
  expect([0, 1, 2, 3, 4].map((next) => draft.gap(next))).toEqual(['## **', '**-', ' ', '', '.'])
  expect(draft.word(2, draft.wordEnd(2))).toBe('cd')
})

test('finds a place whatever the format and the case, the longest agreement first, then the nearest', () => {
  const draft = new DraftText('total of | Apples | ... total of **apples** and pears')
  expect(draft.find(codes('Total: of apples'), 4, 0)).toEqual([{ next: 13, agreement: 13 }, { next: 26, agreement: 13 }])
  expect(draft.find(codes('Total: of apples'), 1, 30)).toEqual([{ next: 26, agreement: 13 }])
  expect(draft.find(codes('nothing of it'), 4, 0)).toEqual([])
})

test('two characters are enough where characters are words', () => {
  expect(new DraftText('检测后更新状态').find(codes('更新'), 2, 0)).toEqual([{ next: 5, agreement: 2 }])
  expect(new DraftText('abcdef').find(codes('cd'), 2, 0)).toEqual([])
})

test('gaps and words put together are the draft; what it says agrees is what agrees', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'B', 'é', '漢', '1', ' ', '\n', '|', '😀'), maxLength: 60 }), fc.nat(60), (text, cut) => {
    const draft = new DraftText(text)
    let together = ''
    for (let next = 0; next < draft.length; next = draft.wordEnd(next)) together += draft.gap(next) + draft.word(next, draft.wordEnd(next))
    expect(together + draft.gap(draft.length)).toBe(text)
    const said = codes(text).slice(0, cut)
    for (const { next, agreement } of draft.find(said, 9, 0)) expect(draft.codes.slice(next - agreement, next)).toEqual(said.slice(said.length - agreement))
  }))
})
