// The sample paper: two pages in two columns, with lists, a drawn figure, a ruled table, a footnote and running lines.
import { ABSTRACT, AUTHORS, BODY, FOOTNOTE, type PaperBlock, PLACE, RUNNING_HEADER, TITLE } from './paper-text.ts'
import { A4, breakLines, createPdf, drawCentred, drawLine, drawLines, type Face, finish, type Pdf } from './typeset.ts'

const MARGIN = 56
const GUTTER = 20
const COLUMN = (A4.width - 2 * MARGIN - GUTTER) / 2
const TOP = 72
const BOTTOM = 770
const BODY_FACE: Face = { font: 'Times-Roman', size: 10, leading: 12 }
const SMALL: Face = { font: 'Times-Roman', size: 8.5, leading: 10 }
const CAPTION: Face = { font: 'Times-Roman', size: 9, leading: 10.8 }
const FACES = {
  title: { font: 'Times-Bold', size: 18, leading: 22 },
  heading: { font: 'Times-Bold', size: 12, leading: 15 },
  subheading: { font: 'Times-Bold', size: 10, leading: 13 },
  cell: { font: 'Times-Roman', size: 9, leading: 11 },
  cellHead: { font: 'Times-Bold', size: 9, leading: 11 },
} satisfies Record<string, Face>

/** Where the next line goes; columns follow each other over both pages. */
interface Cursor {
  column: number
  y: number
  top: number
}

export async function makePaper(): Promise<{ pdf: Uint8Array; text: string }> {
  const pdf = createPdf(TITLE)
  const top = drawFront(pdf)
  const cursor: Cursor = { column: 0, y: top, top }
  for (const block of BODY) drawBlock(pdf, cursor, block)
  drawFootnote(pdf)
  drawRunning(pdf, 2)
  return { pdf: await finish(pdf), text: paperText() }
}

function drawFront(pdf: Pdf): number {
  drawRunning(pdf, 1)
  let y = drawCentred(pdf, TITLE, TOP + 8, 420, FACES.title) + 6
  y = drawCentred(pdf, AUTHORS, y, 400, { ...BODY_FACE, size: 11, leading: 14 })
  y = drawCentred(pdf, PLACE, y, 400, { ...BODY_FACE, font: 'Times-Italic' }) + 10
  const width = A4.width - 2 * MARGIN - 60
  return drawLines(pdf, breakLines(pdf, ABSTRACT, BODY_FACE, width), MARGIN + 30, y, width, BODY_FACE) + 18
}

function drawRunning(pdf: Pdf, number: number): void {
  drawLine(pdf, RUNNING_HEADER, MARGIN, 36, { ...SMALL, font: 'Times-Italic' })
  pdf.moveTo(MARGIN, 50).lineTo(A4.width - MARGIN, 50).lineWidth(0.5).stroke()
  drawLine(pdf, String(number), A4.width / 2 - 2, 796, { ...BODY_FACE, size: 9 })
}

const xOf = (cursor: Cursor): number => MARGIN + (cursor.column % 2) * (COLUMN + GUTTER)

/** Moves on to the next column when `height` does not fit below. */
function makeRoom(pdf: Pdf, cursor: Cursor, height: number): void {
  if (cursor.y + height <= bottomOf(cursor)) return
  cursor.column++
  if (cursor.column === 2) {
    pdf.addPage()
    cursor.top = TOP
  }
  cursor.y = cursor.top
}

/** The column that holds the footnote's mark, the first of page 2, leaves room for it. */
const bottomOf = (cursor: Cursor): number => (cursor.column === 2 ? BOTTOM - 40 : BOTTOM)

function drawBlock(pdf: Pdf, cursor: Cursor, block: PaperBlock): void {
  switch (block.kind) {
    case 'heading': case 'subheading': return drawHeading(pdf, cursor, block.text, FACES[block.kind])
    case 'bullets': return block.items.forEach((item) => drawItem(pdf, cursor, '\u2022', item))
    case 'numbers': return block.items.forEach((item, i) => drawItem(pdf, cursor, `${i + 1}.`, item))
    case 'figure': return drawFigure(pdf, cursor, block.caption)
    case 'table': return drawTable(pdf, cursor, block.caption, block.rows)
    default: return drawParagraph(pdf, cursor, block.text)
  }
}

function drawHeading(pdf: Pdf, cursor: Cursor, text: string, face: Face): void {
  makeRoom(pdf, cursor, 3 * face.leading)
  if (cursor.y > cursor.top) cursor.y += 5
  drawLine(pdf, text, xOf(cursor), cursor.y, face)
  cursor.y += face.leading + 2
}

function drawParagraph(pdf: Pdf, cursor: Cursor, text: string): void {
  const lines = breakLines(pdf, text, BODY_FACE, COLUMN)
  flow(pdf, cursor, lines, 0)
  cursor.y += 4
}

/** Draws lines one by one, over a column's end where needed. */
function flow(pdf: Pdf, cursor: Cursor, lines: readonly string[], indent: number): void {
  lines.forEach((line, i) => {
    makeRoom(pdf, cursor, BODY_FACE.leading)
    drawLine(pdf, line, xOf(cursor) + indent, cursor.y, BODY_FACE, i === lines.length - 1 ? undefined : COLUMN - indent)
    cursor.y += BODY_FACE.leading
  })
}

function drawItem(pdf: Pdf, cursor: Cursor, marker: string, text: string): void {
  const indent = 14
  makeRoom(pdf, cursor, BODY_FACE.leading)
  drawLine(pdf, marker, xOf(cursor) + 2, cursor.y, BODY_FACE)
  flow(pdf, cursor, breakLines(pdf, text, BODY_FACE, COLUMN - indent), indent)
  cursor.y += 2
}

function drawFigure(pdf: Pdf, cursor: Cursor, caption: string): void {
  const height = 110
  const lines = breakLines(pdf, caption, CAPTION, COLUMN)
  makeRoom(pdf, cursor, height + lines.length * CAPTION.leading + 20)
  const x = xOf(cursor)
  const y = cursor.y + 6
  const heightAt = (share: number): number => y + height / 2 - 38 * Math.sin(share * 4 * Math.PI + 0.6)
  pdf.lineWidth(0.8).moveTo(x + 10, y).lineTo(x + 10, y + height).lineTo(x + COLUMN, y + height).stroke()
  pdf.moveTo(x + 10, heightAt(0))
  for (let i = 1; i <= 60; i++) pdf.lineTo(x + 10 + i / 60 * (COLUMN - 16), heightAt(i / 60))
  pdf.stroke()
  for (let i = 1; i < 12; i++) pdf.circle(x + 10 + i / 12 * (COLUMN - 16), heightAt(i / 12) + (i % 3 - 1) * 1.5, 2).fill()
  cursor.y = drawLines(pdf, lines, x, y + height + 6, COLUMN, CAPTION) + 8
}

function drawTable(pdf: Pdf, cursor: Cursor, caption: string, rows: readonly (readonly string[])[]): void {
  const rowHeight = 16
  const lines = breakLines(pdf, caption, CAPTION, COLUMN)
  makeRoom(pdf, cursor, rows.length * rowHeight + lines.length * CAPTION.leading + 20)
  const x = xOf(cursor)
  const top = drawLines(pdf, lines, x, cursor.y + 4, COLUMN, CAPTION) + 4
  const widths = [68, 48, 54, COLUMN - 170]
  const edges = widths.reduce((all, width) => [...all, (all.at(-1) ?? 0) + width], [x])
  pdf.lineWidth(0.6)
  for (let r = 0; r <= rows.length; r++) pdf.moveTo(x, top + r * rowHeight).lineTo(x + COLUMN, top + r * rowHeight).stroke()
  for (const edge of edges) pdf.moveTo(edge, top).lineTo(edge, top + rows.length * rowHeight).stroke()
  rows.forEach((row, r) => row.forEach((cell, c) => {
    drawLine(pdf, cell, (edges[c] ?? x) + 4, top + r * rowHeight + 4, r === 0 ? FACES.cellHead : FACES.cell)
  }))
  cursor.y = top + rows.length * rowHeight + 10
}

function drawFootnote(pdf: Pdf): void {
  const x = MARGIN
  const lines = breakLines(pdf, FOOTNOTE, SMALL, COLUMN)
  const y = BOTTOM - lines.length * SMALL.leading
  pdf.lineWidth(0.5).moveTo(x, y - 5).lineTo(x + 70, y - 5).stroke()
  drawLines(pdf, lines, x, y, COLUMN, SMALL)
}

/** The paper's text in reading order, running lines left out: one block a paragraph, table rows with tabs. */
function paperText(): string {
  const blocks = BODY.flatMap((block): string[] => {
    if ('items' in block) return [block.items.map((item, i) => `${block.kind === 'bullets' ? '\u2022' : `${i + 1}.`} ${item}`).join('\n')]
    if (block.kind === 'figure') return [block.caption]
    if (block.kind === 'table') return [block.caption, block.rows.map((row) => row.join('\t')).join('\n')]
    return [block.text]
  })
  return `${[TITLE, AUTHORS, PLACE, ABSTRACT, ...blocks, FOOTNOTE].join('\n\n')}\n`
}
