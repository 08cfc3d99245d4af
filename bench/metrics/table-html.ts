// A table's HTML in the one form in which OmniDocBench compares tables.
// Source: OmniDocBench v1.5, utils/data_preprocess.py (normalized_html_table), read, not copied.
import { parseDocument, Parser } from 'htmlparser2'
import type { ChildNode } from 'domhandler'

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])
const UNWRAPPED = new Set(['thead', 'span'])

/** <th> as <td>, no <thead>, <tbody>, <span>, no style attributes, text in compatibility form; '' when there is no table. */
export function normalizeTable(html: string): string {
  if (!html.replaceAll(' ', '').includes('<table')) return ''
  const flat = rewrite(html).replaceAll('\n', '').normalize('NFKC').trim()
  const inner = /<table\b[^>]*>([^]*)<\/table>/i.exec(flat)?.[1] ?? ''
  const plain = inner.replace(/ style=".*?"/g, '').replace(/ height=".*?"/g, '').replace(/ width=".*?"/g, '')
    .replace(/ align=".*?"/g, '').replace(/ class=".*?"/g, '').replace(/<\/?tbody>/g, '').replace(/\s+/g, ' ')
  return `<html><body><table border="1" >${plain}</table></body></html>`
    .replace(/<\/?(?:sup|sub|span|div|p)>/g, '').replace(/<colgroup>.*?<\/colgroup>/g, '')
}

/** Serializes with entities decoded: `&lt;` comes out as `<`, as in the scorer. */
function rewrite(html: string): string {
  let output = ''
  let pending = ''
  let mathDepth = 0
  // a string of white space alone counts as one line break or one space, as in the scorer's HTML library
  const flush = (): void => {
    output += /^[ \n\t\f\r]+$/.test(pending) ? (pending.includes('\n') ? '\n' : ' ') : pending
    pending = ''
  }
  const rename = (name: string): string => (name === 'th' ? 'td' : name)
  const parser = new Parser({
    onopentag(name, attributes) {
      flush()
      if (name === 'math') {
        if (mathDepth++ === 0) output += `$${attributes['alttext'] ?? ''}$`
      } else if (mathDepth === 0 && !UNWRAPPED.has(name)) {
        const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`).join('')
        output += `<${rename(name)}${written}${VOID.has(name) ? '/' : ''}>`
      }
    },
    ontext(text) {
      if (mathDepth === 0) pending += text
    },
    onclosetag(name) {
      flush()
      if (name === 'math') mathDepth--
      else if (mathDepth === 0 && !UNWRAPPED.has(name) && !VOID.has(name)) output += `</${rename(name)}>`
    },
  }, { decodeEntities: true })
  parser.end(html)
  flush()
  return output
}

/** Texts of the <td> cells that hold nothing but one string; what a surplus table adds to the text match. */
export function cellTexts(html: string): string[] {
  const texts: string[] = []
  const visit = (node: ChildNode): void => {
    if (!('children' in node)) return
    if (node.type === 'tag' && node.name === 'td') {
      const text = onlyText(node)
      if (text !== null && text !== '') texts.push(text.replaceAll('$\\cdot$', '').trim())
    }
    for (const child of node.children) visit(child)
  }
  for (const node of parseDocument(html).children) visit(node)
  return texts
}

/** The one string below a node; null when there is more, or none. */
function onlyText(node: ChildNode): string | null {
  if (node.type === 'text') return node.data
  const only = 'children' in node && node.children.length === 1 ? node.children[0] : undefined
  return only === undefined ? null : onlyText(only)
}
