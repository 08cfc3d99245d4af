// Paths of a PDF page: straight strokes and thin bars become rulings, all else that is seen drawings; clipping paths cut what follows.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type Box, intersection } from '../model/box.ts'
import type { Drawing, Ruling } from '../model/page.ts'
import { mergeDrawings } from './drawings.ts'
import { imageOf, scaleOf, xOf, yOf } from './matrix.ts'
import type { Graphics } from './pdf-graphics.ts'
import { mergeRulings, subpaths, type Subpath } from './rulings.ts'

/** A filled bar up to this thick counts as a line, points. */
const MAX_BAR = 3
/** Corners of a bar, its first point twice or thrice; outlines of maps and letters have more. */
const MAX_CORNERS = 8
/** Ends of a line may differ by this much and it is still upright, points. */
const STRAIGHT = 0.5
/** Paper. */
const WHITE = '#ffffff'

export class PathReader {
  /** Anything was painted that is not white. */
  marked = false
  readonly #graphics: Graphics
  readonly #rulings: Ruling[] = []
  readonly #drawings: Drawing[] = []
  #clipNext = false

  constructor(graphics: Graphics) {
    this.#graphics = graphics
  }

  rulings(): Ruling[] {
    return mergeRulings(this.#rulings)
  }

  drawings(): Drawing[] {
    return mergeDrawings(this.#drawings)
  }

  /** Runs a path operator; false when it is none. */
  step(fn: number, args: ArrayLike<unknown>): boolean {
    if (fn === OPS.clip || fn === OPS.eoClip) this.#clipNext = true
    else if (fn === OPS.constructPath) this.#path(Number(args[0]), args[1], args[2])
    else if (fn === OPS.paintSolidColorImageMask) this.#fill('fill', imageOf(this.#graphics.state.matrix, 0, 0, 1, 1))
    else return false
    return true
  }

  #path(op: number, data: unknown, minMax: unknown): void {
    const path: unknown = Array.isArray(data) ? data[0] : null
    const stroked = op === OPS.stroke || op === OPS.closeStroke
    const filled = op === OPS.fill || op === OPS.eoFill
    const both = op === OPS.fillStroke || op === OPS.eoFillStroke || op === OPS.closeFillStroke || op === OPS.closeEOFillStroke
    if (path instanceof Float32Array && (stroked || filled || both) && this.#graphics.visible) {
      const parts = subpaths(path)
      if (!filled) parts.forEach((part) => this.#strokePart(part))
      if (!stroked) parts.forEach((part) => this.#fillPart(part))
    }
    if (this.#clipNext) this.#graphics.clipTo(minMax)
    this.#clipNext = false
  }

  #strokePart(part: Subpath): void {
    const { points } = part
    const { matrix, lineWidth, stroke } = this.#graphics.state
    if (stroke === '') return
    if (stroke !== WHITE) this.marked = true
    const half = lineWidth * scaleOf(matrix) / 2
    let slanted = false
    for (let i = 1; i < points.length; i++) {
      const from = points[i - 1]
      const to = points[i]
      // null stands for a curve
      if (from === undefined || from === null || to === undefined || to === null) {
        slanted = true
        continue
      }
      const ax = xOf(matrix, from[0], from[1]), ay = yOf(matrix, from[0], from[1])
      const bx = xOf(matrix, to[0], to[1]), by = yOf(matrix, to[0], to[1])
      const box = { x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) }
      if (box.y1 - box.y0 <= STRAIGHT) this.#rule('horizontal', { ...box, y0: box.y0 - half, y1: box.y1 + half })
      else if (box.x1 - box.x0 <= STRAIGHT) this.#rule('vertical', { ...box, x0: box.x0 - half, x1: box.x1 + half })
      else slanted = true
    }
    if (slanted && stroke !== WHITE) this.#draw('shape', this.#boxOf(part))
  }

  #fillPart(part: Subpath): void {
    const { points, curved } = part
    const { matrix } = this.#graphics.state
    const corners = points.filter((point) => point !== null)
    if (curved || corners.length < 3 || corners.length > MAX_CORNERS) return this.#fill('shape', this.#boxOf(part))
    const xs = corners.map((point) => xOf(matrix, point[0], point[1]))
    const ys = corners.map((point) => yOf(matrix, point[0], point[1]))
    const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= STRAIGHT
    const upright = xs.every((x, i) => (near(x, box.x0) || near(x, box.x1)) && (near(ys[i]!, box.y0) || near(ys[i]!, box.y1)))
    this.#fill(upright ? 'fill' : 'shape', box)
  }

  #fill(kind: Drawing['kind'], box: Box): void {
    const { fill, opacity } = this.#graphics.state
    if (fill === '' || !this.#graphics.visible) return
    if (fill !== WHITE) this.marked = true
    const width = box.x1 - box.x0
    const height = box.y1 - box.y0
    if (kind === 'fill' && height <= MAX_BAR && width > 2 * height) this.#rule('horizontal', box)
    else if (kind === 'fill' && width <= MAX_BAR && height > 2 * width) this.#rule('vertical', box)
    else if (fill !== WHITE && opacity > 0 && (kind === 'shape' || Math.min(width, height) > MAX_BAR)) this.#draw(kind, box)
  }

  #draw(kind: Drawing['kind'], box: Box): void {
    const seen = intersection(box, this.#graphics.state.clip)
    if (seen !== null) this.#drawings.push({ kind, box: seen })
  }

  /** Of all corners; of curves some places, which is near enough. */
  #boxOf({ points, bends }: Subpath): Box {
    const { matrix } = this.#graphics.state
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const point of [...points, ...bends]) {
      if (point === null) continue
      const x = xOf(matrix, point[0], point[1]), y = yOf(matrix, point[0], point[1])
      x0 = Math.min(x0, x)
      y0 = Math.min(y0, y)
      x1 = Math.max(x1, x)
      y1 = Math.max(y1, y)
    }
    return { x0, y0, x1, y1 }
  }

  #rule(direction: Ruling['direction'], box: Box): void {
    const { clip } = this.#graphics.state
    // hairlines have no area, so `intersection` would drop them
    const [x0, y0] = [Math.max(box.x0, clip.x0), Math.max(box.y0, clip.y0)]
    const [x1, y1] = [Math.min(box.x1, clip.x1), Math.min(box.y1, clip.y1)]
    if (x0 <= x1 && y0 <= y1) this.#rulings.push({ box: { x0, y0, x1, y1 }, direction })
  }
}
