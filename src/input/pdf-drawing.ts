// What a PDF page draws beside its text, read from pdf.js's operator list: rulings, pictures, invisible text.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { intersection, type Box } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'
import { applyTo, asMatrix, compose, imageOf, scaleOf, type Matrix } from './matrix.ts'
import { countVisible, Hidden } from './pdf-items.ts'
import { mergeRulings, subpaths, type Subpath } from './rulings.ts'

export interface OperatorList {
  readonly fnArray: readonly number[]
  readonly argsArray: readonly unknown[]
}

export interface Drawing {
  readonly rulings: readonly Ruling[]
  readonly pictures: readonly Box[]
  readonly hidden: Hidden
  /** True when there is no text, picture, shading or path other than white ones. */
  readonly blank: boolean
}

/** Text render mode 3, neither filled nor stroked (ISO 32000-1, table 106). */
const INVISIBLE = 3
/** A filled bar up to this thick counts as a line, points. */
const MAX_BAR = 3

interface State {
  readonly matrix: Matrix
  readonly clip: Box
  readonly lineWidth: number
  readonly renderMode: number
  readonly fill: string
  readonly stroke: string
}

/** Follows the graphics state through the list; `toPage` maps PDF user space to top-left points, `page` is its box. */
export function readDrawing(list: OperatorList, toPage: Matrix, page: Box): Drawing {
  const walk = new Walk(toPage, page)
  list.fnArray.forEach((fn, i) => {
    const args = list.argsArray[i]
    walk.step(fn, Array.isArray(args) ? args : [])
  })
  return walk.result()
}

class Walk {
  readonly #stack: State[] = []
  readonly #initial: State
  readonly #rulings: Ruling[] = []
  readonly #pictures: Box[] = []
  readonly #hidden: boolean[] = []
  #state: State
  #clipNext = false
  #marked = false

  constructor(toPage: Matrix, page: Box) {
    this.#initial = { matrix: toPage, clip: page, lineWidth: 1, renderMode: 0, fill: '#000000', stroke: '#000000' }
    this.#state = this.#initial
  }

  result(): Drawing {
    const blank = !this.#marked && this.#pictures.length === 0 && !this.#hidden.includes(false)
    return { rulings: mergeRulings(this.#rulings), pictures: this.#pictures, hidden: new Hidden(this.#hidden), blank }
  }

  step(fn: number, args: readonly unknown[]): void {
    switch (fn) {
      // a group's matrix is applied by the form that follows it
      case OPS.save: case OPS.beginGroup: return void this.#stack.push(this.#state)
      case OPS.transform: return this.#transform(asMatrix(args))
      case OPS.setLineWidth: return this.#set({ lineWidth: Number(args[0]) })
      case OPS.setTextRenderingMode: return this.#set({ renderMode: Number(args[0]) })
      case OPS.setGState: return this.#setGState(args[0])
      case OPS.setFillRGBColor: return this.#set({ fill: String(args[0]) })
      case OPS.setStrokeRGBColor: return this.#set({ stroke: String(args[0]) })
      case OPS.setFillColorN: return this.#set({ fill: 'pattern' })
      case OPS.setStrokeColorN: return this.#set({ stroke: 'pattern' })
      case OPS.setFillTransparent: return this.#set({ fill: '' })
      case OPS.setStrokeTransparent: return this.#set({ stroke: '' })
      case OPS.paintFormXObjectBegin: return this.#begin(asMatrix(args[0]), args[1])
      case OPS.beginAnnotation: return this.#beginAnnotation(args)
      case OPS.restore: case OPS.paintFormXObjectEnd: case OPS.endGroup: case OPS.endAnnotation: return this.#restore()
      case OPS.clip: case OPS.eoClip: this.#clipNext = true; return
      case OPS.constructPath: return this.#path(Number(args[0]), args[1], args[2])
      case OPS.shadingFill: this.#marked = true; return
      case OPS.paintImageXObject: case OPS.paintInlineImageXObject: case OPS.paintImageMaskXObject: return this.#picture()
      case OPS.paintSolidColorImageMask: return this.#fill(imageOf(this.#state.matrix, 0, 0, 1, 1))
      case OPS.showText: return this.#text(args[0])
      default: return
    }
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change }
  }

  #restore(): void {
    this.#state = this.#stack.pop() ?? this.#initial
  }

  #transform(matrix: Matrix | null): void {
    if (matrix !== null) this.#set({ matrix: compose(this.#state.matrix, matrix) })
  }

  #setGState(entries: unknown): void {
    if (!Array.isArray(entries)) return
    for (const entry of entries as unknown[]) {
      if (Array.isArray(entry) && entry[0] === 'LW') this.#set({ lineWidth: Number(entry[1]) })
    }
  }

  #begin(matrix: Matrix | null, bbox: unknown): void {
    this.#stack.push(this.#state)
    this.#transform(matrix)
    this.#clipTo(bbox)
  }

  #beginAnnotation([, rect, transform, matrix]: readonly unknown[]): void {
    this.#stack.push(this.#state)
    this.#state = this.#initial
    this.#clipTo(rect)
    this.#transform(asMatrix(transform))
    this.#transform(asMatrix(matrix))
  }

  /** Cuts the clip to a rectangle [x0, y0, x1, y1] of the current space. */
  #clipTo(rect: unknown): void {
    const sides = asRectangle(rect)
    if (sides === null) return
    const nothing = { ...this.#state.clip, x1: this.#state.clip.x0, y1: this.#state.clip.y0 }
    this.#set({ clip: intersection(imageOf(this.#state.matrix, ...sides), this.#state.clip) ?? nothing })
  }

  #path(op: number, data: unknown, minMax: unknown): void {
    const path: unknown = Array.isArray(data) ? data[0] : null
    if (path instanceof Float32Array) {
      const stroked = op === OPS.stroke || op === OPS.closeStroke
      const filled = op === OPS.fill || op === OPS.eoFill
      const both = op === OPS.fillStroke || op === OPS.eoFillStroke || op === OPS.closeFillStroke || op === OPS.closeEOFillStroke
      const parts = stroked || filled || both ? subpaths(path) : []
      if (stroked || both) parts.forEach((part) => this.#strokePart(part))
      if (filled || both) parts.forEach((part) => this.#fillPart(part))
    }
    if (this.#clipNext) this.#clipTo(minMax)
    this.#clipNext = false
  }

  #strokePart({ points }: Subpath): void {
    const { matrix, lineWidth, stroke } = this.#state
    if (stroke === '') return
    if (stroke !== '#ffffff') this.#marked = true
    const half = lineWidth * scaleOf(matrix) / 2
    for (let i = 1; i < points.length; i++) {
      const from = points[i - 1]
      const to = points[i]
      // curves end a run of straight lines
      if (from === undefined || to === undefined || from === null || to === null) continue
      const [ax, ay] = applyTo(matrix, ...from)
      const [bx, by] = applyTo(matrix, ...to)
      const box = { x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) }
      if (box.y1 - box.y0 <= STRAIGHT) this.#rule('horizontal', { ...box, y0: box.y0 - half, y1: box.y1 + half })
      else if (box.x1 - box.x0 <= STRAIGHT) this.#rule('vertical', { ...box, x0: box.x0 - half, x1: box.x1 + half })
    }
  }

  #fillPart({ points, curved }: Subpath): void {
    if (curved) {
      if (this.#state.fill !== '' && this.#state.fill !== '#ffffff') this.#marked = true
      return
    }
    const corners = points.filter((point) => point !== null).map(([x, y]) => applyTo(this.#state.matrix, x, y))
    if (corners.length < 3) return
    const xs = corners.map(([x]) => x)
    const ys = corners.map(([, y]) => y)
    const box = { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
    const upright = corners.every(([x, y]) => (near(x, box.x0) || near(x, box.x1)) && (near(y, box.y0) || near(y, box.y1)))
    this.#fill(upright ? box : null)
  }

  #fill(box: Box | null): void {
    const { fill } = this.#state
    if (fill === '') return
    if (fill !== '#ffffff') this.#marked = true
    if (box === null) return
    const width = box.x1 - box.x0
    const height = box.y1 - box.y0
    if (height <= MAX_BAR && width > 2 * height) this.#rule('horizontal', box)
    else if (width <= MAX_BAR && height > 2 * width) this.#rule('vertical', box)
  }

  #rule(direction: Ruling['direction'], box: Box): void {
    const { clip } = this.#state
    // hairlines have no area, so `intersection` would drop them
    const cut = { x0: Math.max(box.x0, clip.x0), y0: Math.max(box.y0, clip.y0), x1: Math.min(box.x1, clip.x1), y1: Math.min(box.y1, clip.y1) }
    if (cut.x0 <= cut.x1 && cut.y0 <= cut.y1) this.#rulings.push({ box: cut, direction })
  }

  #picture(): void {
    const box = intersection(imageOf(this.#state.matrix, 0, 0, 1, 1), this.#state.clip)
    if (box !== null) this.#pictures.push(box)
  }

  #text(glyphs: unknown): void {
    if (!Array.isArray(glyphs)) return
    const invisible = this.#state.renderMode === INVISIBLE
    for (const glyph of glyphs as unknown[]) {
      if (typeof glyph !== 'object' || glyph === null || !('unicode' in glyph) || typeof glyph.unicode !== 'string') continue
      for (let n = countVisible(glyph.unicode); n > 0; n--) this.#hidden.push(invisible)
    }
  }
}

/** Ends of a line may differ by this much and it is still upright, points. */
const STRAIGHT = 0.5

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= STRAIGHT
}

function asRectangle(value: unknown): readonly [number, number, number, number] | null {
  if (!Array.isArray(value) && !(value instanceof Float32Array)) return null
  const [x0, y0, x1, y1] = Array.from<unknown>(value)
  if (typeof x0 !== 'number' || typeof y0 !== 'number' || typeof x1 !== 'number' || typeof y1 !== 'number') return null
  return [x0, y0, x1, y1]
}
