import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Raster } from '../../src/model/raster.ts'
import { scaleGrey as scaleInto } from '../../verifiers/onnx/scale-grey.ts'

const picture = (width: number, height: number, data: readonly number[]): Raster => ({ width, height, dpi: 200, data: Uint8Array.from(data) })

function scaleGrey(raster: Raster, width: number, height: number): Float32Array {
  const into = new Float32Array(width * height)
  scaleInto(raster, { width, height, stride: width }, into)
  return into
}

test('the same size is the same picture', () => {
  expect([...scaleGrey(picture(3, 2, [0, 50, 100, 150, 200, 250]), 3, 2)]).toEqual([0, 50, 100, 150, 200, 250])
})

test('twice as wide is bilinear, half as wide weighs four pixels', () => {
  expect([...scaleGrey(picture(2, 1, [0, 100]), 4, 1)]).toEqual([0, 25, 75, 100])
  // as Pillow 12 says: Image.new('L', (4, 1)) with 0, 80, 160, 240, resize((2, 1), BILINEAR)
  expect([...scaleGrey(picture(4, 1, [0, 80, 160, 240]), 2, 1)].map(Math.round)).toEqual([57, 183])
})

test('paper stays paper, and nothing is darker or lighter than before', () => {
  const size = fc.integer({ min: 1, max: 40 })
  fc.assert(fc.property(size, size, size, size, fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1600, maxLength: 1600 }), (width, height, to, high, grey) => {
    const data = grey.slice(0, width * height)
    const scaled = scaleGrey(picture(width, height, data), to, high)
    expect(scaled).toHaveLength(to * high)
    expect(Math.min(...scaled)).toBeGreaterThan(Math.min(...data) - 0.01)
    expect(Math.max(...scaled)).toBeLessThan(Math.max(...data) + 0.01)
  }))
})
