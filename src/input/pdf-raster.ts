// A PDF page as pixels: rendered by pdf.js on @napi-rs/canvas.
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { SpecparseError } from '../errors.ts'
import type { Raster } from '../model/raster.ts'

/** @throws SpecparseError LIMIT_EXCEEDED before anything is allocated */
export async function renderPage(
  document: PDFDocumentProxy, page: PDFPageProxy, { dpi, channels, maxPixels }: Required<Pick<Raster, 'dpi' | 'channels'>> & { readonly maxPixels: number },
): Promise<Raster> {
  const viewport = page.getViewport({ scale: dpi / 72 })
  const width = Math.max(1, Math.ceil(viewport.width))
  const height = Math.max(1, Math.ceil(viewport.height))
  checkPixels(page.pageNumber, width, height, dpi, maxPixels)
  const factory = document.canvasFactory as CanvasFactory
  const surface = factory.create(width, height)
  try {
    await page.render({ canvas: null, canvasContext: surface.context as never, viewport }).promise
    const rgba = surface.context.getImageData(0, 0, width, height).data
    return { width, height, dpi, channels, data: channels === 1 ? toGrey(rgba) : toRgb(rgba) }
  } finally {
    factory.destroy(surface)
  }
}

/** What pdf.js makes of @napi-rs/canvas; its own types speak of the browser's canvas. */
interface Surface {
  readonly context: { getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray } }
}

interface CanvasFactory {
  create(width: number, height: number): Surface
  destroy(surface: Surface): void
}

function checkPixels(page: number, width: number, height: number, dpi: number, maxPixels: number): void {
  if (width * height <= maxPixels) return
  throw new SpecparseError('LIMIT_EXCEEDED',
    `page ${page} has ${width} x ${height} pixels at ${dpi} dpi, more than the limit of ${maxPixels} (option limits.pixels)`, { page })
}

/** Luma of ITU-R BT.601 in 8-bit fixed point. */
function toGrey(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(rgba.length / 4)
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    grey[i] = ((rgba[at] ?? 0) * 77 + (rgba[at + 1] ?? 0) * 150 + (rgba[at + 2] ?? 0) * 29) >> 8
  }
  return grey
}

/** The paper is opaque: nothing is lost with the fourth channel. */
function toRgb(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(rgba.length / 4 * 3)
  for (let at = 0, to = 0; at < rgba.length; at += 4) {
    rgb[to++] = rgba[at] ?? 0
    rgb[to++] = rgba[at + 1] ?? 0
    rgb[to++] = rgba[at + 2] ?? 0
  }
  return rgb
}
