import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { resolveConfig, type Options } from '../../src/config.ts'
import { imageDpi } from '../../src/input/image-input.ts'
import { openInput, type OpenInput } from '../../src/input/open-input.ts'
import type { Raster } from '../../src/model/raster.ts'

const signal = new AbortController().signal
const open = (bytes: Uint8Array, options: Options = {}): Promise<OpenInput> => openInput(bytes, { config: resolveConfig(options), signal })

/** 40 x 20 pixels: the left half red, the right half of the colour given as [r, g, b, alpha]. */
function flag(right: readonly number[]): Sharp {
  const pixels = Array.from({ length: 800 }, (_, i) => i % 40 < 20 ? [255, 0, 0, 255] : right).flat()
  return sharp(Uint8Array.from(pixels), { raw: { width: 40, height: 20, channels: 4 } })
}

const WHITE = [255, 255, 255, 255]

const at = (raster: Raster, x: number, y: number): number => raster.data[y * raster.width + x] ?? -1

test.each(['png', 'jpeg', 'webp', 'tiff'] as const)('%s gives grey pixels as they are', async (format) => {
  const input = await open(await flag(WHITE).flatten().toFormat(format, { quality: 100 }).toBuffer())
  const page = await input.page(1)
  expect([input.media, input.pageCount, page.media, page.items, page.blank]).toEqual(['image', 1, 'image', [], false])
  const raster = await page.raster(page.nativeDpi ?? 0, signal)
  expect([raster.width, raster.height, raster.data.length]).toEqual([40, 20, 800])
  expect(at(raster, 5, 10)).toBeGreaterThan(50)
  expect(at(raster, 5, 10)).toBeLessThan(130)
  expect(at(raster, 35, 10)).toBeGreaterThan(250)
})

test('in colour for those who ask, whatever was asked for before', async () => {
  const page = await (await open(await flag([0, 0, 255, 255]).png().toBuffer())).page(1)
  await page.raster(page.nativeDpi ?? 0, signal)
  const { width, channels, data } = await page.raster(page.nativeDpi ?? 0, signal, 3)
  const pixel = (x: number, y: number): number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
  expect([channels, data.length, pixel(5, 10), pixel(35, 10)]).toEqual([3, 2400, [255, 0, 0], [0, 0, 255]])
  const grey = await (await open(await flag(WHITE).greyscale().toColourspace('b-w').png().toBuffer())).page(1)
  expect((await grey.raster(grey.nativeDpi ?? 0, signal, 3)).data).toHaveLength(2400)
})

test('what is transparent is white', async () => {
  const page = await (await open(await flag([0, 0, 0, 0]).png().toBuffer())).page(1)
  expect(at(await page.raster(page.nativeDpi ?? 0, signal), 35, 10)).toBe(255)
})

test('a photograph is turned as its camera says', async () => {
  // orientation 6: the stored left side is the top
  const page = await (await open(await flag(WHITE).flatten().withMetadata({ orientation: 6 }).jpeg().toBuffer())).page(1)
  const raster = await page.raster(page.nativeDpi ?? 0, signal)
  expect([raster.width, raster.height]).toEqual([20, 40])
  expect(at(raster, 10, 5)).toBeLessThan(130)
  expect(at(raster, 10, 35)).toBeGreaterThan(250)
})

test('another dpi resamples', async () => {
  const page = await (await open(await flag(WHITE).withMetadata({ density: 100 }).png().toBuffer())).page(1)
  expect([page.nativeDpi, page.width, page.height]).toEqual([100, 28.8, 14.4])
  const raster = await page.raster(200, signal)
  expect([raster.width, raster.height, raster.dpi]).toEqual([80, 40, 200])
  expect(at(raster, 10, 20)).toBeLessThan(130)
  expect(at(raster, 70, 20)).toBeGreaterThan(250)
})

test('every frame of a TIFF is a page', async () => {
  const frames = await Promise.all([10, 120, 240].map((grey) =>
    sharp({ create: { width: 30, height: 50, channels: 3, background: { r: grey, g: grey, b: grey } } }).png().toBuffer()))
  const input = await open(await sharp(frames, { join: { animated: true } }).tiff().toBuffer())
  expect(input.pageCount).toBe(3)
  const greys: number[] = []
  for (const number of [3, 1, 2]) {
    const page = await input.page(number)
    greys.push(at(await page.raster(page.nativeDpi ?? 0, signal), 15, 25))
  }
  expect(greys.map((grey) => Math.round(grey / 10) * 10)).toEqual([240, 10, 120])
  await input.close()
  await expect(input.page(2)).rejects.toMatchObject({ code: 'ABORTED' })
})

test.each([
  [2480, 3508, 300, 300], [2480, 3508, 72, 3508 / 11], [1700, 2200, undefined, 200], [500, 200, undefined, 72],
    [4032, 3024, 72, 4032 / 11], [600, 800, 96, 96],
  [600, 800, 30, 800 / 11], [600, 800, 5000, 800 / 11],
])('%i x %i pixels that say %s dpi are read as %d', (width, height, stated, dpi) => {
  expect(imageDpi(width, height, stated)).toBe(dpi)
})

/** A PNG whose header promises this many pixels. */
function promisedPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT',
    deflateSync(Buffer.alloc(100))), chunk('IEND', Buffer.alloc(0))])
}

test('an image of too many pixels is refused before it is decoded', async () => {
  const before = process.memoryUsage().rss
  const input = await open(promisedPng(20_000, 20_000))
  await expect(input.page(1)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', message: expect.stringMatching(/20000 x 20000 pixels/) })
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
})

test('an enlarged raster counts too', async () => {
  const page = await (await open(await flag(WHITE).png().toBuffer(), { limits: { pixels: 1000 } })).page(1)
  await expect(page.raster(720, signal)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
})

test('a truncated image is an error, not a half-grey page', async () => {
  for (const format of ['png', 'jpeg', 'webp', 'tiff'] as const) {
    const noise = sharp({ create: { width: 300, height: 300, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128,
      sigma: 60 } } })
    const bytes = await noise.toFormat(format).toBuffer()
    const half = async (): Promise<unknown> => {
      const page = await (await open(bytes.subarray(0, bytes.length / 2))).page(1)
      return page.raster(page.nativeDpi ?? 0, signal)
    }
    await expect(half(), format).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  }
})
