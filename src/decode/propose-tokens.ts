// From text that is to follow to the tokens that join those already emitted.
import type { Tokenizer } from '../seams/verifier.ts'

/** Emitted tokens that are tokenized again together with the continuation, so that the seam falls as in one text. */
const OVERLAP_TOKENS = 3

/**
 * Tokens of `continuation` as the target would write them after `emitted`, at most `limit`.
 *
 * Token healing: the last emitted tokens and the continuation are tokenized as one string; when that reproduces the
 * emitted tokens, what follows them is the draft. Otherwise the target split its words in another way, and the
 * continuation is tokenized alone. `pending`: tokens at the end of `emitted` that do not complete a character yet.
 */
export function proposeTokens(tokenizer: Tokenizer, emitted: readonly number[], continuation: string, limit: number, pending = 0): Int32Array {
  if (continuation === '' || limit <= 0) return new Int32Array(0)
  const joined = joinTokens(tokenizer, emitted, continuation, pending)
  return (joined ?? (pending === 0 ? tokenizer.encode(continuation) : new Int32Array(0))).slice(0, limit)
}

/** null = tokenizing both as one text gives other tokens than those emitted. */
export function joinTokens(tokenizer: Tokenizer, emitted: readonly number[], continuation: string, pending = 0): Int32Array | null {
  const end = emitted.length - pending
  let start = Math.max(0, end - OVERLAP_TOKENS)
  let text = tokenizer.decode(emitted.slice(start, end))
  // The overlap has to begin with a whole character.
  while (start > 0 && start > end - 2 * OVERLAP_TOKENS && text.startsWith('\uFFFD')) text = tokenizer.decode(emitted.slice(--start, end))
  const overlap = emitted.slice(start)
  const joined = tokenizer.encode(text + continuation)
  return overlap.every((id, i) => joined[i] === id) ? joined.subarray(overlap.length) : null
}
