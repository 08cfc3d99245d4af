import { expect, test } from 'vitest'
import { handedInput } from '../../verifiers/onnx/handed-image.ts'

test.each([1, 3] as const)('an image of %s channels is handed over at the size that the rule says', async (channels) => {
  const image = { width: 4, height: 2, dpi: 72, channels, data: new Uint8Array(8 * channels).fill(90) }
  expect(await handedInput({ image, kind: 'table' }, (size) => size)).toEqual({ image, kind: 'table' })
  const { image: twice } = await handedInput({ image, kind: null }, ({ width, height }, kind) => ({ width: width * 2, height: kind === null ? height * 2 : 0 }))
  expect(twice).toEqual({ width: 8, height: 4, dpi: 144, channels, data: Buffer.alloc(32 * channels, 90) })
})
