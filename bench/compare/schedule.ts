// Which variant runs when: both in every round, the first of a round alternating, so that a drift of the machine
// (heat, a neighbour) meets both alike.

export type Side = 'a' | 'b'

/** `rounds` pairs: a b, b a, a b, ... */
export function alternating(rounds: number): (readonly [Side, Side])[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? (['a', 'b'] as const) : (['b', 'a'] as const)))
}

/** The middle value; the mean of the middle two of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (lower + upper) / 2
}
