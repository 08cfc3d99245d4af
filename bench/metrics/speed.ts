// What speculation did on many pages, in vLLM's vocabulary: sums over pages first, ratios of the sums after.
// Names: vLLM, v1/spec_decode/metrics.py (num_drafts, num_draft_tokens, num_accepted_tokens, num_accepted_tokens_per_pos).
import { addStats, EMPTY_STATS, meanAcceptanceLength, tokensPerForward } from '../../src/decode/stats.ts'
import type { Acceptance, Block, Comparison, DecodeStats, Stats } from '../../src/model/document.ts'

/** One parsed page (or document) and the peak memory of the process that parsed it. */
export interface SpeedSample {
  readonly stats: Stats
  readonly blocks: readonly Pick<Block, 'kind' | 'acceptance'>[]
  readonly peakRssMb: number
}

export interface KindAcceptance extends Acceptance {
  readonly kind: Block['kind']
  /** Blocks of the kind in which something was verified. */
  readonly blocks: number
  /** Accepted over proposed tokens; null when nothing was proposed. */
  readonly acceptanceRate: number | null
  readonly meanAcceptanceLength: number
}

/** Speculation against plain decoding of the same sequences; from the samples that were compared. */
export interface SpeedComparison {
  readonly pages: number
  readonly seconds: Comparison['seconds']
  readonly speedup: {
    /** Plain decoding at its best batch size over speculative decoding; drafts and image encoding left out. */
    readonly decode: number
    /** The same against plain decoding of one sequence at a time. */
    readonly sequential: number
    /** Drafting and image encoding counted: plain decoding pays for no draft. */
    readonly endToEnd: number
  }
  /** Batch sizes at which plain decoding was fastest, ascending. */
  readonly plainBatches: readonly number[]
  readonly sequences: number
  /** Pages with the same tokens from both ways. */
  readonly identicalPages: number
  /** Largest margin between the target's first and second choice where the two ways part, nat; null = they never do. */
  readonly largestDivergence: number | null
}

export interface SpeedMetrics {
  readonly pages: number
  readonly seconds: Stats['seconds']
  readonly decode: DecodeStats
  readonly tokensPerForward: number
  /** Tokens per verify step of one sequence. */
  readonly meanAcceptanceLength: number
  /** Accepted over proposed tokens; null when nothing was proposed. */
  readonly acceptanceRate: number | null
  /** Entry i: share of the drafts whose token i + 1 was accepted. */
  readonly acceptanceByPosition: readonly number[]
  /** In descending order of proposed tokens. */
  readonly byKind: readonly KindAcceptance[]
  readonly comparison: SpeedComparison | null
  readonly peakRssMb: number
}

/** Depths that are counted one by one; the last entry of a longer list collects the rest (src/decode/stats.ts). */
const SINGLE_POSITIONS = 63

export function speedMetrics(samples: readonly SpeedSample[]): SpeedMetrics {
  const stats = samples.map((sample) => sample.stats)
  const decode = stats.reduce((sum, page) => addStats(sum, page.decode), EMPTY_STATS)
  return {
    pages: stats.reduce((sum, page) => sum + page.pages, 0),
    seconds: addSeconds(
      stats.map((page) => page.seconds),
      { draft: 0, verify: 0, total: 0 },
    ),
    decode,
    tokensPerForward: tokensPerForward(decode),
    meanAcceptanceLength: meanAcceptanceLength(decode),
    acceptanceRate: rate(decode.numAcceptedTokens, decode.numDraftTokens),
    acceptanceByPosition:
      decode.numDrafts === 0
        ? []
        : decode.numAcceptedTokensPerPos.slice(0, SINGLE_POSITIONS).map((accepted) => accepted / decode.numDrafts),
    byKind: acceptanceByKind(samples.flatMap((sample) => sample.blocks)),
    comparison: sumComparisons(stats),
    peakRssMb: Math.max(0, ...samples.map((sample) => sample.peakRssMb)),
  }
}

function acceptanceByKind(blocks: SpeedSample['blocks']): KindAcceptance[] {
  const sums = new Map<Block['kind'], Acceptance & { blocks: number }>()
  for (const { kind, acceptance } of blocks) {
    if (acceptance === null) continue
    const sum = sums.get(kind) ?? { blocks: 0, draftTokens: 0, acceptedTokens: 0, tokens: 0, steps: 0 }
    sums.set(kind, {
      blocks: sum.blocks + 1,
      draftTokens: sum.draftTokens + acceptance.draftTokens,
      acceptedTokens: sum.acceptedTokens + acceptance.acceptedTokens,
      tokens: sum.tokens + acceptance.tokens,
      steps: sum.steps + acceptance.steps,
    })
  }
  return [...sums]
    .map(([kind, sum]) => ({
      kind,
      ...sum,
      acceptanceRate: rate(sum.acceptedTokens, sum.draftTokens),
      meanAcceptanceLength: sum.steps === 0 ? 0 : sum.tokens / sum.steps,
    }))
    .sort((a, b) => b.draftTokens - a.draftTokens)
}

function sumComparisons(stats: readonly Stats[]): SpeedComparison | null {
  const compared = stats.flatMap(({ pages, comparison }) => (comparison === null ? [] : [{ pages, ...comparison }]))
  if (compared.length === 0) return null
  const seconds = addSeconds(
    compared.map((page) => page.seconds),
    { draft: 0, find: 0, encode: 0, verify: 0, plain: 0, plainSequential: 0 },
  )
  const margins = compared.flatMap((page) => page.divergences.map(({ margin }) => margin))
  return {
    pages: compared.reduce((sum, page) => sum + page.pages, 0),
    seconds,
    speedup: {
      decode: seconds.plain / seconds.verify,
      sequential: seconds.plainSequential / seconds.verify,
      endToEnd: (seconds.find + seconds.encode + seconds.plain) / (seconds.find + seconds.draft + seconds.encode + seconds.verify),
    },
    plainBatches: [...new Set(compared.map((page) => page.plainBatch))].sort((a, b) => a - b),
    sequences: compared.reduce((sum, page) => sum + page.sequences, 0),
    identicalPages: compared.filter((page) => page.identical).reduce((sum, page) => sum + page.pages, 0),
    largestDivergence: margins.length === 0 ? null : Math.max(...margins),
  }
}

function addSeconds<Stage extends string>(
  all: readonly Readonly<Record<Stage, number>>[],
  zero: Readonly<Record<Stage, number>>,
): Record<Stage, number> {
  return Object.fromEntries(
    Object.keys(zero).map((stage) => [stage, all.reduce((sum, seconds) => sum + seconds[stage as Stage], 0)]),
  ) as Record<Stage, number>
}

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
