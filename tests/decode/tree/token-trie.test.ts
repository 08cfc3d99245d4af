import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenTrie } from '../../../src/decode/tree/token-trie.ts'

test('takes the likeliest node first; guesses that agree are worth more, up to what their parent is', () => {
  const trie = new TokenTrie(9)
  const a = trie.add(0, 1, 0.5)
  trie.add(a, 2, 0.5)
  trie.add(0, 3, 0.4)
  trie.add(a, 2, 0.5)
  expect(trie.rest(0)).toBeCloseTo(0.1)
  while (trie.take() !== null);
  expect(trie.tree()).toEqual({ ids: Int32Array.of(1, 2, 3), parents: Int32Array.of(-1, 0, -1), worth: Float32Array.of(0.5, 0.5, 0.4) })
})

test('any guesses make a tree within its depth, without doubles or holes, likeliest first', () => {
  const guess = fc.record({ ids: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }), value: fc.double({ min: 0.01, max: 1, noNaN: true }) })
  fc.assert(fc.property(fc.array(guess, { maxLength: 8 }), fc.nat(9), fc.nat(20), (guesses, depth, nodes) => {
    const trie = new TokenTrie(depth)
    for (const { ids, value } of guesses) ids.reduce((node, id, i) => trie.add(node, id, value * 0.9 ** i), 0)
    for (let i = 0; i < nodes; i++) trie.take()
    const { ids, parents, worth } = trie.tree()
    expect(ids.length).toBeLessThanOrEqual(nodes)
    const paths = Array.from(ids, (_, node) => {
      const path: number[] = []
      for (let at = node; at !== -1; at = parents[at] ?? -1) path.unshift(ids[at] ?? 0)
      return path
    })
    parents.forEach((parent, node) => {
      expect(parent).toBeLessThan(node)
      if (parent !== -1) expect(worth?.[node]).toBeLessThanOrEqual(worth?.[parent] ?? 0)
    })
    worth?.forEach((value, node) => { expect(value).toBeLessThanOrEqual(worth[node - 1] ?? 1) })
    expect(new Set(paths.map(String)).size).toBe(paths.length)
    for (const path of paths) {
      expect(path.length).toBeLessThanOrEqual(depth)
      expect(guesses.some((one) => path.every((id, i) => one.ids[i] === id))).toBe(true)
    }
  }))
})
