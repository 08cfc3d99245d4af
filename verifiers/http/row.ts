// What a target says at one position, read from what engines report about it.

/** The likeliest token and the runner-up. The first is what the target says greedily. */
export interface Row {
  readonly ids: readonly [number, number]
  /** Natural logarithms of probabilities. */
  readonly logprobs: readonly [number, number]
}

export interface Candidate {
  readonly id: number
  readonly logprob: number
}

/** In place of a token that is not known. */
export const UNKNOWN = -1
/** Rounding of probabilities that were printed as 32-bit floats. */
const ROUNDING = 1e-4

/**
 * The row of a position of which the engine reported some tokens: the likeliest ones and perhaps a token that was asked
 * about. null = they do not tell what the target says greedily: a likelier token may not be among them, they are not
 * probabilities at all, or the best two are equally likely and only the engine's own argmax can tell (so ranks are
 * never read: engines give tied tokens rank 2).
 *
 * An unknown runner-up is UNKNOWN with the most that it can have, so margins are never overstated.
 */
export function readRow(candidates: readonly Candidate[]): Row | null {
  const distinct = [...new Map(candidates.map((one) => [one.id, one])).values()].sort((a, b) => b.logprob - a.logprob || a.id - b.id)
  const [first, second] = distinct
  const total = distinct.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)
  const areProbabilities = distinct.every(({ logprob }) => logprob <= ROUNDING) && total <= 1 + ROUNDING * distinct.length
  if (first === undefined || !areProbabilities) return null
  if (second !== undefined) return second.logprob === first.logprob ? null : rowOf(first, second)
  const rest = 1 - Math.exp(first.logprob)
  return rest < 0.5 ? rowOf(first, { id: UNKNOWN, logprob: Math.log(Math.max(rest, 0)) }) : null
}

/** The row of a token that the engine itself chose: it is right whatever the probabilities look like. */
export function chosenRow(id: number, candidates: readonly Candidate[]): Row {
  const own = candidates.find((one) => one.id === id)
  const others = candidates.filter((one) => one.id !== id).sort((a, b) => b.logprob - a.logprob)
  if (own === undefined) return certainRow(id)
  const rest = Math.log(Math.max(0, 1 - Math.exp(own.logprob)))
  const second = others[0] ?? { id: UNKNOWN, logprob: Math.min(own.logprob, rest) }
  return rowOf(own, { ...second, logprob: Math.min(second.logprob, own.logprob) })
}

/** The row of a token of which nothing more is known: the engine said it, and gave no probabilities. */
export const certainRow = (id: number): Row => ({ ids: [id, UNKNOWN], logprobs: [0, -Infinity] })

const rowOf = (first: Candidate, second: Candidate): Row =>
  ({ ids: [first.id, second.id], logprobs: [Math.min(0, first.logprob), Math.min(0, second.logprob)] })
