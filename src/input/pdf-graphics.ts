// The graphics state of a PDF page while its operators run: where things are drawn, what is cut off, what is seen.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { intersection, type Box } from '../model/box.ts'
import { asMatrix, compose, imageOf, type Matrix } from './matrix.ts'

/** Text state parameters (ISO 32000-1, 9.3), in text space units. */
interface TextState {
  font: string
  size: number
  charSpacing: number
  wordSpacing: number
  /** 1 = 100%. */
  stretch: number
  leading: number
  rise: number
  /** Tr: 3 is invisible. */
  mode: number
}

/** Set in place, as pages set it tens of thousands of times; copied where the page saves it. */
interface GraphicsState {
  /** From user space to top-left points. */
  matrix: Matrix
  /** Top-left points. */
  clip: Box
  lineWidth: number
  /** '#rrggbb', 'pattern', or '' for nothing. */
  fill: string
  stroke: string
  /** Opacity of fills, 0-1. */
  opacity: number
  readonly text: TextState
}

export class Graphics {
  /** The whole page. */
  readonly page: Box
  readonly #initial: GraphicsState
  readonly #isVisible: (layer: unknown) => boolean
  readonly #stack: GraphicsState[] = []
  /** One entry a marked-content sequence: false inside a layer that is switched off. */
  readonly #seen: boolean[] = []
  #state: GraphicsState

  constructor(toPage: Matrix, page: Box, isVisible: (layer: unknown) => boolean) {
    this.page = page
    this.#isVisible = isVisible
    const text = { font: '', size: 0, charSpacing: 0, wordSpacing: 0, stretch: 1, leading: 0, rise: 0, mode: 0 }
    this.#initial = { matrix: toPage, clip: page, lineWidth: 1, fill: '#000000', stroke: '#000000', opacity: 1, text }
    this.#state = copyOf(this.#initial)
  }

  /** As of now: the next operator may change it. */
  get state(): Readonly<GraphicsState> {
    return this.#state
  }

  /** False inside optional content that is off. */
  get visible(): boolean {
    return this.#seen.length === 0 || !this.#seen.includes(false)
  }

  /** Runs an operator that changes the state; false when it is none. */
  step(fn: number, args: ArrayLike<unknown>): boolean {
    const state = this.#state
    const { text } = state
    switch (fn) {
      case OPS.save: this.#save(); break
      case OPS.beginGroup: this.#beginGroup(args[0]); break
      case OPS.restore: case OPS.paintFormXObjectEnd: case OPS.endGroup: case OPS.endAnnotation:
        this.#state = this.#stack.pop() ?? copyOf(this.#initial)
        break
      case OPS.transform: this.#transform(args); break
      case OPS.paintFormXObjectBegin:
        this.#save()
        this.#transform(args[0])
        this.clipTo(args[1])
        break
      case OPS.beginAnnotation: this.#beginAnnotation(args); break
      case OPS.beginMarkedContent: this.#seen.push(true); break
      case OPS.beginMarkedContentProps: this.#seen.push(args[0] !== 'OC' || this.#isVisible(args[1])); break
      case OPS.endMarkedContent: this.#seen.pop(); break
      case OPS.setLineWidth: state.lineWidth = Number(args[0]); break
      case OPS.setGState: this.#setGState(args[0]); break
      case OPS.setFillRGBColor: state.fill = String(args[0]); break
      case OPS.setStrokeRGBColor: state.stroke = String(args[0]); break
      case OPS.setFillColorN: state.fill = 'pattern'; break
      case OPS.setStrokeColorN: state.stroke = 'pattern'; break
      case OPS.setFillTransparent: state.fill = ''; break
      case OPS.setStrokeTransparent: state.stroke = ''; break
      case OPS.setFont: this.#setFont(args[0], args[1]); break
      case OPS.setCharSpacing: text.charSpacing = Number(args[0]); break
      case OPS.setWordSpacing: text.wordSpacing = Number(args[0]); break
      case OPS.setHScale: text.stretch = Number(args[0]) / 100; break
      case OPS.setLeading: text.leading = Number(args[0]); break
      case OPS.setTextRise: text.rise = Number(args[0]); break
      case OPS.setTextRenderingMode: text.mode = Number(args[0]); break
      default: return false
    }
    return true
  }

  /** Cuts the clip to a rectangle [x0, y0, x1, y1] of the current space; anything else cuts nothing. */
  clipTo(rectangle: unknown): void {
    if (!Array.isArray(rectangle) && !(rectangle instanceof Float32Array)) return
    const numbers: ArrayLike<unknown> = rectangle
    const x0 = numbers[0], y0 = numbers[1], x1 = numbers[2], y1 = numbers[3]
    if (typeof x0 !== 'number' || typeof y0 !== 'number' || typeof x1 !== 'number' || typeof y1 !== 'number') return
    const { clip, matrix } = this.#state
    const nothing = { ...clip, x1: clip.x0, y1: clip.y0 }
    this.#state.clip = intersection(imageOf(matrix, x0, y0, x1, y1), clip) ?? nothing
  }

  #save(): void {
    this.#stack.push(this.#state)
    this.#state = copyOf(this.#state)
  }

  /** The form that follows the start of a group applies the group's matrix, but leaves its box to it. */
  #beginGroup(group: unknown): void {
    this.#save()
    if (typeof group !== 'object' || group === null) return
    const { matrix } = this.#state
    this.#transform(Reflect.get(group, 'matrix'))
    this.clipTo(Reflect.get(group, 'bbox'))
    this.#state.matrix = matrix
  }

  #transform(value: unknown): void {
    const matrix = asMatrix(value)
    if (matrix !== null) this.#state.matrix = compose(this.#state.matrix, matrix)
  }

  /** Annotations are drawn on the bare page. */
  #beginAnnotation(args: ArrayLike<unknown>): void {
    this.#stack.push(this.#state)
    this.#state = copyOf(this.#initial)
    this.clipTo(args[1])
    this.#transform(args[2])
    this.#transform(args[3])
  }

  #setFont(font: unknown, size: unknown): void {
    this.#state.text.font = String(font)
    this.#state.text.size = Number(size)
  }

  #setGState(entries: unknown): void {
    for (const entry of Array.isArray(entries) ? entries as unknown[] : []) {
      if (!Array.isArray(entry)) continue
      const [key, value] = entry as unknown[]
      if (key === 'ca') this.#state.opacity = Number(value)
      if (key === 'LW') this.#state.lineWidth = Number(value)
      if (key === 'Font' && Array.isArray(value)) this.#setFont(value[0], value[1])
    }
  }
}

/** Paper, or as good as: what converts from other colour spaces is a little off. */
export function isWhite(colour: string): boolean {
  return /^#(?:f[a-f0-9]){3}$/i.test(colour)
}

function copyOf(state: GraphicsState): GraphicsState {
  return { ...state, text: { ...state.text } }
}
