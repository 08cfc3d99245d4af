import { expect, test } from 'vitest'
import { speedMetrics, type SpeedSample } from '../../bench/metrics/speed.ts'
import type { Comparison, DecodeStats } from '../../src/model/document.ts'

const decode = (over: Partial<DecodeStats>): DecodeStats => ({
  sequences: 1,
  tokens: 0,
  forwards: 0,
  steps: 0,
  numDrafts: 0,
  numDraftTokens: 0,
  numAcceptedTokens: 0,
  numAcceptedTokensPerPos: [],
  ...over,
})

function sample(stats: Partial<DecodeStats>, comparison: Comparison | null, peakRssMb: number, blocks: SpeedSample['blocks']): SpeedSample {
  return {
    peakRssMb,
    blocks,
    stats: {
      pages: 1,
      seconds: { draft: 1, verify: 2, total: 4 },
      decode: decode(stats),
      tokensPerForward: 0,
      meanAcceptanceLength: 0,
      lines: { total: 0, verified: 0, accepted: 0, corrected: 0, kept: 0 },
      comparison,
    },
  }
}

function comparison(seconds: Comparison['seconds'], plainBatch: number, margins: readonly number[]): Comparison {
  return {
    identical: margins.length === 0,
    sequences: 3,
    seconds,
    plainBatch,
    speedup: { decode: 99, sequential: 99, endToEnd: 99 },
    divergences: margins.map((margin) => ({ region: 'p1-r1', position: 0, margin })),
  }
}

const first = sample(
  { tokens: 30, forwards: 3, steps: 10, numDrafts: 8, numDraftTokens: 40, numAcceptedTokens: 20, numAcceptedTokensPerPos: [8, 6, 4, 2] },
  comparison({ draft: 1, find: 0, encode: 1, verify: 2, plain: 8, plainSequential: 20 }, 32, []),
  300,
  [
    { kind: 'text', acceptance: { draftTokens: 30, acceptedTokens: 18, tokens: 24, steps: 6 } },
    { kind: 'picture', acceptance: null },
  ],
)
const second = sample(
  { tokens: 10, forwards: 2, steps: 10, numDrafts: 2, numDraftTokens: 10, numAcceptedTokens: 1, numAcceptedTokensPerPos: [1] },
  comparison({ draft: 2, find: 0, encode: 1, verify: 3, plain: 2, plainSequential: 5 }, 16, [0.01, 0.002]),
  200,
  [
    { kind: 'text', acceptance: { draftTokens: 2, acceptedTokens: 0, tokens: 6, steps: 6 } },
    { kind: 'table', acceptance: { draftTokens: 8, acceptedTokens: 1, tokens: 4, steps: 4 } },
  ],
)

test('ratios are ratios of sums, not means of ratios', () => {
  const metrics = speedMetrics([first, second])
  expect(metrics).toMatchObject({
    pages: 2,
    seconds: { draft: 2, verify: 4, total: 8 },
    peakRssMb: 300,
    tokensPerForward: 40 / 5,
    meanAcceptanceLength: 40 / 20,
    acceptanceRate: 21 / 50,
  })
  expect(metrics.acceptanceByPosition).toEqual([9 / 10, 6 / 10, 4 / 10, 2 / 10])
})

test('kinds are summed over blocks that were verified, the most proposed first', () => {
  expect(speedMetrics([first, second]).byKind).toEqual([
    {
      kind: 'text',
      blocks: 2,
      draftTokens: 32,
      acceptedTokens: 18,
      tokens: 30,
      steps: 12,
      acceptanceRate: 18 / 32,
      meanAcceptanceLength: 30 / 12,
    },
    { kind: 'table', blocks: 1, draftTokens: 8, acceptedTokens: 1, tokens: 4, steps: 4, acceptanceRate: 1 / 8, meanAcceptanceLength: 1 },
  ])
})

test('the speed-up comes from the summed seconds, and divergences are told', () => {
  const both = speedMetrics([first, second]).comparison
  expect(both).toMatchObject({
    pages: 2,
    sequences: 6,
    identicalPages: 1,
    largestDivergence: 0.01,
    plainBatches: [16, 32],
    speedup: { decode: 10 / 5, sequential: 25 / 5, endToEnd: (2 + 10) / (3 + 2 + 5) },
  })
})

test('nothing verified: zeros and nulls, no NaN', () => {
  const metrics = speedMetrics([sample({}, null, 100, [])])
  expect(metrics).toMatchObject({
    tokensPerForward: 0,
    meanAcceptanceLength: 0,
    acceptanceRate: null,
    acceptanceByPosition: [],
    byKind: [],
    comparison: null,
  })
  expect(JSON.stringify(metrics)).not.toContain('NaN')
})

test('the entry that collects all deeper tokens is no share', () => {
  const positions = Array.from({ length: 64 }, (_, i) => (i === 63 ? 500 : 10))
  const { acceptanceByPosition } = speedMetrics([sample({ numDrafts: 10, numAcceptedTokensPerPos: positions }, null, 0, [])])
  expect(acceptanceByPosition).toHaveLength(63)
  expect(Math.max(...acceptanceByPosition)).toBe(1)
})
