// What a CTC head says of a line: the best path, word by word.
import type { DraftReading } from '../../src/model/reading.ts'

interface Character {
  readonly text: string
  /** Natural logarithm of its probability in the column that is surest of it. */
  readonly logprob: number
}

/**
 * `classes` and `logprobs`: of each column the likeliest class and the natural logarithm of its probability. A word's confidence is the product of
 * its characters'. Blanks do not count: in which of two columns a character stands is left open, so that next to each stands a doubtful blank.
 */
export function ctcReading(classes: BigInt64Array, logprobs: Float32Array, { alphabet, blank }: { readonly alphabet: string, readonly blank: number }): DraftReading {
  const characters = bestPath(classes, logprobs, blank, [...alphabet])
  const words: Character[] = []
  let inWord = false
  for (const { text, logprob } of characters) {
    const open = inWord ? words.pop() : undefined
    inWord = text !== ' '
    if (inWord) words.push({ text: (open?.text ?? '') + text, logprob: (open?.logprob ?? 0) + logprob })
    else if (open !== undefined) words.push(open)
  }
  return {
    text: characters.map(({ text }) => text).join(''),
    words: words.map(({ text, logprob }) => ({ text, confidence: Math.exp(logprob) })),
    confidence: Math.exp(logprobs.reduce((sum, logprob) => sum + logprob, 0) / Math.max(1, characters.length)),
  }
}

/** Runs of one class are one character, blanks separate (Graves et al. 2006). */
function bestPath(classes: BigInt64Array, logprobs: Float32Array, blank: number, alphabet: readonly string[]): Character[] {
  const path: Character[] = []
  let previous = blank
  classes.forEach((id, column) => {
    const current = Number(id)
    const logprob = logprobs[column] ?? -Infinity
    if (current !== blank) {
      const run = current === previous ? path.pop() : undefined
      path.push({ text: alphabet[current - 1] ?? '', logprob: Math.max(run?.logprob ?? -Infinity, logprob) })
    }
    previous = current
  })
  return path
}
