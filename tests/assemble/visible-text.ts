// Markdown read back by an independent parser.
import { marked } from 'marked'

/** The text that a reader of the Markdown sees. */
export function visibleText(markdown: string): string {
  const html = marked.parse(markdown, { async: false, gfm: true })
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': '\'' }
  return html.replace(/<\/?(?:p|h\d|ul|ol|li|table|thead|tbody|tr|t[hd]|blockquote|pre|hr|br)\b[^>]*>/g, ' ').replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '').replace(/\s+/g, ' ').trim()
}
