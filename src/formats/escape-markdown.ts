// Plain text that has to stay plain text in Markdown (CommonMark and GitHub tables): escaped only where it would not.

/** Bare addresses become links as they stand; a backslash inside would become part of them. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<]+/g
/** A backslash before punctuation, the bracket of a footnote, an HTML tag, a character reference. */
const ALWAYS = /\\(?=[!-/:-@[-`{-~])|\[(?=\^)|!(?=\[)|<(?=[A-Za-z/!?])|&(?=#\d+;|#[xX][\da-fA-F]+;|[A-Za-z][A-Za-z\d]*;)/g
const PAIRED = ['*', '_', '~', '`']

/** Text inside a paragraph, heading or list item. */
export function escapeInline(text: string): string {
  const addresses = [...text.matchAll(ADDRESS)].map((match) => [match.index, match.index + match[0].length] as const)
  const places = [...[...text.matchAll(ALWAYS)].map((match) => match.index), ...linkBrackets(text), ...PAIRED.flatMap((mark) => pairedMarks(text, mark))]
  const escaped = [...new Set(places.filter((place) => !addresses.some(([from, to]) => place >= from && place < to)))].sort((a, b) => a - b)
  return [0, ...escaped].map((place, i) => text.slice(place, escaped[i])).join('\\')
}

/** Brackets whose next closing one stands before a parenthesis. From the end, so that hostile runs of them cost no more than others. */
function linkBrackets(text: string): number[] {
  const found: number[] = []
  let opensLink = false
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ']') opensLink = text[at + 1] === '('
    else if (text[at] === '[' && opensLink) found.push(at)
  }
  return found
}

/** Where a mark stands that could open or close emphasis, strike-through or code; one alone does nothing. */
function pairedMarks(text: string, mark: string): number[] {
  const runs = [...text.matchAll(new RegExp(`\\${mark}+`, 'g'))].filter((match) => {
    const before = text[match.index - 1] ?? ' '
    const after = text[match.index + match[0].length] ?? ' '
    if (mark === '`') return true
    if (mark === '_' && isWord(before) && isWord(after)) return false
    return !(isSpace(before) && isSpace(after))
  })
  return runs.length < 2 ? [] : runs.flatMap((match) => Array.from(match[0], (_, i) => match.index + i))
}

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character)
const isSpace = (character: string): boolean => /\s/.test(character)

/** A heading, a bullet, a quotation, a rule or fence, a table row, a link definition, a check box. */
const BLOCK_MARK = /^(?:(?:#{1,6}|[-+])(?:\s|$)|>|={3,}|-{3,}|~{3,}|`{3,}|\||\[[^\]]+\]:|\[[ xX]\](?:\s|$))/

/** Text that opens a paragraph or a list item: what Markdown would take for a block's mark is escaped as well. */
export function escapeBlock(text: string): string {
  return guardBlock(escapeInline(text.trim()))
}

/** The same for text whose inline marks are written or escaped already. */
export function guardBlock(escaped: string): string {
  if (BLOCK_MARK.test(escaped)) return `\\${escaped}`
  if (/^\*(?:\s|$)|^(?:[-*_]\s*){3,}$/.test(escaped)) return `\\${escaped}`
  return escaped.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}

/** Text of a heading: a closing run of # would be dropped. */
export function escapeHeading(text: string): string {
  return guardHeading(escapeInline(text.trim()))
}

/** The same for text whose inline marks are written or escaped already; a heading has one line. */
export const guardHeading = (escaped: string): string => escaped.replace(/\s*\n\s*/g, ' ').replace(/(^|\s)(#+)$/, '$1\\$2')

/** Text of a pipe table's cell. */
export function escapeCell(text: string): string {
  return escapeInline(text.trim()).replaceAll('|', '\\|')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
