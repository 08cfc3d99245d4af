// Plain text that has to stay plain text in Markdown (CommonMark and GitHub tables): escaped only where it would not.

/** Text inside a paragraph, heading or list item. */
export function escapeInline(text: string): string {
  let escaped = text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/\[(?=[^\]]*\]\()|\[(?=\^)|!(?=\[)/g, '\\$&')
    .replace(/<(?=[A-Za-z/!?])/g, '\\<')
    .replace(/&(?=#\d+;|#[xX][\da-fA-F]+;|[A-Za-z][A-Za-z\d]*;)/g, '\\&')
  for (const mark of ['*', '_', '~', '`']) escaped = escapePairs(escaped, mark)
  return escaped
}

/** A mark forms emphasis, strike-through or code only in pairs: the opening one after a space, the closing one before. */
function escapePairs(text: string, mark: string): string {
  const active = [...text.matchAll(new RegExp(`\\${mark}+`, 'g'))].filter((match) => {
    const before = text[match.index - 1] ?? ' '
    const after = text[match.index + match[0].length] ?? ' '
    if (mark === '`') return true
    if (mark === '_' && isWord(before) && isWord(after)) return false
    return !(isSpace(before) && isSpace(after))
  })
  if (active.length < 2) return text
  let escaped = ''
  let from = 0
  for (const match of active) {
    escaped += text.slice(from, match.index) + match[0].replaceAll(mark, `\\${mark}`)
    from = match.index + match[0].length
  }
  return escaped + text.slice(from)
}

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character)
const isSpace = (character: string): boolean => /\s/.test(character)

/** Text that opens a paragraph or a list item: what Markdown would take for a block's mark is escaped as well. */
export function escapeBlock(text: string): string {
  const escaped = escapeInline(text.trim())
  if (/^(?:#{1,6}|[-+])(?:\s|$)/.test(escaped) || /^(?:>|={3,}|-{3,}|~{3,}|\|)/.test(escaped) || /^\[[^\]]+\]:/.test(escaped)) return `\\${escaped}`
  if (/^\*(?:\s|$)|^(?:[-*_]\s*){3,}$/.test(escaped)) return `\\${escaped}`
  return escaped.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}

/** Text of a heading: a closing run of # would be dropped. */
export function escapeHeading(text: string): string {
  return escapeInline(text.trim()).replace(/(^|\s)(#+)$/, '$1\\$2')
}

/** Text of a pipe table's cell. */
export function escapeCell(text: string): string {
  return escapeInline(text.trim()).replaceAll('|', '\\|')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
