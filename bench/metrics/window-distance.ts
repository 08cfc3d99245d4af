// Does a short text occur, nearly, inside a long one? The matcher asks this for every pair of blocks, so it has to be cheap.
import { distance } from 'fastest-levenshtein'

/**
 * True when some window of `needle`'s length in `text` is closer than `limit` (edit distance / needle length). False for
 * an empty needle or one longer than the text. Moving a window by one character changes its distance by 2 at most, so
 * a window that is far off rules out its neighbours.
 */
export function occursWithin(needle: string, text: string, limit: number): boolean {
  const length = needle.length
  if (length === 0) return false
  for (let start = 0; start + length <= text.length;) {
    const edits = distance(needle, text.slice(start, start + length))
    if (edits / length < limit) return true
    start += Math.max(1, Math.floor((edits - limit * length) / 2))
  }
  return false
}
