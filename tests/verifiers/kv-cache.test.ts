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
  cache.remove(long)
  expect(cache.compact()).toEqual(new Map([[short, long]]))
  expect(cache.capacity).toBe(32)
  expect(read(cache, long)).toEqual(before)
})

test('a slot that has become free is taken by the next to open', () => {
  const cache = new KvCache(shape)
  const [first, second] = [cache.add(), cache.add()]
  cache.remove(first)
  expect(cache.add()).toBe(first)
  expect(cache.lengthOf(first)).toBe(0)
  expect(cache.compact().size).toBe(0)
  expect([cache.used, second]).toEqual([2, 1])
})

test('whatever is opened, appended and closed, every slot keeps its own entries', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('add' as const) }),
    fc.record({ kind: fc.constant('append' as const), at: fc.nat(), count: fc.integer({ min: 1, max: 70 }) }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }),
    fc.record({ kind: fc.constant('compact' as const) }),
  )
  fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
    const cache = new KvCache(shape)
    let expected = new Map<number, number[][]>()
    actions.forEach((step, tag) => {
      const slots = [...expected.keys()]
      const slot = 'at' in step ? slots[step.at % slots.length] : undefined
      if (step.kind === 'add') {
        const opened = cache.add()
        expect(expected.has(opened)).toBe(false)
        expected.set(opened, [[], []])
      } else if (slot !== undefined && step.kind === 'append') {
        const added = entries(1, step.count, tag)
        cache.append(slot, added, 0, Array.from({ length: step.count }, (_, i) => i))
        expected.set(slot, (expected.get(slot) ?? []).map((old, t) => {
          const half = old.length / 2
          const fresh = [...added.tensors[t] ?? []]
          return [...old.slice(0, half), ...fresh.slice(0, fresh.length / 2), ...old.slice(half), ...fresh.slice(fresh.length / 2)]
        }))
      } else if (slot !== undefined && step.kind === 'remove') {
        cache.remove(slot)
        expected.delete(slot)
      } else if (step.kind === 'compact') {
        const moved = cache.compact()
        expected = new Map([...expected].map(([old, tensors]) => [moved.get(old) ?? old, tensors]))
        expect([...expected.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: cache.used }, (_, i) => i))
      }
    })
    expected.forEach((tensors, slot) => expect(read(cache, slot)).toEqual(tensors))
  }), { numRuns: 200 })
})
