// A small typesetter over pdfkit: words to justified lines, lines to columns. Enough for two sample pages.
import PDFDocument from 'pdfkit'

export type Pdf = PDFKit.PDFDocument

/** A4, points. */
export const A4 = { width: 595.28, height: 841.89 }

export interface Face {
  readonly font: string
  readonly size: number
  readonly leading: number
}

export function createPdf(title: string): Pdf {
  // a fixed date and no compression make the file the same on every run and machine
  const info = { Title: title, Author: 'specparse samples', CreationDate: new Date('2025-03-14T09:00:00Z') }
  return new PDFDocument({ size: 'A4', margin: 0, compress: false, info })
}

export async function finish(pdf: Pdf): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise((resolve, reject) => pdf.on('end', resolve).on('error', reject))
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

/** Greedy line breaking. */
export function breakLines(pdf: Pdf, text: string, face: Face, width: number): string[] {
  pdf.font(face.font).fontSize(face.size)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && pdf.widthOfString(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Draws one line; `fill` spreads its words over the width. */
export function drawLine(pdf: Pdf, line: string, x: number, y: number, face: Face, fill?: number): void {
  pdf.font(face.font).fontSize(face.size)
  const gaps = line.split(' ').length - 1
  const wordSpacing = fill === undefined || gaps === 0 ? 0 : (fill - pdf.widthOfString(line)) / gaps
  pdf.text(line, x, y, { lineBreak: false, wordSpacing })
}

/** Draws lines justified but for the last; returns the y below them. */
export function drawLines(pdf: Pdf, lines: readonly string[], x: number, y: number, width: number, face: Face, endsHere = true): number {
  lines.forEach((line, i) => drawLine(pdf, line, x, y + i * face.leading, face, endsHere && i === lines.length - 1 ? undefined : width))
  return y + lines.length * face.leading
}

export function drawCentred(pdf: Pdf, text: string, y: number, width: number, face: Face): number {
  const lines = breakLines(pdf, text, face, width)
  lines.forEach((line, i) => drawLine(pdf, line, (A4.width - pdf.widthOfString(line)) / 2, y + i * face.leading, face))
  return y + lines.length * face.leading
}
