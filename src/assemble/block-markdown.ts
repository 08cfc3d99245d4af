// The Markdown of one block, by kind.
import type { Region } from '../model/region.ts'
import { escapeBlock, escapeHeading } from '../formats/escape-markdown.ts'
import { fenced } from '../formats/written-block.ts'

/** Deepest heading that Markdown has. */
const DEEPEST = 6

/** Kinds that stay out of the Markdown: running lines, and pictures, of which no file is written yet. */
export const LEFT_OUT: readonly Region['kind'][] = ['header', 'footer', 'page-number', 'picture']

/** Text of a list item without its marker; the marker may have been read otherwise by the verifier. */
export function withoutMarker(text: string, marker: string): string {
  return text.startsWith(marker) ? text.slice(marker.length).trimStart() : text
}

/** A block's Markdown; '' for what is left out. */
export function blockMarkdown(region: Pick<Region, 'kind' | 'level' | 'marker'>, text: string): string {
  if (text === '' || LEFT_OUT.includes(region.kind)) return ''
  switch (region.kind) {
    case 'title': return `# ${escapeHeading(text)}`
    case 'heading': return `${'#'.repeat(Math.min(DEEPEST, (region.level ?? 1) + 1))} ${escapeHeading(text)}`
    case 'list-item': return `${itemPrefix(region, text)}${escapeBlock(withoutMarker(text, region.marker ?? ''))}`
    case 'code': return fenced(text)
    default: return escapeBlock(text)
  }
}

/** '1. ' and '1) ' as written; markers that Markdown does not know, such as '(a)', stay as text behind a bullet. */
function itemPrefix(region: Pick<Region, 'marker'>, text: string): string {
  const marker = region.marker ?? ''
  if (!text.startsWith(marker)) return '- '
  if (/^\d{1,9}[.)]$/.test(marker)) return `${marker} `
  if (/^[☐☑☒❏❑❒]$/u.test(marker)) return /[☑☒]/u.test(marker) ? '- [x] ' : '- [ ] '
  return /^[^\p{L}\p{N}]$|^o$/u.test(marker) ? '- ' : `- ${marker} `
}

/** Width of a list item's mark, which is how far what nests in it is indented. */
export function itemIndent(markdown: string): number {
  return /^(?:-|\d+[.)]) /.exec(markdown)?.[0].length ?? 2
}
