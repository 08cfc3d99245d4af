// Light print in dark bars: heads of tables, titles on a ground of their own. Bars that are lower than the window whose mean tells the ground are neither ink nor ground.
import { area, type Box, height, scaled, width } from '../../../src/model/box.ts'
import type { Raster } from '../../../src/model/raster.ts'
import { findComponents } from './components.ts'
import type { Ink } from './ink.ts'

/** Pixels this much darker than the page's lightest, in shares of its contrast, may be a bar's. */
const DARK = 0.3
/** Side of the squares that are looked at first, inches; those of a bar are dark by this share and more, and this share of the bar's are. */
const SQUARE = { side: 0.02, dark: 0.5, filled: 0.6 }
/** Bars are so high, inches, and so many times as wide; this share of their rim has one grey. */
const BAR = { min: 0.1, max: 1.5, aspect: 1.5, even: 0.8 }
/** So many squares around a bar are part of the windows that see it. */
const RING = 4
/** So many components tell its letters, from this height on, inches, to this share of the bar's. */
const LETTERS = { count: 3, min: 0.035, max: 0.85 }

/** Makes the light print of dark bars the ink, and their ground ground. `dark`, `light`: the page's extremes; `contrast`: grey levels that ink differs by. */
export function inkBars(ink: Ink, raster: Raster, { dark, light, contrast }: { readonly dark: number, readonly light: number, readonly contrast: number }): void {
  const side = Math.max(2, Math.round(SQUARE.side * ink.dpi))
  const limit = light - DARK * (light - dark)
  for (const squares of findComponents(darkSquares(raster, limit, side), 2)) {
    if (!isLikeBar(squares, ink.dpi / side) || squares.area < SQUARE.filled * area(squares)) continue
    const bar = largestIn(grown(scaled(squares, side), side, raster), raster, limit)
    if (bar === null || !isLikeBar(bar, ink.dpi)) continue
    const print = lightIn(bar, raster, contrast)
    if (print === null || !hasLetters(print)) continue
    clearLight(grown(bar, RING * side, raster), ink, raster, limit)
    for (let y = bar.y0, at = 0; y < bar.y1; y++, at += print.width) ink.data.set(print.data.subarray(at, at + print.width), y * ink.width + bar.x0)
  }
}

const isLikeBar = (box: Box, dpi: number): boolean => height(box) >= BAR.min * dpi && height(box) <= BAR.max * dpi && width(box) >= BAR.aspect * height(box)

/** One pixel a square, whole squares only, of every other row and column: 1 = a bar may be there. */
function darkSquares({ width, height, dpi, data }: Raster, limit: number, side: number): Ink {
  const small = { width: Math.floor(width / side), height: Math.floor(height / side), dpi: dpi / side, data: new Uint8Array(Math.floor(width / side) * Math.floor(height / side)) }
  const enough = SQUARE.dark * Math.ceil(side / 2) ** 2
  for (let row = 0, square = 0; row < small.height; row++) {
    for (let column = 0; column < small.width; column++, square++) {
      let count = 0
      for (let y = 0, at = row * side * width + column * side; y < side; y += 2, at += 2 * width) for (let x = 0; x < side; x += 2) if ((data[at + x] as number) < limit) count++
      if (count >= enough) small.data[square] = 1
    }
  }
  return small
}

/** The largest dark component of a part of the raster; null = there is none. */
function largestIn({ x0, y0, x1, y1 }: Box, { width: stride, dpi, data }: Raster, limit: number): Box | null {
  const dark = { width: x1 - x0, height: y1 - y0, dpi, data: new Uint8Array((x1 - x0) * (y1 - y0)) }
  for (let y = y0, at = 0; y < y1; y++) for (let x = x0; x < x1; x++) dark.data[at++] = Number((data[y * stride + x] as number) < limit)
  const found = findComponents(dark, 1).sort((a, b) => b.area - a.area)[0]
  return found === undefined ? null : { x0: found.x0 + x0, x1: found.x1 + x0, y0: found.y0 + y0, y1: found.y1 + y0 }
}

/** Paper beside a bar counts as light print on the bar's ground. */
function clearLight({ x0, y0, x1, y1 }: Box, ink: Ink, { width: stride, data }: Raster, limit: number): void {
  for (let y = y0; y < y1; y++) for (let at = y * stride + x0; at < y * stride + x1; at++) if ((data[at] as number) >= limit) ink.data[at] = 0
}

/** What is lighter than a bar's even rim, but for the rim itself; null = its rim is not even. */
function lightIn({ x0, y0, x1, y1 }: Box, { width: stride, dpi, data }: Raster, contrast: number): Ink | null {
  const grey = (x: number, y: number): number => data[y * stride + x] as number
  // the outermost pixels are half paper
  const rim = [
    ...Array.from({ length: x1 - x0 - 4 }, (_, i) => [grey(x0 + 2 + i, y0 + 2), grey(x0 + 2 + i, y1 - 3)]),
    ...Array.from({ length: y1 - y0 - 4 }, (_, i) => [grey(x0 + 2, y0 + 2 + i), grey(x1 - 3, y0 + 2 + i)]),
  ].flat().sort((a, b) => a - b)
  const ground = rim[rim.length >> 1] as number
  if (rim.filter((level) => Math.abs(level - ground) < contrast / 2).length < BAR.even * rim.length) return null
  const print = { width: x1 - x0, height: y1 - y0, dpi, data: new Uint8Array((x1 - x0) * (y1 - y0)) }
  for (let y = y0 + 2; y < y1 - 2; y++) for (let x = x0 + 2; x < x1 - 2; x++) print.data[(y - y0) * print.width + x - x0] = Number(grey(x, y) > ground + contrast)
  return print
}

function hasLetters(print: Ink): boolean {
  return findComponents(print, 1).filter((part) => height(part) >= LETTERS.min * print.dpi && height(part) <= LETTERS.max * print.height).length >= LETTERS.count
}

const grown = ({ x0, y0, x1, y1 }: Box, by: number, { width, height }: Raster): Box =>
  ({ x0: Math.max(0, x0 - by), y0: Math.max(0, y0 - by), x1: Math.min(width, x1 + by), y1: Math.min(height, y1 + by) })
