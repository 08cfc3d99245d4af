// From a draft's characters to draft tokens that join the tokens already emitted.
import type { Tokenizer } from '../seams/verifier.ts'

/** Emitted tokens that are tokenized again together with the continuation, so that the seam falls as in one text. */
const OVERLAP_TOKENS = 4

/**
 * Tokens of `continuation` as the target would write them after `emitted`, at most `limit`.
 *
 * Token healing: the last emitted tokens and the continuation are tokenized as one string; when that reproduces the
 * emitted tokens, what follows them is the draft. Otherwise the target split its words in another way, and the
 * continuation is tokenized alone.
 */
export function proposeTokens(tokenizer: Tokenizer, emitted: readonly number[], continuation: string, limit: number): Int32Array {
  if (continuation === '' || limit <= 0) return new Int32Array(0)
  const overlap = emitted.slice(-OVERLAP_TOKENS)
  const joined = tokenizer.encode(tokenizer.decode(overlap) + continuation)
  const ids = overlap.every((id, i) => joined[i] === id) ? joined.subarray(overlap.length) : tokenizer.encode(continuation)
  return ids.slice(0, limit)
}
