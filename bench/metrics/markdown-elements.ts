// A predicted Markdown page cut into the elements that are matched to the ground truth: text, formulas, tables.
// Source: OmniDocBench v1.5, utils/extract.py (md_tex_filter), read, not copied; its quirks are kept and named where they bite.
import { latexTables, htmlTables, type Span } from './marked-tables.ts'
import { pipeTablesToHtml } from './pipe-tables.ts'
import type { Rules } from './normalize.ts'

export interface Element {
  readonly kind: 'text' | 'formula' | 'html-table' | 'latex-table'
  /** 'inline' formulas stay part of their paragraph as well; 'code' was fenced. */
  readonly detail: 'block' | 'inline' | 'code' | null
  readonly content: string
  /** Where it stands, for sorting: offset in the page; for text, summed lengths of the paragraphs before it. */
  readonly position: number
}

const FORMULA = /\$\$([^]*?)\$\$|\\\[([^]*?)\\\]|\$([^]*?)\$|\\\(([^]*?)\\\)/g
const DOLLARS = /\$\$([^]*?)\$\$|\$([^]*?)\$|\\\(([^]*?)\\\)/g
const CODE = /```(\w+)\n([^]*?)```/g

/** Elements by ascending position. */
export function markdownElements(markdown: string, rules: Rules): Element[] {
  const found: Element[] = []
  let page = clean(markdown, rules)
  page = take(page, latexTables(page), 'latex-table', found)
  page = take(page, htmlTables(page), 'html-table', found)
  page = takeFormulas(page, rules, found)
  page = takePipeTables(page, found)
  for (const match of page.matchAll(CODE)) {
    found.push({ kind: 'text', detail: 'code', content: match[2]!.trim(), position: match.index })
    page = blank(page, match.index, match[0].length)
  }
  takeParagraphs(page, found)
  return found.sort((a, b) => a.position - b.position)
}

function clean(markdown: string, rules: Rules): string {
  let page = markdown.replaceAll('\r\n', '\n').replace(/!\[.*?\]\(.*?\)/g, '').replace(/^```markdown\n?/gm, '')
  if (rules === '1.5') page = page.replace(/^```html\n?/gm, '').replace(/^```latex\n?/gm, '')
  page = page.replace(/```\n?$/gm, '').replace(/_{4,}/g, '____').replace(/ {4,}/g, '    ')
  if (rules === '1.5') return page.replaceAll('<html>', '').replaceAll('</html>', '').replaceAll('<body>', '').replaceAll('</body>', '')
  return page.replace(/([^a-zA-Z0-9])\1{10,}/g, '$1$1$1$1')
}

/** Overwrites a taken element with spaces, so that the positions of the others stay. */
function blank(page: string, start: number, length: number): string {
  return page.slice(0, start) + ' '.repeat(length) + page.slice(start + length)
}

function take(page: string, spans: readonly Span[], kind: Element['kind'], found: Element[]): string {
  let rest = page
  for (const span of spans) {
    found.push({ kind, detail: null, content: span.text, position: span.start })
    rest = blank(rest, span.start, span.text.length)
  }
  return rest
}

function takeFormulas(page: string, rules: Rules, found: Element[]): string {
  let rest = page
  for (const match of page.matchAll(FORMULA)) {
    const line = rules === '1.5' ? match[0].trim().split('\n').join(' ') : match[0].split(/\s+/).join('')
    const inner = [...line.matchAll(DOLLARS)][0]
    const display = inner === undefined || (inner[1] !== undefined && inner[1] !== '')
    const content = line.replace(DOLLARS, (_, double?: string, single?: string, parens?: string) =>
      `\\[${display ? double ?? '' : `${single ?? ''}${parens ?? ''}`}\\]`)
    found.push({ kind: 'formula', detail: display ? null : 'inline', content, position: match.index })
    if (display) rest = blank(rest, match.index, match[0].length)
  }
  return rest
}

function takePipeTables(page: string, found: Element[]): string {
  if ((`${page}\n`.match(/\|\s*[^]*?\s*\|\n/g) ?? []).length < 2) return page
  const converted = pipeTablesToHtml(page)
  let rest = converted
  for (const match of converted.matchAll(/<table[^]*?<\/table>/g)) {
    found.push({ kind: 'html-table', detail: null, content: match[0].trim(), position: match.index })
    rest = blank(rest, match.index, match[0].length)
  }
  return rest
}

function takeParagraphs(page: string, found: Element[]): void {
  const text = page.replace(/\\title\{(.*?)\}/g, '$1').replace(/\\title\s*\{\s*([^]*?)\s*\}/g, '$1')
    .replace(/\\text\s*\{\s*([^]*?)\s*\}/g, '$1').replace(/\\section\*?\{(.*?)\}/g, '$1').replace(/\\section\*?\{\s*([^]*?)\s*\}/g, '$1')
  const double = text.split('\n\n')
  let position = 0
  for (const paragraph of double.length > 1 ? double : text.split('\n')) {
    const content = paragraph.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n')
    if (content !== '') addParagraph(content, position, found)
    position += paragraph.length
  }
}

function addParagraph(content: string, position: number, found: Element[]): void {
  if (content.startsWith('<table') && content.endsWith('</table>')) {
    found.push({ kind: 'html-table', detail: null, content, position })
  } else if (content.startsWith('$') && content.endsWith('$')) {
    if (content.replaceAll('$', '').trim() !== '') found.push({ kind: 'formula', detail: null, content, position })
  } else {
    found.push({ kind: 'text', detail: 'block', content, position })
  }
}
