// The outline of a PDF, out of pdf.js's tree of it.
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { OutlineEntry } from '../model/outline.ts'

/** Entries read at most: the longest books have a few thousand. */
const MOST_ENTRIES = 20_000

interface Node {
  readonly title: string
  readonly items: readonly Node[]
}

/** Empty where there is none, or where it cannot be read: pages can do without. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  // the types leave out that there may be none
  const roots = await document.getOutline().catch(() => null) as readonly Node[] | null ?? []
  const [whole] = roots
  const entries: OutlineEntry[] = []
  const waiting = (roots.length === 1 && whole !== undefined && whole.items.length > 0 ? [...whole.items] : [...roots]).map((node) => ({ node, level: 1 }))
  for (const { node, level } of waiting) {
    if (entries.length === MOST_ENTRIES) break
    entries.push({ title: node.title, level })
    for (const child of node.items) waiting.push({ node: child, level: level + 1 })
  }
  return entries
}
