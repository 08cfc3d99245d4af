// Parse one document: Markdown, blocks with boxes, and what could not be read.
// npx tsx examples/basic.ts [FILE]
import { parseDocument } from 'specparse'

const document = await parseDocument(process.argv[2] ?? 'samples/two-column-paper.pdf')

console.log(document.markdown)
for (const { page, kind, box, provenance, text } of document.blocks) {
  console.log(`p${page} ${kind} (${provenance}) at ${Math.round(box.x0)},${Math.round(box.y0)}: ${text.slice(0, 50)}`)
}
for (const { page, code, message } of document.failures) console.error(`page ${page}: ${code}: ${message}`)
