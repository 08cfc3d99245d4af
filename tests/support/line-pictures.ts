// Printed lines as pictures, drawn with the fonts that pdfjs-dist ships, so that tests need no system fonts.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import type { Raster } from '../../src/model/raster.ts'

const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')
GlobalFonts.registerFromPath(join(fonts, 'LiberationSans-Regular.ttf'), 'Test Sans')

/** One line of text, black on white, `size` pixels high type. */
export function linePicture(text: string, size = 30): Raster {
  const width = Math.ceil(text.length * size * 0.62) + 20
  const height = Math.round(size * 1.25)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.fillStyle = 'black'
  context.font = `${size}px "Test Sans"`
  context.fillText(text, 4, size * 0.95)
  const ink = Math.min(width, Math.ceil(context.measureText(text).width) + 8)
  const rgba = context.getImageData(0, 0, ink, height).data
  return { width: ink, height, dpi: 200, data: Uint8Array.from({ length: ink * height }, (_, i) => rgba[i * 4] ?? 0) }
}

export const LINES = [
  'The quick brown fox jumps over the lazy dog', 'Invoice 2024-117 of 3 March', 'Total: $1,284.50',
  'verified token for token', 'Section 4.2 Methods', 'a', 'We met at the old harbour,', 'E-mail: office@example.org',
  'between 10 and 25 per cent', 'QUARTERLY REPORT', 'and nothing else was said.', 'x = 17 (see page 9)',
]
