// What a hopeless draft costs: every page gets the words of another one in disorder, and the budget has to see it.
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { CostModel } from '../../src/seams/verifier.ts'
import type { ReplayPair } from './pairs.ts'
import { decodePages } from './tokens-per-forward.ts'

/** A token more in a forward costs this share of it: a 135M decoder on 2 threads, T(64) = 5 T(1); see docs/benchmarks.md. */
const SHARE = 0.06
const COST: CostModel = ({ width }) => 1 + SHARE * (width - 1)
/** A prime: steps of it visit all words of a page, none near the one before. */
const STRIDE = 7919

export interface Hopeless {
  /** Verified nodes per forward, beside the token that is decoded anyway. */
  readonly nodesPerForward: number
  /** Against plain decoding, by the cost model; above 1 = slower. */
  readonly timeVsPlain: number
}

/** Drafts alone: what the target's own output would win back is left out. */
export async function hopelessDrafts({ name, files, pages }: ReplayPair, budget: number): Promise<Hopeless> {
  const foreign: ReplayPair = { name, files, pages: pages.map((page, i) => ({ ...page, draft: disorder(pages[(i + 1) % pages.length]?.draft ?? '') })) }
  const { tokens, forwards, draftTokens } = await decodePages(foreign, () => createTreeDrafter(['own output']), budget, { cost: COST })
  return { nodesPerForward: draftTokens / forwards, timeVsPlain: (forwards + SHARE * draftTokens) / tokens }
}

export function disorder(text: string): string {
  const words = text.split(/(?<=\s)/)
  return words.map((_, i) => words[i * STRIDE % words.length] ?? '').join('')
}
