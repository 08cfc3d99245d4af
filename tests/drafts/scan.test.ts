import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideShare, seemsUpsideDown } from '../../drafts/scan/direction.ts'
import { lookAt } from '../../drafts/scan/look.ts'
import { createScanDraft } from '../../drafts/scan/scan.ts'
import { straightFrame, straighten } from '../../drafts/scan/straighten.ts'
import type { Box } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import type { ParsedDocument } from '../../src/model/document.ts'
import type { Raster } from '../../src/model/raster.ts'
import { turnFor, turnRaster } from '../../src/model/turn.ts'
import { createParser, type Parser } from '../../src/parser.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { imagePage, printedRaster } from '../support/printed-page.ts'

const signal = new AbortController().signal
const TURNS = [0, 90, 180, 270] as const
const UPRIGHT = printedRaster(Array.from({ length: 12 }, (_, i) => ({ text: 'The shipment left the old harbour on Monday', x: 40, y: 40 + 16 * i, size: 11 })), 400, 260)
/** The raster as it is when its text is turned clockwise. */
const turned = (raster: Raster, degrees: number): Raster => turnRaster(raster, (360 - degrees) % 360)

/** Vitest compares large arrays number by number. */
const same = (a: Raster | undefined, b: Raster): boolean => a?.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0

describe('turns', () => {
  test('four quarter turns are none, and two are a half', () => {
    const three = turnRaster(turnRaster(turnRaster(UPRIGHT, 90), 90), 90)
    expect(same(turnRaster(three, 90), UPRIGHT)).toBe(true)
    expect(same(turnRaster(UPRIGHT, 270), three)).toBe(true)
    expect(same(turnRaster(turnRaster(UPRIGHT, 90), 90), turnRaster(UPRIGHT, 180))).toBe(true)
  })

  test.each(TURNS)('pixels go where boxes go, %i degrees', (rotation) => {
    const raster = { width: 5, height: 3, dpi: 72, channels: 3, data: Uint8Array.from({ length: 45 }, (_, i) => i) } as const
    const result = turnRaster(raster, rotation)
    const { to } = turnFor(rotation, raster)
    for (let y = 0; y < 3; y++) for (let x = 0; x < 5; x++) {
      const { x0, y0 } = to({ x0: x, y0: y, x1: x + 1, y1: y + 1 })
      expect([...result.data.subarray((y0 * result.width + x0) * 3).subarray(0, 3)]).toEqual([...raster.data.subarray((y * 5 + x) * 3).subarray(0, 3)])
    }
  })

  test('a box on the straight page comes back to where it was', () => {
    const box = fc.record({ x0: fc.double({ min: 0, max: 300, noNaN: true }), y0: fc.double({ min: 0, max: 400, noNaN: true }) })
      .map(({ x0, y0 }): Box => ({ x0, y0, x1: x0 + 50, y1: y0 + 12 }))
    fc.assert(fc.property(box, fc.constantFrom(...TURNS), fc.double({ min: -0.09, max: 0.09, noNaN: true }), (given, rotation, slope) => {
      const { to, back } = straightFrame({ width: 400, height: 500 }, { rotation, slope })
      const again = back(to(given))
      for (const side of ['x0', 'y0', 'x1', 'y1'] as const) expect(again[side]).toBeCloseTo(given[side], 6)
    }))
  })
})

describe('how a page lies', () => {
  test.each(TURNS)('text turned by %i degrees', (degrees) => {
    const look = lookAt(turned(UPRIGHT, degrees))
    expect(look.rotation).toBe(degrees % 180)
    // on its side either end may be up, so lines are kept for a reading
    expect(look.doubtful === null).toBe(degrees === 0)
  })

  test('letters in a grid of equal gaps, capitals and few letters say nothing', () => {
    const at = (x: number, y: number): Box => ({ x0: x * 20, y0: y * 20, x1: x * 20 + 10, y1: y * 20 + 10 })
    const grid = Array.from({ length: 100 }, (_, i) => at(i % 10, Math.floor(i / 10)))
    expect(besideShare(grid.slice(0, 30))).toBeNull()
    expect(besideShare(grid)).toBeNull()
    expect(seemsUpsideDown([{ x0: 0, y0: 0, x1: 200, y1: 10 }], grid)).toBe(false)
    expect(besideShare([])).toBeNull()
  })

  test('blank pages and pictures are left as they lie', () => {
    const noise = { ...UPRIGHT, data: UPRIGHT.data.map((_, i) => (i * 7919 % 251 + Math.floor(i / 700) * 31) % 256) }
    for (const raster of [printedRaster([]), noise]) expect(lookAt(raster)).toMatchObject({ rotation: 0, slope: 0 })
  })

  test('rules are found once each, the edge of the sheet is none', () => {
    const raster = printedRaster([], 200, 100)
    const bar = (x0: number, y0: number, x1: number, y1: number): void => {
      for (let y = y0; y < y1; y++) raster.data.fill(0, y * raster.width + x0, y * raster.width + x1)
    }
    bar(50, 60, 450, 63)
    bar(100, 40, 102, 240)
    bar(0, 0, raster.width, 2)
    expect(lookAt(raster).rulings).toEqual([
      { direction: 'horizontal', box: { x0: 50, y0: 60, x1: 450, y1: 63 } }, { direction: 'vertical', box: { x0: 100, y0: 40, x1: 102, y1: 240 } },
    ])
  })
})

describe('preparing a page', () => {
  /** Reads as surely as it is told. */
  function reader(sure: (raster: Raster) => number): DraftSource {
    return {
      id: 'reader',
      async draft(page) {
        const line: Line = { text: 'harbour', box: { x0: 0, y0: 0, x1: 1, y1: 1 }, words: [], source: 'reader', fontSize: 10, bold: false, italic: false, rotation: 0 }
        return [{ ...line, words: [{ text: 'harbour', box: line.box, confidence: sure(await page.raster(200, signal)) }] }]
      },
      close: async () => {},
    }
  }
  const isUpright = (raster: Raster): boolean => lookAt(raster).doubtful === null

  test.each(TURNS)('is set upright from %i degrees, and other rasters of it too', async (degrees) => {
    const scan = createScanDraft(reader((raster) => isUpright(raster) ? 0.9 : 0.4))
    const page = imagePage(turned(UPRIGHT, degrees))
    const prepared = await scan.prepare?.(page, signal)
    await scan.close()
    expect(Math.round(prepared?.page.width ?? 0)).toBe(400)
    expect(same(await prepared?.page.raster(200, signal), UPRIGHT)).toBe(true)
    expect(same(straighten(turned(UPRIGHT, degrees), { rotation: degrees, slope: 0 }), UPRIGHT)).toBe(true)
  })

  test('what nobody can read is not turned', async () => {
    const scan = createScanDraft(reader(() => 0.4))
    for (const degrees of TURNS) {
      const prepared = await scan.prepare?.(imagePage(turned(UPRIGHT, degrees)), signal)
      expect(same(await prepared?.page.raster(200, signal), turned(UPRIGHT, degrees))).toBe(true)
    }
    await scan.close()
  })
})

describe('a scanned letter, turned', () => {
  const file = fileURLToPath(new URL('../../samples/scanned-letter.png', import.meta.url))
  let parser: Parser
  let upright: ParsedDocument
  beforeAll(async () => {
    parser = await createParser()
    upright = await parser.parse(file)
  })
  afterAll(() => parser.close())

  test.each([180, 270])('%i degrees: the same text, boxes where it stands', async (degrees) => {
    const picture = await sharp(file).rotate(degrees).withMetadata({ density: (await sharp(file).metadata()).density ?? 72 }).png().toBuffer()
    const document = await parser.parse(picture)
    expect(document.blocks.map(({ text }) => text)).toEqual(upright.blocks.map(({ text }) => text))
    const [page, straight] = [document.pages[0]!, upright.pages[0]!]
    expect([page.width, page.height].map(Math.round)).toEqual((degrees === 180 ? [straight.width, straight.height] : [straight.height, straight.width]).map(Math.round))
    const { to } = turnFor(degrees, page)
    document.blocks.forEach((block, i) => {
      const [box, wanted] = [to(block.box), upright.blocks[i]!.box]
      for (const side of ['x0', 'y0', 'x1', 'y1'] as const) expect(Math.abs(box[side] - wanted[side])).toBeLessThan(2)
    })
  })
})
