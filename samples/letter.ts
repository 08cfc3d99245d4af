// The sample letter: set in type, then made to look like a page from an office scanner.
import { createCanvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { LETTER } from './letter-text.ts'
import { A4, breakLines, createPdf, drawLine, drawLines, type Face, finish, type Pdf } from './typeset.ts'

const LEFT = 71
const WIDTH = A4.width - 2 * LEFT
const FACE: Face = { font: 'Times-Roman', size: 11, leading: 14 }

/** Pixels per inch of the clean rendering and of the scan. */
const RENDER_DPI = 300
const SCAN_DPI = 160
/** Degrees by which the sheet lay askew. */
const SKEW = 0.25
/** Standard deviation of the grain, grey levels. */
const GRAIN = 8
/** Grey levels are kept in steps, which keeps the file small. */
const GREY_STEP = 10
/** Grey levels by which the far corner is darker. */
const SHADE = 34

export async function makeLetter(): Promise<{ png: Uint8Array; text: string }> {
  const lines: string[] = []
  const pdf = createPdf(LETTER.subject)
  drawLetter(pdf, lines)
  return { png: await scan(await finish(pdf)), text: `${lines.join('\n')}\n` }
}

function drawLetter(pdf: Pdf, out: string[]): void {
  let y = 54
  LETTER.letterhead.forEach((line, i) => {
    const face = i === 0 ? { font: 'Times-Bold', size: 17, leading: 22 } : { ...FACE, size: 9.5, leading: 12 }
    drawLine(pdf, line, LEFT, y, face)
    y += face.leading
    out.push(line)
  })
  y = drawBlock(pdf, LETTER.address, y + 24, out)
  y = drawBlock(pdf, LETTER.reference, y + 14, out)
  drawLine(pdf, LETTER.subject, LEFT, y + 14, { ...FACE, font: 'Times-Bold', size: 12 })
  out.push('', LETTER.subject)
  y += 36
  for (const part of LETTER.body) {
    if (typeof part !== 'string') y = drawBlock(pdf, part, y, out, 18) + 7
    else {
      const lines = breakLines(pdf, part, FACE, WIDTH)
      y = drawLines(pdf, lines, LEFT, y, WIDTH, FACE) + 7
      out.push('', ...lines)
    }
  }
  y = drawBlock(pdf, LETTER.closing.slice(0, 1), y + 4, out)
  drawBlock(pdf, LETTER.closing.slice(1), y + 30, out)
}

function drawBlock(pdf: Pdf, lines: readonly string[], y: number, out: string[], indent = 0): number {
  lines.forEach((line, i) => drawLine(pdf, line, LEFT + indent, y + i * FACE.leading, FACE))
  out.push('', ...lines)
  return y + lines.length * FACE.leading
}

async function scan(pdf: Uint8Array): Promise<Uint8Array> {
  const clean = await render(pdf)
  const width = Math.round(A4.width / 72 * SCAN_DPI)
  const height = Math.round(A4.height / 72 * SCAN_DPI)
  const soft = await sharp(clean).greyscale().rotate(SKEW, { background: '#ffffff' })
    .resize(width, height, { fit: 'cover', kernel: 'cubic' }).blur(0.8).raw().toBuffer()
  const worn = wear(soft, width, height)
  // a scanner stores JPEG; its blocks stay visible in what is made of the picture later
  const jpeg = await sharp(worn, { raw: { width, height, channels: 1 } }).jpeg({ quality: 52 }).toBuffer()
  const grey = await sharp(jpeg).greyscale().raw().toBuffer()
  const steps = grey.map((value) => Math.round(value / GREY_STEP) * GREY_STEP)
  return sharp(steps, { raw: { width, height, channels: 1 } }).withMetadata({ density: SCAN_DPI })
    .png({ palette: true, colours: Math.ceil(256 / GREY_STEP) + 1, dither: 0, compressionLevel: 9 }).toBuffer()
}

async function render(pdf: Uint8Array): Promise<Uint8Array> {
  const fonts = new URL('../node_modules/pdfjs-dist/standard_fonts/', import.meta.url)
  const document = await getDocument({ data: new Uint8Array(pdf), standardFontDataUrl: fonts.pathname, verbosity: 0 }).promise
  const page = await document.getPage(1)
  const viewport = page.getViewport({ scale: RENDER_DPI / 72 })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  // pdfjs is typed for a DOM canvas; this one draws the same
  const target = { canvas, viewport, background: '#ffffff' } as unknown as Parameters<typeof page.render>[0]
  await page.render(target).promise
  await document.destroy()
  return canvas.toBuffer('image/png')
}

/** Faded ink, grey paper that darkens towards one corner, and grain. */
function wear(grey: Uint8Array, width: number, height: number): Buffer {
  const random = generator(20250314)
  const worn = Buffer.alloc(grey.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const paper = 236 - SHADE * (x / width) * (y / height) + 5 * Math.sin(x / 90) * Math.sin(y / 140)
      const ink = 62 + 18 * Math.sin(x / 37 + y / 61)
      const value = ink + (paper - ink) * (grey[i] ?? 255) / 255 + GRAIN * normal(random)
      worn[i] = Math.max(0, Math.min(255, Math.round(value)))
    }
  }
  return worn
}

/** Numbers in [0, 1) from a seed (mulberry32, Tommy Ettinger, public domain). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = state + 0x6d2b79f5 | 0
    let t = Math.imul(state ^ state >>> 15, 1 | state)
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32
  }
}

const normal = (random: () => number): number => (
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
)
