import { expect, test } from 'vitest'
import { EMPTY_TREE } from '../../src/model/tokens.ts'
import { packTrees } from '../../verifiers/onnx/tree-batch.ts'

/** Tokens 11 to 13 stand for one, two and three characters. */
const STEPS = Object.assign(new Array<number>(14).fill(1), { 12: 2, 13: 3 })

test('packs a tree so that every node sees the past, its ancestors and itself', () => {
  const draft = { ids: Int32Array.of(11, 12, 13), parents: Int32Array.of(-1, 0, 0) }
  const batch = packTrees([{ pending: 10, position: 4, past: 2, draft }], 3, 0, STEPS)
  expect([...batch.ids]).toEqual([10n, 11n, 12n, 13n])
  expect([...batch.positions]).toEqual([4n, 5n, 7n, 8n])
  const sees = (token: number): string => [...batch.bias.subarray(token * 7, token * 7 + 7)].map((bias) => bias === 0 ? '1' : '0').join('')
  expect([0, 1, 2, 3].map(sees)).toEqual(['1101000', '1101100', '1101110', '1101101'])
})

test('pads shorter rows and rows without a step, which nothing may see', () => {
  const batch = packTrees([null, { pending: 9, position: 0, past: 0, draft: EMPTY_TREE }, { pending: 8, position: 1, past: 1, draft: { ids: Int32Array.of(7), parents: Int32Array.of(-1) } }], 1, 5, STEPS)
  expect(batch.width).toBe(2)
  expect([...batch.ids]).toEqual([5n, 5n, 9n, 5n, 8n, 7n])
  expect([...batch.bias.subarray(0, 6)].every((bias) => bias < -1e8)).toBe(true)
  expect([...batch.bias.subarray(6, 9)].map((bias) => bias === 0)).toEqual([false, true, false])
})
