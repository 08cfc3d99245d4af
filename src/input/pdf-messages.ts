// What the thread that runs pdf.js and its owner say to each other.
import type { Box } from '../model/box.ts'
import type { ErrorCode } from '../errors.ts'
import type { Ruling, TextItem } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'

export interface PageFacts {
  readonly width: number
  readonly height: number
  readonly items: readonly TextItem[]
  readonly rulings: readonly Ruling[]
  readonly pictures: readonly Box[]
  readonly blank: boolean
}

export interface PdfCalls {
  open(data: Uint8Array<ArrayBuffer>, password: string | null, maxPixels: number): number
  page(number: number): PageFacts
  raster(number: number, dpi: number): Raster
  release(number: number): null
}

export type PdfMethod = keyof PdfCalls

export interface PdfRequest<M extends PdfMethod = PdfMethod> {
  readonly id: number
  readonly method: M
  readonly args: Parameters<PdfCalls[M]>
}

export type PdfReply =
  | { readonly id: number, readonly value: unknown }
  | { readonly id: number, readonly error: { readonly code: ErrorCode, readonly message: string, readonly page: number | null } }
