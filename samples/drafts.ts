// Makes the pictures of docs/drafts.md: `npm run build && npx tsx samples/drafts.ts`. Two are of the samples, three of pages made here.
import { readFile, writeFile } from 'node:fs/promises'
import PDFDocument from 'pdfkit'
import { createParser } from '../src/index.ts'
import { layoutSvg } from '../src/output/layout-svg.ts'

type Doc = InstanceType<typeof PDFDocument>

const SENTENCES = [
  'The tide gauge at the harbour wall has been read by hand every morning since it was built.', 'Its keeper writes the height in a bound book.',
  'A copy goes to the library once a year.', 'Nobody has missed a day, though some entries are blotted by rain.', 'The books fill two shelves.',
  'They show how slowly the harbour floor has risen.', 'Visitors may read them on Fridays.',
]
const prose = (from: number, count: number): string => Array.from({ length: count }, (_, i) => SENTENCES[(from + i) % SENTENCES.length]).join(' ')

function pdf(draw: (doc: Doc) => void, size: 'A4' | [number, number] = 'A4'): Promise<Buffer> {
  const doc = new PDFDocument({ size, margin: 50, info: { CreationDate: new Date(0) } })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  draw(doc)
  doc.end()
  return new Promise((resolve) => doc.on('end', () => resolve(Buffer.concat(chunks))))
}

/** A ruled table, and one that alignment alone tells. */
function tables(doc: Doc): void {
  doc.fontSize(9).text('Harbour office, yearly report', 50, 30)
  doc.font('Helvetica-Bold').fontSize(15).text('2. Heights and ships', 50, 70).font('Helvetica').fontSize(10).text(prose(0, 5), 50, 96, { width: 495 })
  const ruled = [['Berth', 'Depth, m', 'Length, m'], ['North wall', '6.5', '120'], ['Fish quay', '4.0', '85'], ['Ferry', '5.2', '140']]
  ruled.forEach((row, r) => row.forEach((text, c) => doc.rect(50 + 165 * c, 180 + 20 * r, 165, 20).stroke().text(text, 56 + 165 * c, 185 + 20 * r)))
  doc.text('Table 1. Berths and their depth at low water.', 50, 268).text(prose(3, 4), 50, 296, { width: 495 })
  doc.text('Ships', 260, 360).text('Cargo, t', 400, 360)
  const open = [['', '2009', '2010', '2009', '2010'], ['January', '41', '38', '1,204', '1,190'], ['February', '37', '40', '1,020', '1,311'], ['March', '52', '55', '1,480', '1,502'], ['Year', '590', '612', '15,330', '16,004']]
  open.forEach((row, r) => row.forEach((text, c) => doc.text(text, c === 0 ? 60 : 150 + 80 * c, 378 + 15 * r)))
  doc.text(prose(1, 6), 50, 470, { width: 495 })
  doc.moveTo(50, 740).lineTo(170, 740).stroke().fontSize(8).text('1 Heights are above the zero of the gauge, not above the sea.', 50, 746)
  doc.text('17', 290, 800, { lineBreak: false })
}

/** Three columns under a title that spans them. */
function newspaper(doc: Doc): void {
  doc.font('Helvetica-Bold').fontSize(26).text('Harbour floor rises again', 50, 50)
  doc.font('Helvetica').fontSize(11).text('The gauge has been read by hand for a century, and it has a story to tell', 50, 86)
  for (const c of [0, 1, 2]) doc.fontSize(9.5).text(prose(c * 2, 16), 50 + 170 * c, 120, { width: 155 })
  doc.font('Helvetica-Bold').fontSize(17).text('Ferry timetable to change in spring', 50, 500).font('Helvetica')
  for (const c of [0, 1, 2]) doc.fontSize(9.5).text(prose(c * 3 + 1, 10), 50 + 170 * c, 530, { width: 155 })
}

/** Nested bullets beside a picture. */
function slide(doc: Doc): void {
  doc.font('Helvetica-Bold').fontSize(30).text('Reading the gauge', 50, 40).font('Helvetica').fontSize(17)
  const bullets = [[0, 'Every morning at low water'], [1, 'from the north steps'], [1, 'with the brass rule'], [0, 'Written into the bound book'], [0, 'Copied once a year'], [1, 'for the library']] as const
  bullets.forEach(([depth, text], i) => doc.text(`•  ${text}`, 50 + 24 * depth, 120 + 36 * i))
  doc.image(Buffer.from(PICTURE, 'base64'), 440, 120, { width: 230, height: 170 })
  doc.fontSize(10).text('Harbour office', 50, 380, { lineBreak: false }).text('3', 660, 380, { lineBreak: false })
}

/** A grey pixel. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGO4AAAA6wDqO0VTFQAAAABJRU5ErkJggg=='

const pages: Readonly<Record<string, Uint8Array>> = {
  'two-column-paper': await readFile(new URL('two-column-paper.pdf', import.meta.url)),
  'scanned-letter': await readFile(new URL('scanned-letter.png', import.meta.url)),
  'tables': await pdf(tables), 'newspaper': await pdf(newspaper), 'slide': await pdf(slide, [720, 405]),
}
await using parser = await createParser({ effort: 'draft', pages: '1' })
for (const [name, page] of Object.entries(pages)) {
  const { pages: drawn, blocks } = await parser.parse(page)
  await writeFile(new URL(`../docs/drafts/${name}.svg`, import.meta.url), layoutSvg({ pages: drawn, blocks }))
}
