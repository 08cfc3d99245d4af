// The distances under the metrics, against brute force.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assign } from '../../bench/metrics/assignment.ts'
import { characterErrors, errorRate, unorderedErrors, wordErrors } from '../../bench/metrics/character-error.ts'
import { normalizedDistance, sequenceDistance, singleUnits } from '../../bench/metrics/edit-distance.ts'
import { occursNearly, similarity, startRange } from '../../bench/metrics/near-matches.ts'
import { treeDistance, type OrderedTree } from '../../bench/metrics/tree-distance.ts'
import { occursWithin } from '../../bench/metrics/window-distance.ts'

describe('assign', () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }))

  test('is as cheap as the cheapest of all assignments', () => {
    fc.assert(fc.property(matrix, (costs) => {
      const pairs = assign(costs)
      expect(pairs).toHaveLength(Math.min(costs.length, costs[0]!.length))
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length)
      expect(pairs.reduce((sum, { row, column }) => sum + costs[row]![column]!, 0)).toBe(cheapest(costs))
    }))
  })

  test('gives the diagonal where all costs are equal', () => {
    expect(assign([[1, 1, 1], [1, 1, 1]])).toEqual([{ row: 0, column: 0 }, { row: 1, column: 1 }])
  })
})

function cheapest(costs: readonly (readonly number[])[], row = 0, used: readonly number[] = []): number {
  const columns = costs[0]!.length
  const skips = costs.length - row - (columns - used.length)
  if (row === costs.length) return 0
  const choices = costs[row]!.flatMap((cost, column) => (used.includes(column) ? [] : [cost + cheapest(costs, row + 1, [...used, column])]))
  return Math.min(...choices, ...skips > 0 ? [cheapest(costs, row + 1, used)] : [])
}

describe('edit distances', () => {
  test('count characters outside the basic plane once', () => {
    expect(normalizedDistance(singleUnits('𝐀b'), singleUnits('𝐁b'))).toBe(0.5)
    expect(singleUnits('𝐀b')).toHaveLength(2)
  })

  test('of sequences', () => {
    expect(sequenceDistance([1, 2, 3], [2, 3, 1])).toBe(2)
    expect(sequenceDistance([], ['a'])).toBe(1)
  })

  test('a window within a limit is found exactly when one is', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 }), fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 }), (needle, text) => {
      const windows = Array.from({ length: Math.max(0, text.length - needle.length + 1) }, (_, i) => text.slice(i, i + needle.length))
      expect(occursWithin(needle, text, 0.5)).toBe(needle !== '' && windows.some((window) => normalizedDistance(needle, window) < 0.5))
    }))
  })

  test('near matches', () => {
    expect(occursNearly('abcdef', 'xx abXdef yy', 1)).toBe(true)
    expect(occursNearly('abcdef', 'xx aXXdef yy', 1)).toBe(false)
    expect(startRange('abc', 'abc abd abc', 0)).toEqual({ first: 0, last: 8 })
    expect(startRange('abc', 'zzz', 1)).toBeNull()
    expect(similarity('abcd', 'abxd')).toBe(0.75)
  })
})

describe('tree distance', () => {
  const tree = (label: string, ...children: OrderedTree<string>[]): OrderedTree<string> => ({ label, children })
  const rename = (a: string, b: string): number => (a === b ? 0 : 1)

  test('worked examples', () => {
    const truth = tree('a', tree('b'), tree('c', tree('d')))
    expect(treeDistance(truth, truth, rename)).toBe(0)
    expect(treeDistance(truth, tree('a', tree('c', tree('d'))), rename)).toBe(1)
    expect(treeDistance(truth, tree('a', tree('b'), tree('d')), rename)).toBe(1)
    expect(treeDistance(tree('a'), tree('z', tree('y')), rename)).toBe(2)
  })

  test('is symmetric and never more than replacing everything', () => {
    const label = fc.constantFrom('a', 'b')
    const trees = fc.letrec<{ tree: OrderedTree<string> }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.record({ label, children: fc.constant([]) }),
        fc.record({ label, children: fc.array(tie('tree'), { maxLength: 3 }) }),
      ),
    })).tree
    const size = (node: OrderedTree<string>): number => 1 + node.children.reduce((sum, child) => sum + size(child), 0)
    fc.assert(fc.property(trees, trees, (a, b) => {
      const distance = treeDistance(a, b, rename)
      expect(distance).toBe(treeDistance(b, a, rename))
      expect(distance).toBeGreaterThanOrEqual(Math.abs(size(a) - size(b)))
      expect(distance).toBeLessThanOrEqual(size(a) + size(b))
    }))
  })
})

test('character and word error', () => {
  expect(characterErrors('a  bc\nd', 'a bx d')).toEqual({ errors: 1, length: 6 })
  expect(wordErrors('one too three', 'one two three')).toEqual({ errors: 1, length: 3 })
  expect(unorderedErrors('dcb', 'a b c d')).toEqual({ errors: 1, length: 4 })
  expect(errorRate([{ errors: 1, length: 3 }, { errors: 1, length: 7 }])).toBe(0.2)
  expect(errorRate([])).toBeNull()
})
