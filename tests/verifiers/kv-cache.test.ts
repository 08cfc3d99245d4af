import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KvCache } from '../../verifiers/onnx/kv-cache.ts'

const shape = { layers: 1, heads: 2, headDim: 2 }

/** Entries whose numbers tell row, head and position apart: `[rows, 2, positions, 2]`. */
function entries(rows: number, positions: number, tag: number): { positions: number, tensors: Float32Array[] } {
  const make = (part: number): Float32Array => Float32Array.from({ length: rows * 2 * positions * 2 }, (_, i) => tag * 10_000 + part * 5000 + i)
  return { positions, tensors: [make(0), make(1)] }
}

/** What the cache holds for a slot, read as the graph reads it. */
function read(cache: KvCache, slot: number): number[][] {
  return cache.past().map((tensor) => [0, 1].flatMap((head) => {
    const start = (slot * 2 + head) * cache.capacity * 2
    return [...tensor.subarray(start, start + cache.lengthOf(slot) * 2)]
  }))
}

test('appends chosen positions of a row, head by head', () => {
  const cache = new KvCache(shape)
  const slot = cache.add()
  cache.append(slot, entries(2, 3, 1), 1, [0, 2])
  expect(read(cache, slot)[0]).toEqual([10_012, 10_013, 10_016, 10_017, 10_018, 10_019, 10_022, 10_023])
  expect(cache.lengthOf(slot)).toBe(2)
})

test('what a long sequence needed is given back when it has gone', () => {
  const cache = new KvCache(shape)
  const [long, short] = [cache.add(), cache.add()]
  cache.append(long, entries(1, 1000, 1), 0, Array.from({ length: 1000 }, (_, i) => i))
  cache.append(short, entries(1, 10, 2), 0, [0, 2, 3])
  expect(cache.capacity).toBeGreaterThan(1000)
  const before = read(cache, short)
  expect(cache.remove(long)).toBe(short)
  expect(cache.capacity).toBe(64)
  expect(read(cache, long)).toEqual(before)
})

test('whatever is opened, appended and closed, every slot keeps its own entries', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('add' as const) }),
    fc.record({ kind: fc.constant('append' as const), at: fc.nat(), count: fc.integer({ min: 1, max: 70 }) }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }),
  )
  fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
    const cache = new KvCache(shape)
    const expected: number[][][] = []
    actions.forEach((step, tag) => {
      if (step.kind === 'add') {
        expect(cache.add()).toBe(expected.length)
        expected.push([[], []])
      } else if (expected.length > 0 && step.kind === 'append') {
        const slot = step.at % expected.length
        const added = entries(1, step.count, tag)
        cache.append(slot, added, 0, Array.from({ length: step.count }, (_, i) => i))
        expected[slot] = expected[slot]?.map((old, t) => {
          const half = old.length / 2
          const fresh = [...added.tensors[t] ?? []]
          return [...old.slice(0, half), ...fresh.slice(0, fresh.length / 2), ...old.slice(half), ...fresh.slice(fresh.length / 2)]
        }) ?? []
      } else if (expected.length > 0 && step.kind === 'remove') {
        const slot = step.at % expected.length
        const moved = cache.remove(slot)
        const last = expected.pop() ?? []
        expect(moved).toBe(slot === expected.length ? null : expected.length)
        if (slot < expected.length) expected[slot] = last
      }
    })
    expect(cache.used).toBe(expected.length)
    expected.forEach((tensors, slot) => expect(read(cache, slot)).toEqual(tensors))
  }), { numRuns: 200 })
})
