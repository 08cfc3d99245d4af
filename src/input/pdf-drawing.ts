// What a PDF page draws, read from pdf.js's operator list: native text, rulings, pictures, or nothing at all.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { coverage, intersection, type Box } from '../model/box.ts'
import type { Drawing as Drawn, Ruling, TextItem } from '../model/page.ts'
import { type OperatorList, withEndedForms } from './ended-forms.ts'
import { imageOf, type Matrix } from './matrix.ts'
import type { PdfFont } from './pdf-font.ts'
import { Graphics } from './pdf-graphics.ts'
import { PathReader } from './pdf-paths.ts'
import { TextReader } from './pdf-text.ts'

export interface Drawing {
  readonly items: readonly TextItem[]
  readonly rulings: readonly Ruling[]
  readonly pictures: readonly Box[]
  readonly drawings: readonly Drawn[]
  /** True when there is no text, picture, shading, and no path but white ones. */
  readonly blank: boolean
}

export interface DrawingContext {
  /** From PDF user space to top-left points. */
  readonly toPage: Matrix
  /** Top-left points. */
  readonly page: Box
  readonly fontOf: (id: string) => PdfFont
  /** Whether the optional content that these properties name is switched on. */
  readonly isVisible: (layer: unknown) => boolean
}

const NO_ARGUMENTS: readonly unknown[] = []

/** What paints without a box that is kept here: shadings, and small pictures that pdf.js draws together. */
const SOMEWHERE: ReadonlySet<number> = new Set([
  OPS.shadingFill, OPS.paintImageXObjectRepeat, OPS.paintImageMaskXObjectRepeat, OPS.paintImageMaskXObjectGroup, OPS.paintInlineImageXObjectGroup,
])

/** A picture over this share of the page hides the text drawn before it: some scanners write their OCR under the scan. */
const COVERING = 0.9

export function readDrawing(read: OperatorList, { toPage, page, fontOf, isVisible }: DrawingContext): Drawing {
  const list = withEndedForms(read)
  const graphics = new Graphics(toPage, page, isVisible)
  const text = new TextReader(graphics, fontOf)
  const paths = new PathReader(graphics)
  const pictures: Box[] = []
  // painted, nobody knows where
  let somewhere = false
  let covered = 0
  list.fnArray.forEach((fn, i) => {
    const entry = list.argsArray[i]
    const args: ArrayLike<unknown> = Array.isArray(entry) || entry instanceof Float32Array ? entry : NO_ARGUMENTS
    if (graphics.step(fn, args) || text.step(fn, args) || paths.step(fn, args) || !graphics.visible) return
    if (SOMEWHERE.has(fn)) somewhere = true
    if (fn === OPS.paintImageXObject || fn === OPS.paintInlineImageXObject || fn === OPS.paintImageMaskXObject) {
      const box = intersection(imageOf(graphics.state.matrix, 0, 0, 1, 1), graphics.state.clip)
      if (box === null) return
      pictures.push(box)
      if (fn === OPS.paintImageXObject && coverage(page, box) > COVERING) covered = text.finish().length
    }
  })
  const [rulings, drawings] = [paths.rulings(), paths.drawings()]
  const grounds = [...pictures, ...[...rulings, ...drawings].map(({ box }) => box)]
  const isUnseen = (item: TextItem): boolean => text.white.has(item) && !somewhere && !grounds.some((ground) => intersection(item.box, ground) !== null)
  const items = text.finish().flatMap((item, i) => isUnseen(item) ? [] : [i < covered ? { ...item, hidden: true } : item])
  const blank = !somewhere && !paths.marked && pictures.length === 0 && items.every((item) => item.hidden)
  return { items, rulings, pictures, drawings, blank }
}
