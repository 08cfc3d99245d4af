// A full page of text as a scanner gives it: 50 lines of one column, set by pdfkit, pixels only. Its text is known.
import sharp from 'sharp'
import { ABSTRACT, BODY } from '../../samples/paper-text.ts'
import { A4, breakLines, createPdf, drawLines, type Face, finish } from '../../samples/typeset.ts'
import { resolveConfig } from '../../src/config.ts'
import { openInput } from '../../src/input/open-input.ts'

export const FULL_PAGE_LINES = 50
const DPI = 200
const FACE: Face = { font: 'Times-Roman', size: 11, leading: 14.5 }
const MARGIN = 56

export async function fullPage(): Promise<{ readonly png: Uint8Array, readonly text: string }> {
  const pdf = createPdf('A full page')
  const width = A4.width - 2 * MARGIN
  const text = [ABSTRACT, ...BODY.flatMap((block) => block.kind === 'text' ? [block.text] : 'items' in block ? block.items : [])].join(' ')
  const lines = breakLines(pdf, text, FACE, width).slice(0, FULL_PAGE_LINES)
  if (lines.length < FULL_PAGE_LINES) throw new RangeError(`the sample text makes ${lines.length} lines only`)
  drawLines(pdf, lines, MARGIN, MARGIN, width, FACE)
  const input = await openInput(await finish(pdf), { config: resolveConfig({}), signal: new AbortController().signal })
  try {
    const { data, width: pixels, height } = await (await input.page(1)).raster(DPI, new AbortController().signal)
    const png = await sharp(data, { raw: { width: pixels, height, channels: 1 } }).withMetadata({ density: DPI }).png().toBuffer()
    return { png, text: lines.join('\n') }
  } finally {
    await input.close()
  }
}
