import { expect, test } from 'vitest'
import { GapPieces } from '../../../src/decode/tree/gap-pieces.ts'

const pieces = (): GapPieces => new GapPieces((piece) => new Map([[piece, 0.6]]))

test('a gap is written as its pieces were in other gaps', () => {
  const learnt = pieces()
  for (let i = 0; i < 4; i++) learnt.learn(';\n', '; ')
  for (let i = 0; i < 4; i++) learnt.learn(' (', '(')
  expect(learnt.ways(',\n')[0]?.text).toBe(', ')
  expect(learnt.ways(' (\n')[0]?.text).toBe('( ')
})

test('what was put in belongs to the sign before it', () => {
  const learnt = pieces()
  for (let i = 0; i < 4; i++) learnt.learn(' $', ' \\(')
  expect(learnt.ways('. $')[0]?.text).toBe('. \\(')
})

test('goes on behind what has been written of a gap, even where that is new', () => {
  const learnt = pieces()
  for (let i = 0; i < 4; i++) learnt.learn(' }', '}')
  expect(learnt.rests(' ) } ,', ')')[0]?.text).toBe(')} ,')
  expect(learnt.rests(' ) } ,', ']}')[0]?.text).toBe(']} ,')
})

test('a gap of one piece, and one of very many, are left to others', () => {
  expect(pieces().ways(' ')).toEqual([])
  expect(pieces().ways('. '.repeat(40))).toEqual([])
})
