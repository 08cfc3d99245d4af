// Good and bad drafts made from what a target says by itself: exactness must hold under all of them.

/** Every kind gives the drafts of one sequence, the one believed most first. */
export const DAMAGES: Readonly<Record<string, (text: string, other: string) => readonly string[]>> = {
  perfect: (text) => [text],
  wrong: (_, other) => [other],
  empty: () => [''],
  truncated: (text) => [characters(text).slice(0, characters(text).length / 2).join('')],
  overlong: (text, other) => [`${text}${other}${text}${text}`],
  shuffled: (text) => [inPieces(text).reverse().join('')],
  // Three readings that are wrong in different places: these branch.
  noisy: (text, other) => [1, 3, 5].map((phase) => noisy(text, other, phase)),
}

const characters = (text: string): string[] => [...text]

/** Characters of a piece of a shuffled draft. */
const PIECE = 6

function inPieces(text: string): string[] {
  const all = characters(text)
  return Array.from({ length: Math.ceil(all.length / PIECE) }, (_, i) => all.slice(i * PIECE, (i + 1) * PIECE).join(''))
}

/** Every seventh character is another one, every eleventh stands twice. */
function noisy(text: string, other: string, phase: number): string {
  const replacements = characters(other)
  return characters(text).map((character, i) =>
    i % 7 === phase ? replacements[i % Math.max(1, replacements.length)] ?? '' : i % 11 === phase ? character + character : character).join('')
}
