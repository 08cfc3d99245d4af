import { expect, test } from 'vitest'
import { lineCrops } from '../../src/decode/line-crops.ts'
import type { Line } from '../../src/model/line.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { ModelProfile } from '../../src/seams/verifier.ts'

const profile: ModelProfile = { name: 'x', unit: 'line', format: null, stopIds: [], maxTokens: 9, maxAspect: 10, alphabet: null, trust: null }

/** A page at 72 dpi (1 point = 1 pixel) with black words of `width` pixels every `pitch` pixels. */
function page(words: number, width: number, pitch: number): { raster: Raster, line: Line } {
  const raster = { width: words * pitch + 20, height: 40, dpi: 72, data: new Uint8Array((words * pitch + 20) * 40).fill(255) }
  const boxes = Array.from({ length: words }, (_, i) => ({ x0: 10 + i * pitch, y0: 10, x1: 10 + i * pitch + width, y1: 30 }))
  for (const box of boxes) for (let y = box.y0; y < box.y1; y++) raster.data.fill(0, y * raster.width + box.x0, y * raster.width + box.x1)
  const line = {
    text: boxes.map((_, i) => `w${i}`).join(' '), box: { x0: 10, y0: 10, x1: 10 + (words - 1) * pitch + width, y1: 30 },
    words: boxes.map((box, i) => ({ text: `w${i}`, box, confidence: i / words })),
    source: 'ocr', fontSize: 20, bold: false, italic: false, rotation: 0,
  }
  return { raster, line }
}

test('a short line is one crop with a rim around it', () => {
  const { raster, line } = page(2, 40, 60)
  const crops = lineCrops(raster, line, profile)
  expect(crops).toHaveLength(1)
  expect(crops[0]?.draft).toEqual({ text: 'w0 w1', confidence: 0.25 })
  expect(crops[0]?.input.image).toMatchObject({ width: 104, height: 24, dpi: 72 })
})

test('a wide line is cut in the gaps: no crop is too wide, no word is cut, none is lost', () => {
  const { raster, line } = page(20, 40, 55)
  const crops = lineCrops(raster, line, profile)
  expect(crops.length).toBeGreaterThan(4)
  expect(crops.map(({ draft }) => draft?.text).join(' ')).toBe(line.text)
  for (const { input: { image } } of crops) {
    expect(image.width / image.height).toBeLessThanOrEqual(10)
    const column = (x: number): number[] => Array.from({ length: image.height }, (_, y) => image.data[y * image.width + x] ?? 0)
    expect(column(0).every((grey) => grey === 255)).toBe(true)
    expect(column(image.width - 1).every((grey) => grey === 255)).toBe(true)
  }
  const ink = crops.reduce((sum, { input }) => sum + input.image.data.filter((grey) => grey === 0).length, 0)
  expect(ink).toBe(20 * 40 * 20)
})

test('rotated and tiny lines are not read, and a line over the page\'s edge is cut at it', () => {
  const { raster, line } = page(2, 40, 60)
  expect(lineCrops(raster, { ...line, rotation: 90 }, profile)).toEqual([])
  expect(lineCrops(raster, { ...line, box: { ...line.box, y1: 12 } }, profile)).toEqual([])
  const [over] = lineCrops(raster, { ...line, box: { x0: -30, y0: 10, x1: 900, y1: 30 } }, profile)
  expect(over?.input.image.width).toBe(raster.width)
})

test('a single word that is wider than the target reads, such as a rule, leaves the line unread', () => {
  const { raster, line } = page(1, 600, 610)
  expect(lineCrops(raster, line, profile)).toEqual([])
})

/** Words of thin strokes, as print is: a third of their boxes is ink. */
function strokes(words: number, ground: number, print: number): { raster: Raster, line: Line } {
  const { raster, line } = page(words, 45, 60)
  const data = raster.data.map((grey, at) => grey === 0 && at % raster.width % 3 === 1 ? print : ground)
  return { raster: { ...raster, data }, line }
}

test('light print on a dark ground comes as dark print on a light one, cut in its gaps', () => {
  const [light, dark] = [strokes(20, 30, 200), strokes(20, 225, 55)]
  const crops = lineCrops(light.raster, light.line, profile)
  expect(crops.map(({ input }) => input.image)).toEqual(lineCrops(dark.raster, dark.line, profile).map(({ input }) => input.image))
})

test.each([[255, 0], [200, 150], [60, 20]])('dark print (ground %i, print %i) comes as it is', (ground, print) => {
  const { raster, line } = strokes(2, ground, print)
  expect(new Set(lineCrops(raster, line, profile)[0]?.input.image.data)).toEqual(new Set([ground, print]))
})

test('a dark blob with light specks is no light print, nor is dark print in a frame', () => {
  const { raster, line } = strokes(1, 30, 200)
  const around = (box: Line['box'], at: number): boolean => at % raster.width < box.x0 || at % raster.width >= box.x1 || at < box.y0 * raster.width || at >= box.y1 * raster.width
  const blob = { ...raster, data: raster.data.map((grey, at) => around(line.box, at) ? 255 : grey) }
  expect(lineCrops(blob, line, profile)[0]?.input.image.data[0]).toBe(255)
  const framed = strokes(1, 225, 55)
  const inFrame = { ...framed.raster, data: framed.raster.data.map((grey, at) => around(framed.line.box, at) ? 0 : grey) }
  expect(new Set(lineCrops(inFrame, framed.line, profile)[0]?.input.image.data)).toEqual(new Set([0, 55, 225]))
})
