import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CopySource } from '../../src/decode/copy-places.ts'

test('finds the places that agree longest, those nearest to the expected one first', () => {
  const source = new CopySource()
  source.append([1, 2, 3, 9, 2, 3, 8, 3, 7])
  expect(source.find([5, 2, 3], 9, Infinity)).toEqual([{ next: 6, agreement: 2 }, { next: 3, agreement: 2 }, { next: 8, agreement: 1 }])
  expect(source.find([1, 2, 3], 1, Infinity)).toEqual([{ next: 3, agreement: 3 }])
})

test('has nothing to say at the start, of unknown tokens, and of its own end', () => {
  const source = new CopySource()
  source.append([1, 2])
  expect(source.find([], 3, 0)).toEqual([])
  expect(source.find([9], 3, 0)).toEqual([])
  expect(source.find([1, 2], 3, 0)).toEqual([])
})

test('what it says agrees is what agrees', () => {
  const tokens = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 })
  fc.assert(fc.property(tokens, tokens, (ids, emitted) => {
    const source = new CopySource()
    source.append(ids)
    for (const { next, agreement } of source.find(emitted, 99, 0)) {
      expect(ids.slice(next - agreement, next)).toEqual(emitted.slice(-agreement))
      expect(next).toBeLessThan(ids.length)
      const longer = agreement < 32 && agreement < emitted.length && agreement < next
      if (longer) expect(ids[next - agreement - 1]).not.toBe(emitted.at(-agreement - 1))
    }
  }))
})
