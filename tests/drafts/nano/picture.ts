// A page of made-up print: rows of bars and arches as high as letters, in words, whose places are known exactly.
import type { Box } from '../../../src/model/box.ts'
import type { Raster } from '../../../src/model/raster.ts'

export interface PictureOptions {
  readonly width: number
  readonly height: number
  readonly dpi: number
  readonly paper: number
  readonly ink: number
  /** Font size, pixels. */
  readonly em: number
  /** Distance of rows, in font sizes. */
  readonly leading: number
  readonly columns: number
  /** White between columns, font sizes; 2 when left out. */
  readonly gutter?: number
  readonly seed: number
  /** Characters that fill their lines, and lower parts of such, as in Chinese, rather than letters. */
  readonly full?: boolean
}

export interface Picture {
  readonly raster: Raster
  readonly rows: readonly Box[]
  /** The first space of each row, where it has one. */
  readonly gaps: readonly Box[]
}

export function picture({ width, height, dpi, paper, ink, em, leading, columns, gutter = 2, seed, full = false }: PictureOptions): Picture {
  const raster: Raster = { width, height, dpi, data: new Uint8Array(width * height).fill(paper) }
  const random = generator(seed)
  const [rows, gaps]: [Box[], Box[]] = [[], []]
  const column = (width - em * (4 + gutter * (columns - 1))) / columns
  for (let c = 0; c < columns; c++) {
    const left = Math.round(em * 2 + c * (column + em * gutter))
    for (let baseline = Math.round(em * 2); baseline < height - em; baseline += Math.round(leading * em)) {
      drawRow(raster, ink, left, left + column, baseline, em, random, rows, gaps, full)
    }
  }
  return { raster, rows, gaps }
}

function drawRow(
  raster: Raster, ink: number, left: number, right: number, baseline: number, em: number, random: () => number, rows: Box[], gaps: Box[], full: boolean,
): void {
  const line: Box[] = []
  let spaces = 0
  for (let x = left; ;) {
    // the first letters of a row show its full height
    const tall = line.length === 0 || random() < 0.3
    const deep = line.length === 1 || random() < 0.1
    const [top, bottom] = full ? tall ? [0.92, 0] : [0.8, -0.2] : [tall ? 0.7 : 0.48, deep ? 0.2 : 0]
    const letter = {
      x0: x, x1: x + Math.round((0.25 + 0.25 * random()) * em),
      y0: baseline - Math.round(top * em), y1: baseline + Math.round(bottom * em),
    }
    if (letter.x1 > right) break
    arch(raster, letter, ink, Math.max(2, Math.round(0.08 * em)))
    line.push(letter)
    const space = line.length > 3 && random() < 0.2
    x = letter.x1 + Math.max(1, Math.round((space ? 0.33 : 0.06) * em))
    if (space && spaces++ === 0) gaps.push({ x0: letter.x1, x1: x, y0: letter.y0, y1: letter.y1 })
  }
  rows.push({
    x0: left, x1: Math.max(...line.map(({ x1 }) => x1)),
    y0: Math.min(...line.map(({ y0 }) => y0)), y1: Math.max(...line.map(({ y1 }) => y1)),
  })
}

/** The outline of a letter: two stems and a bar. */
export function arch({ width, data }: Raster, { x0, x1, y0, y1 }: Box, ink: number, stroke: number): void {
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) if (y < y0 + stroke || x < x0 + stroke || x >= x1 - stroke) data[y * width + x] = ink
  }
}

function generator(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5 | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}
