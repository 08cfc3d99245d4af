// One page of the input, before anything is known of its structure.
import type { Box } from './box.ts'
import type { Raster } from './raster.ts'

/** A word, or a part of one, as the PDF draws it. */
export interface TextItem {
  readonly text: string
  /** One font size high, from 0.8 above the baseline to 0.2 below it, whatever the glyphs: fonts misstate their heights. */
  readonly box: Box
  /** Points. */
  readonly fontSize: number
  /** Name in the PDF without its subset prefix ('Times-Bold'); empty when the PDF gives none. */
  readonly fontName: string
  readonly bold: boolean
  readonly italic: boolean
  /** Clockwise turn in degrees: 0, 90, 180 or 270. */
  readonly rotation: number
  /** Writing direction of the run. */
  readonly direction: 'ltr' | 'rtl' | 'ttb'
  /** A space was written before it; without one, the gap decides. */
  readonly spaceBefore: boolean
  /** True when the PDF draws the run invisibly (the hidden layer of an OCR-ed scan). */
  readonly hidden: boolean
}

/** A straight line or thin filled bar drawn on the page: table rulings, separators, underlines; touching pieces are one. */
export interface Ruling {
  readonly box: Box
  readonly direction: 'horizontal' | 'vertical'
}

export interface Page {
  /** From 1. */
  readonly number: number
  /** Points, after the page's own rotation. */
  readonly width: number
  readonly height: number
  /** 'pdf' pages may carry native text; 'image' pages never do. */
  readonly media: 'pdf' | 'image'
  /** Native text in drawing order; empty when the page has none. */
  readonly items: readonly TextItem[]
  readonly rulings: readonly Ruling[]
  /** Places where pictures are drawn. */
  readonly pictures: readonly Box[]
  /** True when the page draws nothing at all; false where only pixels can tell, as on image pages. */
  readonly blank: boolean
  /** Pixels per inch of the source image; null for PDF pages. */
  readonly nativeDpi: number | null
  /**
   * The page in grey pixels. Rendered on first use and kept until `release`; asking for another dpi renders again.
   * @throws SpecparseError LIMIT_EXCEEDED when the raster would pass the pixel limit, ABORTED
   */
  raster(dpi: number, signal: AbortSignal): Promise<Raster>
  /** Drops the cached raster and the page's resources in the PDF engine. */
  release(): void
}
