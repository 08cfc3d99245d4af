// Draft and verifier read one line: which words are believed, and how sure one may be of each. Called by settle.ts.
import { alignWords } from './align-words.ts'
import { type Box, union } from './model/box.ts'
import { type Line, lineConfidence } from './model/line.ts'
import type { LineReading } from './model/reading.ts'
import type { SettledWord } from './model/settled-word.ts'
import type { OwnDraftTrust, Trust } from './seams/verifier.ts'

/** Nobody is surer than this of a word, or less sure than its opposite: engines report 0 and 1 too easily. */
const MOST_SURE = 0.999

/** What one reader has at a place of the line. */
interface Said {
  readonly text: string
  /** Of its least certain word there, of the whole line where it has none, 0-1. */
  readonly confidence: number
}

export interface Place {
  readonly drafted: Said
  readonly read: Said
  /** Whom the target's own draft agrees with: 1 = the reading, -1 = the draft, 0 = neither, both, or it has none. */
  readonly vote: number
  readonly box: Box
}

/** Both readings of a line, word beside word; words that one of them joined or split stand together. */
export function compareReadings(line: Line, reading: LineReading): Place[] {
  const texts = { drafted: line.words.map(({ text }) => text), read: reading.words.map(({ text }) => text) }
  const own = reading.ownDraft?.words.map(({ text }) => text) ?? null
  const backed = { drafted: backedBy(own, texts.drafted), read: backedBy(own, texts.read) }
  return alignWords(texts.drafted, texts.read).map(({ a, b }) => {
    const drafted = line.words.slice(...a)
    return {
      drafted: said(drafted, lineConfidence(line)),
      read: said(reading.words.slice(...b), reading.confidence),
      vote: own === null ? 0 : Number(backed.read.slice(...b).every(Boolean)) - Number(backed.drafted.slice(...a).every(Boolean)),
      box: drafted.length > 0 ? union(drafted.map(({ box }) => box)) : gapBox(line, a[0]),
    }
  })
}

/**
 * Merges both readings word by word. Where they agree, their odds multiply, as those of two witnesses who do not know of
 * each other; where they differ, `trust` says how likely the verifier is right. `null`: it is always right.
 */
export function mergeReadings(line: Line, reading: LineReading, trust: Trust | null): SettledWord[] {
  return compareReadings(line, reading).map((place): SettledWord => {
    const { drafted, read, vote, box } = place
    const [draftOdds, readOdds] = [logOdds(drafted.confidence), logOdds(read.confidence)]
    if (drafted.text === read.text) return { text: read.text, confidence: probability(draftOdds + readOdds), alternative: null, box }
    return settleDispute(place, trust === null ? null : trust.readingWeight * readOdds - trust.draftWeight * draftOdds + trust.voteWeight * vote + trust.bias)
  })
}

/**
 * The same where the draft is the target's own, one encoder's image seen twice: that both agree makes nobody surer than the
 * reading is. `null`: the reading stands.
 */
export function mergeOwnDraft(line: Line, reading: LineReading, trust: OwnDraftTrust | null): SettledWord[] {
  return compareReadings(line, reading).map((place): SettledWord => {
    const { drafted, read, box } = place
    if (drafted.text === read.text) return { ...read, alternative: null, box }
    return settleDispute(place, trust === null ? null : trust.readingWeight * logOdds(read.confidence) - trust.draftWeight * logOdds(drafted.confidence) + trust.bias)
  })
}

/** `odds`: natural logarithm of the odds that the reading is right; null = it is. */
function settleDispute({ drafted, read, box }: Place, odds: number | null): SettledWord {
  if (odds === null) return { ...read, alternative: drafted.text, box }
  const share = probability(odds)
  return share >= 0.5
    ? { text: read.text, confidence: share, alternative: drafted.text, box }
    : { text: drafted.text, confidence: Math.min(1 - share, drafted.confidence), alternative: read.text, box }
}

/** For each word, whether `own` has it at its place. */
function backedBy(own: readonly string[] | null, words: readonly string[]): boolean[] {
  if (own === null) return []
  return alignWords(words, own).flatMap(({ a, b }) => {
    const [here, there] = [words.slice(...a), own.slice(...b)]
    return here.map(() => here.join(' ') === there.join(' '))
  })
}

/** Natural logarithm of the odds of a probability, kept finite. */
export function logOdds(share: number): number {
  const kept = Math.min(MOST_SURE, Math.max(1 - MOST_SURE, share))
  return Math.log(kept / (1 - kept))
}

export const probability = (odds: number): number => 1 / (1 + Math.exp(-odds))

function said(words: readonly Said[], otherwise: number): Said {
  const confidence = words.length === 0 ? otherwise : Math.min(...words.map((word) => word.confidence))
  return { text: words.map(({ text }) => text).join(' '), confidence }
}

/** Where a word would stand that the draft does not have: between the words before and after. */
function gapBox(line: Line, at: number): Box {
  const x0 = line.words[at - 1]?.box.x1 ?? line.box.x0
  return { ...line.box, x0, x1: Math.max(x0, line.words[at]?.box.x0 ?? line.box.x1) }
}
