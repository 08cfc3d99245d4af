// Where a short text occurs in a long one, give or take a few characters.

/**
 * For every position of `text`, the cheapest edit that turns `pattern` into a stretch that ends there. `[text.length + 1]`.
 * A replaced character costs `substitution`, a lost or added one 1. Sellers' algorithm (1980).
 */
function endCosts(pattern: string, text: string, substitution: 1 | 2): Uint32Array {
  let column = Uint32Array.from({ length: pattern.length + 1 }, (_, i) => i)
  const ends = new Uint32Array(text.length + 1)
  ends[0] = pattern.length
  for (let j = 1; j <= text.length; j++) {
    const next = new Uint32Array(pattern.length + 1)
    for (let i = 1; i <= pattern.length; i++) {
      const same = pattern[i - 1] === text[j - 1]
      next[i] = Math.min(column[i - 1]! + (same ? 0 : substitution), column[i]! + 1, next[i - 1]! + 1)
    }
    column = next
    ends[j] = next[pattern.length]!
  }
  return ends
}

/** True when some stretch of `text` is `pattern` with at most `differences` replaced characters (a lost or added one is half of one). */
export function occursNearly(pattern: string, text: string, differences: number): boolean {
  if (differences === 0) return text.includes(pattern)
  return endCosts(pattern, text, 2).some((cost) => cost <= 2 * differences)
}

/** First and last start of a stretch within `differences` edits of `pattern`; null when there is none. */
export function startRange(pattern: string, text: string, differences: number): { readonly first: number, readonly last: number } | null {
  if (differences === 0) {
    const first = text.indexOf(pattern)
    return first < 0 ? null : { first, last: text.lastIndexOf(pattern) }
  }
  const backwards = (string: string): string => [...string].reverse().join('')
  const starts = [...endCosts(backwards(pattern), backwards(text), 1)].flatMap((cost, end) => (cost <= differences ? [text.length - end] : []))
  return starts.length === 0 ? null : { first: Math.min(...starts), last: Math.max(...starts) }
}

/** Share of characters in common, 0-1: 1 - (lost + added) / (both lengths). */
export function similarity(a: string, b: string): number {
  if (a.length + b.length === 0) return 1
  let row = new Uint32Array(b.length + 1)
  for (const char of a) {
    const next = new Uint32Array(b.length + 1)
    for (let j = 1; j <= b.length; j++) next[j] = b[j - 1] === char ? row[j - 1]! + 1 : Math.max(row[j]!, next[j - 1]!)
    row = next
  }
  return 2 * row[b.length]! / (a.length + b.length)
}
