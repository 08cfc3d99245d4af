// A line that was cut into crops, put together again.
import { type Calibration, calibrated } from '../model/calibration.ts'
import type { DraftReading, ReadWord } from '../model/reading.ts'

export interface DraftedPiece {
  /** See LineCrop. */
  readonly glued: boolean
  /** What the target's encoder drafted; null = nothing. */
  readonly ownDraft: DraftReading | null
}

/** The words of all pieces, calibrated; a glued piece goes on with the last word of the one before. */
export function joinWords(pieces: readonly { readonly words: readonly ReadWord[], readonly glued: boolean }[], calibration: Calibration): ReadWord[] {
  const line: ReadWord[] = []
  for (const { words: [first, ...others], glued } of pieces) {
    if (first === undefined) continue
    const last = glued ? line.pop() : undefined
    line.push(last === undefined ? first : { text: last.text + first.text, confidence: last.confidence * first.confidence }, ...others)
  }
  return line.map(({ text, confidence }) => ({ text, confidence: calibrated(calibration, confidence) }))
}

/** The encoder's drafts of all pieces as one; null where it drafted nothing, or there is nothing. */
export function joinDrafts(pieces: readonly DraftedPiece[], calibration: Calibration): DraftReading | null {
  const drafts = pieces.flatMap(({ ownDraft, glued }) => ownDraft === null ? [] : [{ ...ownDraft, glued }])
  if (pieces.length === 0 || drafts.length < pieces.length) return null
  const words = joinWords(drafts, calibration)
  const characters = drafts.reduce((sum, { text }) => sum + text.length, 0)
  const logprob = drafts.reduce((sum, { text, confidence }) => sum + Math.log(confidence) * text.length, 0)
  return { text: words.map(({ text }) => text).join(' '), words, confidence: Math.exp(logprob / Math.max(1, characters)) }
}
