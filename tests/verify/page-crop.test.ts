import { expect, test } from 'vitest'
import type { ModelProfile } from '../../src/seams/verifier.ts'
import { regionPicture, wholePage } from '../../src/verify/page-crop.ts'

const profile: ModelProfile = { name: 'x', unit: 'page', format: null, stopIds: [], maxTokens: 9, maxAspect: null, alphabet: null, trust: null }

/** 100 x 50 pixels at 144 dpi whose red is the column, green the row, blue 7. */
const raster = { width: 100, height: 50, dpi: 144, channels: 3 as const, data: Uint8Array.from({ length: 15000 }, (_, i) => [Math.floor(i / 3) % 100, Math.floor(i / 300), 7][i % 3] ?? 0) }

test('a region comes with a rim of five pixels, in colour, and knows where it stands', () => {
  const { input: { image, kind }, shows } = regionPicture(raster, { x0: 10, y0: 5, x1: 20, y1: 10 }, 'text', profile)
  expect([image.width, image.height, image.channels, kind]).toEqual([30, 20, 3, 'text'])
  expect([...image.data.subarray(0, 3)]).toEqual([15, 5, 7])
  expect([...image.data.subarray(-3)]).toEqual([44, 24, 7])
  expect(shows).toEqual({ box: { x0: 7.5, y0: 2.5, x1: 22.5, y1: 12.5 }, kind: 'text', image: { width: 30, height: 20 } })
})

test('a region at the edge, or off the page, is still a picture', () => {
  expect(regionPicture(raster, { x0: -9, y0: -9, x1: 90, y1: 90 }, 'text', profile).input.image).toMatchObject({ width: 100, height: 50 })
  expect(regionPicture(raster, { x0: 400, y0: 400, x1: 500, y1: 500 }, 'text', profile).input.image.data.length).toBeGreaterThan(0)
})

test('the size is the one that the model sees', () => {
  const halved = { ...profile, seenSize: ({ width, height }: { width: number, height: number }) => ({ width: width / 2, height: height / 2 }) }
  expect(wholePage(raster, halved).shows).toEqual({ box: { x0: 0, y0: 0, x1: 50, y1: 25 }, kind: null, image: { width: 50, height: 25 } })
})
