import { expect, test } from 'vitest'
import { reviewJson, reviewList } from '../../src/cli/report.ts'
import type { Block, ParsedDocument } from '../../src/model/document.ts'

const box = { x0: 10.2, y0: 20, x1: 30, y1: 29.7 }

function document(...review: Block['review']): ParsedDocument {
  return { blocks: [{ id: 'p2-r1', page: 2, text: 'on tbe mat, tbe lone | cat', review }] } as unknown as ParsedDocument
}

test('--review lists each word with its place, among its neighbours, and the other reading', () => {
  const list = reviewList(document(
    { text: 'tbe', alternative: 'the', confidence: 0.61, box },
    { text: '', alternative: 'x', confidence: 0.5, box },
    { text: 'lone', alternative: null, confidence: 0.3, box },
    { text: '|', alternative: '', confidence: 0.7, box },
  ))
  expect(list).toBe([
    'page 2  10,20,30,30  61%  on [tbe] mat, tbe      or the',
    'page 2  10,20,30,30  50%  []                     or x',
    'page 2  10,20,30,30  30%  mat, tbe [lone] | cat',
    'page 2  10,20,30,30  70%  tbe lone [|] cat       or nothing',
    '4 of 7 words to look at', '',
  ].join('\n'))
  expect(reviewList(document())).toBe('nothing to review\n')
})

test('as JSON, each word says its block', () => {
  expect(JSON.parse(reviewJson(document({ text: 'tbe', alternative: 'the', confidence: 0.61, box })))).toEqual([
    { page: 2, block: 'p2-r1', text: 'tbe', alternative: 'the', confidence: 0.61, box },
  ])
})
