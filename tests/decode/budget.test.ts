import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestPath, withinBudget } from '../../src/decode/budget.ts'
import { type DraftTree, isLinear, linearTree } from '../../src/model/tokens.ts'

const line = (...worth: number[]): DraftTree => ({ ...linearTree(Int32Array.from(worth, (_, i) => i + 10)), worth: Float32Array.from(worth) })
const widths = (drafts: readonly DraftTree[]): number[] => drafts.map(({ ids }) => ids.length)

test('a free token is taken, a dear one is not', () => {
  const drafts = [line(0.9, 0.8, 0.1), line(0.9, 0.2)]
  expect(widths(withinBudget(drafts, () => 1))).toEqual([3, 2])
  expect(widths(withinBudget(drafts, (tokens) => tokens))).toEqual([0, 0])
  // two nodes: 3.8 / 1.5, three: 4.6 / 1.75, four: 4.8 / 2
  expect(widths(withinBudget(drafts, (tokens) => 1 + (tokens - 2) / 4))).toEqual([2, 1])
})

test('where rows are padded to the widest, all bring what its width pays for', () => {
  const drafts = [line(0.9, 0.8, 0.1), line(0.9, 0.2)]
  // width 2: 3.8 / 1.25, width 3: 4.8 / 1.5, width 4: 4.9 / 1.75
  expect(widths(withinBudget(drafts, (_, width) => 1 + (width - 1) / 4))).toEqual([2, 2])
})

test('a sure draft is not let widen the forward beyond what pays', () => {
  const drafts = [line(...Array.from({ length: 20 }, () => 0.9)), line(0.5, 0.4, 0.3), line(0.5, 0.4, 0.3)]
  expect(widths(withinBudget(drafts, (tokens) => 1 + tokens / 10))).toEqual([20, 0, 0])
  expect(widths(withinBudget(drafts, (tokens, width) => 1 + tokens / 100 + width / 3))).toEqual([3, 3, 3])
})

test('a hopeless draft costs nothing: plain decoding is within every budget', () => {
  expect(widths(withinBudget([line(0.01, 0.01)], (tokens) => 1 + 0.05 * (tokens - 1)))).toEqual([0])
})

test('drafts without a worth are taken whole when width is cheap', () => {
  expect(widths(withinBudget([linearTree(Int32Array.of(1, 2, 3))], () => 1))).toEqual([3])
})

/** Trees in which no child is worth more than its parent. */
const trees = fc.array(fc.tuple(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 }).map((nodes): DraftTree => {
  const parents = nodes.map(([at], i) => at % (i + 1) - 1)
  const worth: number[] = []
  nodes.forEach(([, share], i) => worth.push(share * (parents[i] === -1 ? 1 : worth[parents[i] ?? 0] ?? 1)))
  return { ids: Int32Array.from(nodes, (_, i) => i), parents: Int32Array.from(parents), worth: Float32Array.from(worth) }
})

test('what is left is a tree: every parent is kept, before its children, and points to the same token', () => {
  fc.assert(fc.property(fc.array(trees, { maxLength: 4 }), fc.double({ min: 0, max: 0.5, noNaN: true }), (drafts, slope) => {
    withinBudget(drafts, (tokens, width) => 1 + slope * (tokens + width)).forEach((kept, d) => {
      const whole = drafts[d] as DraftTree
      kept.ids.forEach((id, node) => {
        const parent = kept.parents[node] ?? -2
        expect(parent).toBeLessThan(node)
        expect(parent === -1 ? -1 : kept.ids[parent]).toBe(whole.parents[id] === -1 ? -1 : whole.ids[whole.parents[id] ?? 0])
      })
    })
  }))
})

test('the best path is linear, and worth most of all paths', () => {
  const tree: DraftTree = { ids: Int32Array.of(1, 2, 3, 4), parents: Int32Array.of(-1, 0, -1, 2), worth: Float32Array.of(0.5, 0.1, 0.4, 0.4) }
  expect([...bestPath(tree).ids]).toEqual([3, 4])
  fc.assert(fc.property(trees, (draft) => { expect(isLinear(bestPath(draft))).toBe(true) }))
})
