// The cache of a public export, as the graph finds it and as it leaves it.
import type * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { joinPasts, keepWritten, type Past, withRoom } from '../../verifiers/onnx/past.ts'

const NAME = 'past_key_values.0.key'
/** 2 heads, entries of 2 numbers. */
const inputs: readonly ort.InferenceSession.TensorValueMetadata[] = [{ name: NAME, isTensor: true, type: 'float32', shape: ['batch', 2, 'past', 2] }]

/** Entries of token t: head and token, twice. */
const entries = (tokens: readonly number[]): number[] => [0, 1].flatMap((head) => tokens.flatMap((token) => [100 * head + token, 100 * head + token]))
const past = (tokens: readonly number[]): Past => ({ length: tokens.length, room: tokens.length, tensors: new Map([[NAME, Float32Array.from(entries(tokens))]]) })

/** As a graph does it: behind the cache's end. */
function write(cache: Past, tokens: readonly number[]): void {
  for (const head of [0, 1]) {
    cache.tensors.get(NAME)?.set(tokens.flatMap((token) => [100 * head + token, 100 * head + token]), (head * cache.room + cache.length) * 2)
  }
}

const numbersOf = (tensor: ort.Tensor | undefined): number[] => Array.from(tensor?.data as Float32Array)
const content = (cache: Past): number[] => numbersOf(joinPasts([cache], cache.length, inputs)[NAME])

test('entries that are kept follow what there was, in every head', () => {
  const cache = withRoom(past([1, 2, 3]), 4, inputs)
  expect(cache.room).toBeGreaterThanOrEqual(7)
  write(cache, [4, 5, 6, 7])
  const kept = keepWritten(cache, [3, 5, 6], inputs)
  expect(kept.length).toBe(6)
  expect(content(kept)).toEqual(entries([1, 2, 3, 4, 6, 7]))
})

test('room is made once, and what was there stays', () => {
  const old = past([1, 2, 3])
  const cache = withRoom(old, 1, inputs)
  expect(cache.tensors.get(NAME)).not.toBe(old.tensors.get(NAME))
  expect(withRoom(cache, 10, inputs)).toBe(cache)
  expect(content(cache)).toEqual(content(old))
  expect(content(withRoom(cache, 1000, inputs))).toEqual(entries([1, 2, 3]))
})

test('a cache with room is joined with another, padded on the right', () => {
  const joined = joinPasts([withRoom(past([1, 2]), 5, inputs), past([7])], 2, inputs)[NAME]
  expect(joined?.dims).toEqual([2, 2, 2, 2])
  expect(numbersOf(joined)).toEqual([...entries([1, 2]), 7, 7, 0, 0, 107, 107, 0, 0])
})
