// Does "90% sure" mean right nine times in ten?
import { alignWords } from '../../src/align-words.ts'

export interface Claim {
  /** 0-1. */
  readonly confidence: number
  readonly right: boolean
}

const BINS = 10

/** Claims of the words of a reading: right where the truth has the same words at the same place. */
export function wordClaims(words: readonly { readonly text: string, readonly confidence: number }[], truth: string): Claim[] {
  const said = words.filter(({ text }) => text !== '')
  const wanted = truth.split(' ')
  return alignWords(said.map(({ text }) => text), wanted).flatMap(({ a, b }) => {
    const here = said.slice(...a)
    const right = here.map(({ text }) => text).join(' ') === wanted.slice(...b).join(' ')
    return here.map(({ confidence }) => ({ confidence, right }))
  })
}

/**
 * Expected calibration error, 0-1: mean distance of confidence and share of right claims over ten bins of equal width,
 * weighted by claims; null without claims. Source: Naeini et al. 2015; Guo et al. 2017, section 2.
 */
export function calibrationError(claims: readonly Claim[]): number | null {
  const bins = Array.from({ length: BINS }, () => ({ sure: 0, right: 0 }))
  for (const { confidence, right } of claims) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!
    bin.sure += confidence
    bin.right += right ? 1 : 0
  }
  return claims.length === 0 ? null : bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / claims.length
}
