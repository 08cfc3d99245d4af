import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLines } from '../../../drafts/nano/lines/find-lines.ts'
import type { FoundLine } from '../../../src/model/page-look.ts'
import { type Box, intersection, union } from '../../../src/model/box.ts'
import type { Raster } from '../../../src/model/raster.ts'
import { printedRaster } from '../../support/printed-page.ts'
import { arch, picture, type Picture } from './picture.ts'

const DPI = 200

/** Every drawn row is inside one found line, and every found line holds exactly one row. */
function expectRows(lines: readonly FoundLine[], rows: readonly Box[]): void {
  const owners = rows.map((row) => lines.filter(({ box }) => {
    const common = intersection(box, row)
    return common !== null && common.y1 - common.y0 > 0.5 * (row.y1 - row.y0)
  }))
  expect(owners.map((found) => found.length)).toEqual(rows.map(() => 1))
  expect(new Set(owners.flat()).size).toBe(rows.length)
  expect(lines.length).toBe(rows.length)
  owners.forEach(([line], i) => {
    const [row, found] = [rows[i] as Box, line?.box as Box]
    for (const edge of ['x0', 'x1', 'y0', 'y1'] as const) expect(Math.abs(found[edge] - row[edge])).toBeLessThanOrEqual(4)
  })
}

function expectSound(found: readonly FoundLine[], { width, height }: Raster): void {
  for (const { box, words } of found) {
    expect(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= width && box.y1 <= height && box.x0 < box.x1 && box.y0 < box.y1).toBe(true)
    expect(union(words)).toMatchObject({ x0: box.x0, x1: box.x1 })
    words.slice(1).forEach((word, i) => expect(word.x0).toBeGreaterThanOrEqual(words[i]?.x1 ?? 0))
  }
}

const page = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  em: fc.integer({ min: 20, max: 60 }),
  leading: fc.double({ min: 1.15, max: 2, noNaN: true }),
  paper: fc.integer({ min: 150, max: 255 }),
  columns: fc.constantFrom(1, 2),
})

describe('made-up pages', () => {
  test('every row is found once, whole, whatever its size, its ground and its columns', () => {
    fc.assert(fc.property(page, ({ seed, em, leading, paper, columns }) => {
      const drawn = picture({ width: 900, height: 700, dpi: DPI, paper, ink: paper - 110, em, leading, columns, seed })
      const { lines } = findLines(drawn.raster)
      expectRows(lines, drawn.rows)
      expectSound(lines, drawn.raster)
    }), { numRuns: 40 })
  })

  test('columns close to one another are told apart by where their rows start', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const drawn = picture({ width: 900, height: 900, dpi: DPI, paper: 255, ink: 0, em: 30, leading: 1.4, columns: 2, gutter: 0.75, seed })
      expectRows(findLines(drawn.raster).lines, drawn.rows)
    }
  })

  test('light print on dark ground, specks, rules and a frame change nothing', () => {
    const drawn = picture({ width: 900, height: 700, dpi: DPI, paper: 40, ink: 220, em: 30, leading: 1.5, columns: 1, seed: 5 })
    expectRows(findLines(drawn.raster).lines, drawn.rows)
    const noisy = picture({ width: 900, height: 700, dpi: DPI, paper: 240, ink: 30, em: 30, leading: 1.6, columns: 1, seed: 6 })
    speckle(noisy.raster)
    frame(noisy)
    expectRows(findLines(noisy.raster).lines, noisy.rows)
  })

  test('askew pages are levelled first', () => {
    for (const slope of [-0.05, -0.01, 0.02, 0.07]) {
      const drawn = picture({ width: 1200, height: 900, dpi: DPI, paper: 255, ink: 0, em: 28, leading: 1.6, columns: 1, seed: 9 })
      const found = findLines(skewed(drawn.raster, slope))
      expect(Math.abs(found.slope - slope)).toBeLessThan(0.002)
      expect(found.level).not.toBeNull()
      expect(found.lines.length).toBe(drawn.rows.length)
    }
  })

  test('a vertical rule parts the cells of a table, and no lines that it runs through', () => {
    const drawn = picture({ width: 500, height: 300, dpi: DPI, paper: 255, ink: 0, em: 30, leading: 1.6, columns: 1, seed: 3 })
    const [middle, first] = [drawn.gaps[0] as Box, drawn.rows[0] as Box]
    const parts = (): number => findLines(drawn.raster).lines.filter(({ box }) => intersection(box, first) !== null).length
    const fill = (x0: number, x1: number, grey: number): void => {
      for (let y = 0; y < 300; y++) drawn.raster.data.fill(grey, y * 500 + x0, y * 500 + x1)
    }
    fill(middle.x0 + 1, middle.x0 + 3, 0)
    expect(parts()).toBe(1)
    fill(middle.x0, middle.x1, 255)
    fill(middle.x0 + 4, middle.x0 + 6, 0)
    expect(parts()).toBe(2)
  })

  test('figures that are lower than the characters around them are lines too, however few', () => {
    const drawn = picture({ width: 900, height: 1100, dpi: DPI, paper: 255, ink: 0, em: 30, leading: 1.6, columns: 1, seed: 4, full: true })
    const row = drawn.rows.at(-1) as Box
    for (let y = row.y0 - 5; y < row.y1 + 5; y++) drawn.raster.data.fill(255, y * 900, (y + 1) * 900)
    const figures = [100, 300, 500].map((x0) => ({ x0, x1: x0 + 11, y0: row.y1 - 17, y1: row.y1 }))
    for (const figure of figures) arch(drawn.raster, figure, 0, 2)
    const { lines } = findLines(drawn.raster)
    expectRows(lines, [...drawn.rows.slice(0, -1), ...figures])
  })

  test('rows of capitals are low, and no print that fills its lines', () => {
    const text = 'WHEREAS ALL SUMS DUE SHALL BE PAID IN 30 DAYS'
    const raster = printedRaster(Array.from({ length: 20 }, (_, i) => ({ text, x: 30, y: 40 + 16 * i, size: 11 })), 400, 380)
    const { lines } = findLines(raster)
    expect(lines.map(({ words }) => words.length)).toEqual(Array.from({ length: 20 }, () => 10))
    for (const { em } of lines) expect(em).toBeCloseTo(11 * DPI / 72, -1)
  })

  test.each([40, 60, 100, 250])('print of %i points is found whole, with its thin letters, beside small print', (size) => {
    const found = (text: string): FoundLine[] => {
      const raster = printedRaster([{ text: 'Invoice 41', x: 30, y: 40 + size, size }, ...text === '' ? [] : [{ text, x: 40, y: 20, size: 9 }]], 40 + 6 * size, 60 + 1.3 * size)
      return findLines(raster).lines.filter(({ box }) => box.y1 - box.y0 > 0.3 * size * DPI / 72)
    }
    for (const text of ['', 'Set in small type above it, a whole line']) {
      const [line, ...more] = found(text)
      expect(more).toEqual([])
      expect(line?.words.length).toBe(2)
      // the stem of the I stands some tenth of the size from its origin
      expect(line?.box.x0).toBeLessThan((30 + 0.15 * size) * DPI / 72)
      expect(line?.box.x1).toBeGreaterThan((30 + 4 * size) * DPI / 72)
    }
  })

  test('light print in dark bars of any height and darkness is found, whatever stands beside the bar', () => {
    const place = { seed: fc.integer({ min: 0, max: 1e6 }), em: fc.integer({ min: 20, max: 36 }), pad: fc.double({ min: 0.25, max: 1.6, noNaN: true }), grey: fc.integer({ min: 20, max: 150 }), top: fc.integer({ min: 10, max: 40 }) }
    fc.assert(fc.property(fc.record(place), ({ seed, em, pad, grey, top }) => {
      const drawn = picture({ width: 900, height: 700, dpi: DPI, paper: 250, ink: 10, em: 26, leading: 1.5, columns: 1, seed })
      const title = picture({ width: 500, height: 4 * em, dpi: DPI, paper: grey, ink: 235, em, leading: 9, columns: 1, seed: seed + 1 })
      const row = title.rows[0] as Box
      const [y0, y1] = [Math.max(0, Math.round(row.y0 - pad * em)), Math.min(4 * em, Math.round(row.y1 + pad * em))]
      const at = drawn.raster.height
      const raster = uniform(900, at + y1 - y0 + top + 60, 250)
      raster.data.set(drawn.raster.data)
      for (let y = y0; y < y1; y++) {
        // the bar goes on behind its title
        raster.data.fill(grey, (at + top + y - y0) * 900 + 60, (at + top + y - y0) * 900 + 840)
        raster.data.set(title.raster.data.subarray(y * 500, (y + 1) * 500), (at + top + y - y0) * 900 + 60)
      }
      const found = findLines(raster).lines.filter(({ box }) => (box.y0 + box.y1) / 2 > at + top)
      expectRows(found, [{ x0: row.x0 + 60, x1: row.x1 + 60, y0: row.y0 - y0 + at + top, y1: row.y1 - y0 + at + top }])
    }), { numRuns: 60 })
  })

  test('a bar code is no line of large print', () => {
    const raster = uniform(900, 400, 255)
    for (let bar = 0; bar < 25; bar++) {
      for (let y = 50; y < 240; y++) raster.data.fill(0, y * 900 + 100 + bar * 25, y * 900 + 110 + bar * 25 + bar * 7 % 10)
    }
    expect(findLines(raster).lines.filter(({ box }) => box.y1 - box.y0 > 120)).toEqual([])
  })

  test('print in a shadow, and light print on a dark band, are both found', () => {
    const drawn = picture({ width: 900, height: 700, dpi: DPI, paper: 250, ink: 10, em: 30, leading: 1.5, columns: 1, seed: 5 })
    const data = drawn.raster.data.map((grey, at) => Math.round(grey * (0.4 + 0.6 * Math.abs(at % 900 - 450) / 450)))
    expect(findLines({ ...drawn.raster, data }).lines.length).toBe(drawn.rows.length)
    const { y0, y1 } = drawn.rows[4] as Box
    const band = drawn.raster.data.map((grey, at) => at >= (y0 - 12) * 900 && at < (y1 + 12) * 900 ? 255 - grey : grey)
    expect(findLines({ ...drawn.raster, data: band }).lines.length).toBe(drawn.rows.length)
  })
})

const uniform = (width: number, height: number, grey: number): Raster => ({ width, height, dpi: DPI, data: new Uint8Array(width * height).fill(grey) })

describe('hostile rasters', () => {
  test.each([[1, 1, 0], [1, 1, 255], [3000, 1, 0], [1, 3000, 255], [800, 600, 0], [800, 600, 255], [800, 600, 128]])(
    '%i x %i, all %i: no lines', (width, height, grey) => expect(findLines(uniform(width, height, grey)).lines).toEqual([]))

  test('noise and a checkerboard end soon, in sound boxes', () => {
    const noise = uniform(1000, 1000, 0)
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = (i * 2654435761 >>> 0) % 256
    expectSound(findLines(noise).lines, noise)
    const board = uniform(1000, 1000, 0)
    for (let i = 0; i < board.data.length; i++) board.data[i] = (i + Math.floor(i / 1000)) % 2 * 255
    expectSound(findLines(board).lines, board)
  })

  test('a large sheet of small print is found whole', () => {
    const drawn = picture({ width: 3000, height: 3000, dpi: 300, paper: 250, ink: 10, em: 40, leading: 1.4, columns: 2, seed: 1 })
    expect(findLines(drawn.raster).lines.length).toBe(drawn.rows.length)
  })
})

function speckle({ width, height, data }: Raster): void {
  for (let i = 0; i < width * height / 400; i++) data[(i * 7919 * 104729) % (width * height)] = 0
}

/** A frame around everything, and a rule under the first row. */
function frame({ raster: { width, height, data }, rows }: Picture): void {
  for (const y of [10, height - 12, (rows[0]?.y1 ?? 0) + 6]) data.fill(0, y * width + 10, (y + 1) * width - 10)
  for (let y = 10; y < height - 12; y++) data[y * width + 10] = data[y * width + width - 10] = 0
}

function skewed({ width, height, dpi, data }: Raster, slope: number): Raster {
  const turned = new Uint8Array(data.length).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = Math.round(y - slope * (x - width / 2))
      if (from >= 0 && from < height) turned[y * width + x] = data[from * width + x] ?? 255
    }
  }
  return { width, height, dpi, data: turned }
}
