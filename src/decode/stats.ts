// Counts of speculative decoding, in vLLM's vocabulary; returned with the results, never logged.
import type { DecodeStats } from '../model/document.ts'

/** Depths counted one by one; deeper accepted tokens share the last entry. */
const POSITIONS = 64

export const EMPTY_STATS: DecodeStats = {
  sequences: 0, tokens: 0, forwards: 0, steps: 0, numDrafts: 0, numDraftTokens: 0, numAcceptedTokens: 0, numAcceptedTokensPerPos: [],
}

/** What one sequence did in one verify step. */
export function stepStats(draftTokens: number, acceptedTokens: number, tokens: number): DecodeStats {
  const perPosition = new Array<number>(Math.min(acceptedTokens, POSITIONS)).fill(1)
  if (acceptedTokens > POSITIONS) perPosition[POSITIONS - 1] = acceptedTokens - POSITIONS + 1
  return {
    sequences: 0, tokens, forwards: 0, steps: 1, numDrafts: draftTokens > 0 ? 1 : 0,
    numDraftTokens: draftTokens, numAcceptedTokens: acceptedTokens, numAcceptedTokensPerPos: perPosition,
  }
}

export function addStats(a: DecodeStats, b: DecodeStats): DecodeStats {
  const [longer, shorter] = a.numAcceptedTokensPerPos.length >= b.numAcceptedTokensPerPos.length
    ? [a.numAcceptedTokensPerPos, b.numAcceptedTokensPerPos]
    : [b.numAcceptedTokensPerPos, a.numAcceptedTokensPerPos]
  return {
    sequences: a.sequences + b.sequences,
    tokens: a.tokens + b.tokens,
    forwards: a.forwards + b.forwards,
    steps: a.steps + b.steps,
    numDrafts: a.numDrafts + b.numDrafts,
    numDraftTokens: a.numDraftTokens + b.numDraftTokens,
    numAcceptedTokens: a.numAcceptedTokens + b.numAcceptedTokens,
    numAcceptedTokensPerPos: longer.map((count, i) => count + (shorter[i] ?? 0)),
  }
}

/** Tokens per batched forward; 0 when nothing was decoded. */
export const tokensPerForward = (stats: DecodeStats): number => stats.forwards === 0 ? 0 : stats.tokens / stats.forwards

/** Tokens emitted per verify step of one sequence; 0 when nothing was decoded. */
export const meanAcceptanceLength = (stats: DecodeStats): number => stats.steps === 0 ? 0 : stats.tokens / stats.steps
