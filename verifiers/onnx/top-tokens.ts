// The likeliest tokens of one row of logits.

/** Tokens reported per row: enough for tolerant acceptance, small enough to cost nothing. */
export const TOP_TOKENS = 4

/** Writes the `k` likeliest tokens and their log-probabilities at `start` of `ids` and `logprobs`; the lower id wins a tie. */
export function writeTopTokens(logits: Float32Array, ids: Int32Array, logprobs: Float32Array, start: number, k = TOP_TOKENS): void {
  const best = new Array<number>(k).fill(-Infinity)
  ids.fill(-1, start, start + k)
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? -Infinity
    if (!(logit > (best[k - 1] ?? -Infinity))) continue
    let place = k - 1
    for (; place > 0 && logit > (best[place - 1] ?? -Infinity); place--) {
      best[place] = best[place - 1] ?? -Infinity
      ids[start + place] = ids[start + place - 1] ?? -1
    }
    best[place] = logit
    ids[start + place] = id
  }
  const top = best[0] ?? 0
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - top)
  const total = top + Math.log(sum)
  best.forEach((logit, rank) => { logprobs[start + rank] = Math.min(0, logit - total) })
}
