// Does a short text occur, nearly, inside a long one? The matcher asks this for every pair of blocks, so it has to be cheap.
import { distance } from 'fastest-levenshtein'

/**
 * True when some window of `needle`'s length in `text` is closer than `limit` (edit distance / needle length). False for
 * an empty needle or one longer than the text. Windows whose characters alone (as a bag) rule them out are skipped.
 */
export function occursWithin(needle: string, text: string, limit: number): boolean {
  const length = needle.length
  if (length === 0 || length > text.length) return false
  const surplus = new Map<number, number>()
  let missing = 0
  const change = (code: number, by: 1 | -1): void => {
    const before = surplus.get(code) ?? 0
    missing += Math.max(0, before + by) - Math.max(0, before)
    surplus.set(code, before + by)
  }
  for (let i = 0; i < length; i++) change(needle.charCodeAt(i), 1)
  for (let i = 0; i < length; i++) change(text.charCodeAt(i), -1)
  for (let start = 0; ; start++) {
    if (missing < limit * length && distance(needle, text.slice(start, start + length)) / length < limit) return true
    if (start + length >= text.length) return false
    change(text.charCodeAt(start), 1)
    change(text.charCodeAt(start + length), -1)
  }
}
