import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { freeCopies } from '../../verifiers/onnx/free-copies.ts'

const tensor = (...data: readonly number[]): ort.TypedTensor<'float32'> => new ort.Tensor('float32', Float32Array.from(data), [data.length])

test('what was given memory is returned in it, and its copy is freed', () => {
  const [given, copy, other] = [tensor(1, 2), tensor(1, 2), tensor(3)]
  const outputs = freeCopies({ a: copy, b: other }, { a: given, b: null })
  expect(outputs['a']).toBe(given)
  expect(given.data).toEqual(Float32Array.of(1, 2))
  expect(copy.data).toHaveLength(0)
  expect(outputs['b']).toBe(other)
  expect(other.data).toEqual(Float32Array.of(3))
})

test('a runtime that returns the given memory itself keeps it', () => {
  const given = tensor(1, 2)
  const view = new ort.Tensor('float32', given.data.subarray(0, 2), [2])
  expect(freeCopies({ a: view }, { a: given })['a']).toBe(given)
  expect(given.data).toEqual(Float32Array.of(1, 2))
})
