// The graphics state of a PDF page while its operators run: where things are drawn, what is cut off, what is seen.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { intersection, type Box } from '../model/box.ts'
import { asMatrix, compose, imageOf, type Matrix } from './matrix.ts'

/** Text state parameters (ISO 32000-1, 9.3), in text space units. */
export interface TextState {
  readonly font: string
  readonly size: number
  readonly charSpacing: number
  readonly wordSpacing: number
  /** 1 = 100%. */
  readonly stretch: number
  readonly leading: number
  readonly rise: number
  /** Tr: 3 is invisible. */
  readonly mode: number
}

export interface GraphicsState {
  /** From user space to top-left points. */
  readonly matrix: Matrix
  /** Top-left points. */
  readonly clip: Box
  readonly lineWidth: number
  /** '#rrggbb', 'pattern', or '' for nothing. */
  readonly fill: string
  readonly stroke: string
  /** Opacity of fills, 0-1. */
  readonly opacity: number
  readonly text: TextState
}

const TEXT: TextState = { font: '', size: 0, charSpacing: 0, wordSpacing: 0, stretch: 1, leading: 0, rise: 0, mode: 0 }

export class Graphics {
  /** The whole page. */
  readonly page: Box
  readonly #initial: GraphicsState
  readonly #isVisible: (layer: unknown) => boolean
  readonly #stack: GraphicsState[] = []
  /** One entry a marked-content sequence: false inside a layer that is switched off. */
  readonly #seen: boolean[] = []
  state: GraphicsState

  constructor(toPage: Matrix, page: Box, isVisible: (layer: unknown) => boolean) {
    this.page = page
    this.#isVisible = isVisible
    this.#initial = { matrix: toPage, clip: page, lineWidth: 1, fill: '#000000', stroke: '#000000', opacity: 1, text: TEXT }
    this.state = this.#initial
  }

  /** False inside optional content that is off. */
  get visible(): boolean {
    return !this.#seen.includes(false)
  }

  /** Runs an operator that changes the state; false when it is none. */
  step(fn: number, args: readonly unknown[]): boolean {
    switch (fn) {
      // a group's matrix is applied by the form that follows it
      case OPS.save: case OPS.beginGroup: this.#stack.push(this.state); return true
      case OPS.restore: case OPS.paintFormXObjectEnd: case OPS.endGroup: case OPS.endAnnotation:
        this.state = this.#stack.pop() ?? this.#initial
        return true
      case OPS.transform: return this.#transform(args)
      case OPS.paintFormXObjectBegin: return this.#begin(args[0], args[1])
      case OPS.beginAnnotation: return this.#beginAnnotation(args)
      case OPS.beginMarkedContent: this.#seen.push(true); return true
      case OPS.beginMarkedContentProps: this.#seen.push(args[0] !== 'OC' || this.#isVisible(args[1])); return true
      case OPS.endMarkedContent: this.#seen.pop(); return true
      case OPS.setLineWidth: return this.#set({ lineWidth: Number(args[0]) })
      case OPS.setGState: return this.#setGState(args[0])
      case OPS.setFillRGBColor: return this.#set({ fill: String(args[0]) })
      case OPS.setStrokeRGBColor: return this.#set({ stroke: String(args[0]) })
      case OPS.setFillColorN: return this.#set({ fill: 'pattern' })
      case OPS.setStrokeColorN: return this.#set({ stroke: 'pattern' })
      case OPS.setFillTransparent: return this.#set({ fill: '' })
      case OPS.setStrokeTransparent: return this.#set({ stroke: '' })
      case OPS.setFont: return this.#setText({ font: String(args[0]), size: Number(args[1]) })
      case OPS.setCharSpacing: return this.#setText({ charSpacing: Number(args[0]) })
      case OPS.setWordSpacing: return this.#setText({ wordSpacing: Number(args[0]) })
      case OPS.setHScale: return this.#setText({ stretch: Number(args[0]) / 100 })
      case OPS.setLeading: return this.#setText({ leading: Number(args[0]) })
      case OPS.setTextRise: return this.#setText({ rise: Number(args[0]) })
      case OPS.setTextRenderingMode: return this.#setText({ mode: Number(args[0]) })
      default: return false
    }
  }

  /** Cuts the clip to a rectangle [x0, y0, x1, y1] of the current space; anything else cuts nothing. */
  clipTo(rectangle: unknown): void {
    if (!Array.isArray(rectangle) && !(rectangle instanceof Float32Array)) return
    const [x0, y0, x1, y1] = Array.from<unknown>(rectangle)
    if (typeof x0 !== 'number' || typeof y0 !== 'number' || typeof x1 !== 'number' || typeof y1 !== 'number') return
    const { clip, matrix } = this.state
    const nothing = { ...clip, x1: clip.x0, y1: clip.y0 }
    this.#set({ clip: intersection(imageOf(matrix, x0, y0, x1, y1), clip) ?? nothing })
  }

  #set(change: Partial<GraphicsState>): true {
    this.state = { ...this.state, ...change }
    return true
  }

  #setText(change: Partial<TextState>): true {
    return this.#set({ text: { ...this.state.text, ...change } })
  }

  #transform(value: unknown): true {
    const matrix = asMatrix(value)
    return matrix === null ? true : this.#set({ matrix: compose(this.state.matrix, matrix) })
  }

  #begin(matrix: unknown, bbox: unknown): true {
    this.#stack.push(this.state)
    this.#transform(matrix)
    this.clipTo(bbox)
    return true
  }

  /** Annotations are drawn on the bare page. */
  #beginAnnotation([, rectangle, transform, matrix]: readonly unknown[]): true {
    this.#stack.push(this.state)
    this.state = this.#initial
    this.clipTo(rectangle)
    this.#transform(transform)
    return this.#transform(matrix)
  }

  #setGState(entries: unknown): true {
    for (const entry of Array.isArray(entries) ? entries as unknown[] : []) {
      if (!Array.isArray(entry)) continue
      const [key, value] = entry as unknown[]
      if (key === 'ca') this.#set({ opacity: Number(value) })
      if (key === 'LW') this.#set({ lineWidth: Number(value) })
      if (key === 'Font' && Array.isArray(value)) this.#setText({ font: String(value[0]), size: Number(value[1]) })
    }
    return true
  }
}
