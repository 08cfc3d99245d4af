// What can be asked of the thread that runs pdf.js.
import type { OutlineEntry } from '../model/outline.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import type { PackedItems } from './packed-items.ts'
import type { PdfSource } from './pdf-engine.ts'

export type PageFacts = Pick<Page, 'width' | 'height' | 'items' | 'rulings' | 'pictures' | 'drawings' | 'blank'>

export interface DocumentFacts {
  readonly pageCount: number
  readonly outline: readonly OutlineEntry[]
}

export interface PdfCalls {
  open(source: PdfSource): DocumentFacts
  page(number: number): Omit<PageFacts, 'items'> & { readonly items: PackedItems }
  raster(number: number, dpi: number, channels: 1 | 3): Raster
  release(number: number): null
  /** Forgets the document; another may be opened. */
  close(): null
}
