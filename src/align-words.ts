// Two readings of one line, cut into the places where they agree and where they differ: settle.ts chooses between them.

/** One place of a line: indexes [start, end) into the words of the one reading and of the other; either may be empty. */
export interface WordSpan {
  readonly a: readonly [number, number]
  readonly b: readonly [number, number]
}

/**
 * Cuts two texts, words joined by spaces, at the spaces that they share in a cheapest character alignment, so that words
 * which one of them joined or split stay in one span.
 *
 * Example: "tbe cat sat" and "the catsat" give [tbe | the], [cat sat | catsat].
 */
export function alignWords(a: readonly string[], b: readonly string[]): WordSpan[] {
  if (a.length === 0 || b.length === 0) return [{ a: [0, a.length], b: [0, b.length] }]
  const [gapsA, gapsB] = [gapsOf(a), gapsOf(b)]
  const spans: WordSpan[] = []
  let [startA, startB] = [0, 0]
  for (const [i, j] of sharedSpaces(a.join(' '), b.join(' '))) {
    const [endA, endB] = [gapsA.get(i), gapsB.get(j)]
    if (endA === undefined || endB === undefined) continue
    spans.push({ a: [startA, endA], b: [startB, endB] })
    startA = endA
    startB = endB
  }
  return [...spans, { a: [startA, a.length], b: [startB, b.length] }]
}

/** Where the joined text has the spaces between words, and how many words come before each. */
function gapsOf(words: readonly string[]): Map<number, number> {
  const gaps = new Map<number, number>()
  let at = -1
  for (const [i, word] of words.entries()) gaps.set(at += word.length + 1, i + 1)
  return gaps
}

/** Offsets of the spaces that a cheapest alignment (Levenshtein 1966) matches with one another. */
function sharedSpaces(a: string, b: string): [number, number][] {
  const width = b.length + 1
  const cost = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => cost[i * width + j] ?? 0
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      cost[i * width + j] = i === 0 ? j : j === 0 ? i
        : Math.min(at(i - 1, j - 1) + substitution(a[i - 1], b[j - 1]), at(i - 1, j) + 1, at(i, j - 1) + 1)
    }
  }
  const shared: [number, number][] = []
  let [i, j] = [a.length, b.length]
  while (i > 0 && j > 0) {
    const diagonal = at(i, j) === at(i - 1, j - 1) + substitution(a[i - 1], b[j - 1])
    const up = !diagonal && at(i, j) === at(i - 1, j) + 1
    if (diagonal || up) i--
    if (diagonal || !up) j--
    if (diagonal && a[i] === ' ' && b[j] === ' ') shared.unshift([i, j])
  }
  return shared
}

/** A space never stands for a letter: words would fall apart in the middle. */
function substitution(a: string | undefined, b: string | undefined): number {
  return a === b ? 0 : a === ' ' || b === ' ' ? 2 : 1
}
