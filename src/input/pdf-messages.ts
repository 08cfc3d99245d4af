// What can be asked of the thread that runs pdf.js.
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'

export type PageFacts = Pick<Page, 'width' | 'height' | 'items' | 'rulings' | 'pictures' | 'blank'>

export interface PdfCalls {
  open(data: Uint8Array<ArrayBuffer>, password: string | null, maxPixels: number): number
  page(number: number): PageFacts
  raster(number: number, dpi: number): Raster
  release(number: number): null
}
