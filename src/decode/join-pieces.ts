// A line that was cut into crops, put together again.
import { type Calibration, calibrated } from '../model/calibration.ts'
import type { DraftReading, ReadWord } from '../model/reading.ts'

export interface DraftedPiece {
  /** See LineCrop. */
  readonly glued: boolean
  /** What the target's encoder drafted; null = nothing. */
  readonly ownDraft: DraftReading | null
}

/** The words of a line and of its next piece; a glued piece goes on with the last word. */
export function joinWords(line: readonly ReadWord[], piece: readonly ReadWord[], glued: boolean): readonly ReadWord[] {
  const [last, first] = [line.at(-1), piece[0]]
  if (!glued || last === undefined || first === undefined) return [...line, ...piece]
  return [...line.slice(0, -1), { text: last.text + first.text, confidence: last.confidence * first.confidence }, ...piece.slice(1)]
}

/** The encoder's drafts of all pieces as one; null where it drafted nothing, or there is nothing. */
export function joinDrafts(pieces: readonly DraftedPiece[], calibration: Calibration): DraftReading | null {
  let words: readonly ReadWord[] = []
  let [logprob, characters] = [0, 0]
  for (const { glued, ownDraft } of pieces) {
    if (ownDraft === null) return null
    words = joinWords(words, ownDraft.words, glued)
    logprob += Math.log(ownDraft.confidence) * ownDraft.text.length
    characters += ownDraft.text.length
  }
  if (pieces.length === 0) return null
  const said = words.map(({ text, confidence }) => ({ text, confidence: calibrated(calibration, confidence) }))
  return { text: said.map(({ text }) => text).join(' '), words: said, confidence: Math.exp(logprob / Math.max(1, characters)) }
}
