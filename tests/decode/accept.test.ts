import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accept } from '../../src/decode/accept.ts'
import { EMPTY_TREE, linearTree, type TokenTree } from '../../src/model/tokens.ts'
import type { Verdict } from '../../src/seams/verifier.ts'

const STOP = [0]

/** A verdict whose argmax in each row is given. */
function verdict(...tops: number[]): Verdict {
  return { k: 2, ids: Int32Array.from(tops.flatMap((top) => [top, 99])), logprobs: Float32Array.from(tops.flatMap(() => [-0.25, -2])) }
}

test('accepts up to the first disagreement and recovers with the target\'s token', () => {
  const accepted = accept(linearTree(Int32Array.of(5, 6, 7)), verdict(5, 9, 1, 1), STOP)
  expect(accepted).toMatchObject({ path: [0], next: 9, ids: [5, 9] })
  expect(accepted.margins).toEqual([1.75, 1.75])
})

test('a full path earns a bonus token', () => {
  expect(accept(linearTree(Int32Array.of(5, 6)), verdict(5, 6, 7), STOP)).toMatchObject({ path: [0, 1], next: 7, ids: [5, 6, 7] })
})

test('an empty draft is plain decoding', () => {
  expect(accept(EMPTY_TREE, verdict(4), STOP)).toMatchObject({ path: [], next: 4, ids: [4] })
})

test('a stop token ends the walk even if the draft goes on after it', () => {
  expect(accept(linearTree(Int32Array.of(0, 6)), verdict(0, 6, 7), STOP)).toMatchObject({ path: [], next: 0, ids: [0] })
})

test('follows the branch that the target takes', () => {
  const tree: TokenTree = { ids: Int32Array.of(5, 6, 8, 9), parents: Int32Array.of(-1, -1, 1, 1) }
  expect(accept(tree, verdict(6, 1, 9, 1, 3), STOP)).toMatchObject({ path: [1, 3], next: 3, ids: [6, 9, 3] })
})

test('refuses a verdict that is too short', () => {
  expect(() => accept(linearTree(Int32Array.of(5, 6)), verdict(5), STOP)).toThrow(RangeError)
})

test('whatever the tree, the emitted tokens are the target\'s own along the path', () => {
  const trees = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.nat()), { maxLength: 20 }).map((nodes): TokenTree => ({
    ids: Int32Array.from(nodes, ([id]) => id), parents: Int32Array.from(nodes, ([, parent], i) => parent % (i + 1) - 1),
  }))
  fc.assert(fc.property(trees, fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 21, maxLength: 21 }), (tree, tops) => {
    const { path, ids, next } = accept(tree, verdict(...tops), STOP)
    expect(ids).toEqual([-1, ...path].map((node) => tops[node + 1]))
    expect(next).toBe(ids.at(-1))
    path.forEach((node, i) => {
      expect(tree.parents[node]).toBe(i === 0 ? -1 : path[i - 1])
      expect(tree.ids[node]).toBe(ids[i])
    })
  }))
})

test('below a tolerance of 1, a draft token passes that is nearly as likely as the argmax; a stop token never does', () => {
  const ids = Int32Array.of(5, 9, 6, 9, 7, 9)
  const close = { k: 2, ids, logprobs: Float32Array.from([0.5, 0.45, 0.5, 0.45, 0.9, 0.1], Math.log) }
  const draft = linearTree(Int32Array.of(9, 6))
  expect(accept(draft, close, STOP)).toMatchObject({ path: [], ids: [5] })
  expect(accept(draft, close, STOP, 0.95)).toMatchObject({ path: [], ids: [5] })
  expect(accept(draft, close, STOP, 0.75)).toMatchObject({ path: [0, 1], ids: [9, 6, 7] })
  const stopping = { k: 2, ids: Int32Array.of(5, 0, 1, 2), logprobs: Float32Array.from([0.5, 0.45, 0.5, 0.4], Math.log) }
  expect(accept(linearTree(Int32Array.of(0)), stopping, STOP, 0.75)).toMatchObject({ path: [], ids: [5] })
})
