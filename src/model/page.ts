// One page of the input, before anything is known of its structure.
import type { Box } from './box.ts'
import type { PageLook } from './page-look.ts'
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
  /** True when the PDF draws the run invisibly or under a picture of the page: the layer of an earlier OCR. */
  readonly hidden: boolean
}

/** A straight line or thin filled bar drawn on the page: table rulings, separators, underlines; touching pieces are one. */
export interface Ruling {
  readonly box: Box
  readonly direction: 'horizontal' | 'vertical'
}

/** What paths draw beside rules; of one kind, what touches is one. */
export interface Drawing {
  readonly box: Box
  /** 'shape': curves and slanted lines, drawn or filled; 'fill': an upright area thicker than a bar. White ones are left out. */
  readonly kind: 'shape' | 'fill'
}

export interface Page {
  /** The same for all pages of one input: the key of what sources have learnt of it. Missing = the page is of none. */
  readonly document?: object
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
  readonly drawings: readonly Drawing[]
  /** True when the page draws nothing at all; false where only pixels can tell, as on image pages. */
  readonly blank: boolean
  /** What was seen when the page was set straight; missing = nobody has looked. */
  readonly look?: PageLook
  /** Pixels per inch of the source image; null for PDF pages. */
  readonly nativeDpi: number | null
  /**
   * The page in pixels: grey for OCR and line readers, in colour (`channels` 3) for models that read regions and pages. Rendered on first use and kept until `release`; asking for others renders again.
   * @throws SpecparseError LIMIT_EXCEEDED when the raster would pass the pixel limit, ABORTED
   */
  raster(dpi: number, signal: AbortSignal, channels?: 1 | 3): Promise<Raster>
  /** Drops the cached raster and the page's resources in the PDF engine. */
  release(): void
}

/** Resolution that OCR and line readers are made for, pixels per inch: a 10 pt letter is then some 20 pixels high. */
const BEST_DPI = 200
/** Scans within this range are read as they are. */
const NATIVE_DPI = { min: 150, max: 400 }
/** Pages smaller than a book's are books scaled down, and their letters with them: pixels of the long side, and most dpi. */
const MIN_LONG_SIDE = 1600
const MAX_DPI = 600
/** Pixels that posters and plans are held to. */
const MAX_PIXELS = 25_000_000

/** The resolution at which a page is best read, by OCR and by verifiers alike; pixels per inch. */
export function readingDpi({ width, height, nativeDpi }: Pick<Page, 'width' | 'height' | 'nativeDpi'>): number {
  const enough = MIN_LONG_SIDE / (Math.max(width, height) / 72)
  const wanted = nativeDpi === null ? Math.max(BEST_DPI, Math.min(MAX_DPI, enough))
    : nativeDpi >= NATIVE_DPI.min && nativeDpi <= NATIVE_DPI.max ? nativeDpi : BEST_DPI
  return Math.min(wanted, 72 * Math.sqrt(MAX_PIXELS / (width * height)))
}
