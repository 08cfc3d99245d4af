// A printed page as pixels, and as a Page that serves them, for OCR without files.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import type { Page } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')
GlobalFonts.registerFromPath(join(fonts, 'LiberationSans-Regular.ttf'), 'Test Sans')

const DPI = 200

/** Lines of text with their left end, baseline and size in points, black on white. */
export function printedRaster(lines: readonly { text: string, x: number, y: number, size: number }[], width = 400, height = 200): Raster {
  const scale = DPI / 72
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale))
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = 'black'
  for (const { text, x, y, size } of lines) {
    context.font = `${size * scale}px "Test Sans"`
    context.fillText(text, x * scale, y * scale)
  }
  const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data
  return { width: canvas.width, height: canvas.height, dpi: DPI, data: Uint8Array.from({ length: rgba.length / 4 }, (_,
    i) => rgba[i * 4] ?? 0) }
}

/** An image page at its native resolution. */
export function imagePage(raster: Raster): Page {
  return {
    number: 1, media: 'image', items: [], rulings: [], pictures: [], drawings: [], blank: false, nativeDpi: raster.dpi,
    width: raster.width * 72 / raster.dpi, height: raster.height * 72 / raster.dpi,
    raster: () => Promise.resolve(raster), release() {},
  }
}
