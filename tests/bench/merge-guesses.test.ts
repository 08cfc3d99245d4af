import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeGuesses } from '../../bench/drafters/merge-guesses.ts'

test('merges common beginnings; agreement is worth more', () => {
  const guesses = [{ ids: [1, 2], first: 0.5, later: 1 }, { ids: [1, 3], first: 0.3, later: 1 }, { ids: [4], first: 0.6, later: 1 }]
  expect(mergeGuesses(guesses, 10, 10)).toMatchObject({ ids: Int32Array.of(1, 2, 3, 4), parents: Int32Array.of(-1, 0, 0, -1) })
  expect(mergeGuesses(guesses, 2, 10)).toMatchObject({ ids: Int32Array.of(1, 4), parents: Int32Array.of(-1, -1) })
})

test('any guesses make a tree within its limits, without doubles or holes, of guessed paths only', () => {
  const guess = fc.record({ ids: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }), first: fc.double({ min: 0, max: 1, noNaN: true }), later: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(fc.property(fc.array(guess, { maxLength: 8 }), fc.nat(20), fc.nat(9), (guesses, nodes, depth) => {
    const { ids, parents } = mergeGuesses(guesses, nodes, depth)
    expect(ids.length).toBeLessThanOrEqual(nodes)
    const paths = Array.from(ids, (_, node) => {
      const path: number[] = []
      for (let at = node; at !== -1; at = parents[at] ?? -1) path.unshift(ids[at] ?? 0)
      return path
    })
    parents.forEach((parent, node) => { expect(parent).toBeLessThan(node) })
    expect(new Set(paths.map(String)).size).toBe(paths.length)
    for (const path of paths) {
      expect(path.length).toBeLessThanOrEqual(depth)
      expect(guesses.some((one) => path.every((id, i) => one.ids[i] === id))).toBe(true)
    }
  }))
})
