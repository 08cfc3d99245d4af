// The choice between draft and verifier, line by line, and what a region's block may say of it.
import { mergeOwnDraft, mergeReadings } from './merge-readings.ts'
import type { Acceptance, Provenance } from './model/document.ts'
import { type Line, lineConfidence, ownReading, type Word } from './model/line.ts'
import type { LineReading } from './model/reading.ts'
import { type Region, regionLines } from './model/region.ts'
import type { SettledRegion } from './model/settled-region.ts'
import type { SettledWord } from './model/settled-word.ts'
import type { Trust } from './seams/verifier.ts'

/**
 * How a line ended: 'drafted' = nobody asked the verifier, 'unreadable' = it cannot read such a line, 'accepted' = it
 * read the same, 'corrected' = some of its words replaced the draft's, 'kept' = it read otherwise and was not believed,
 * 'failed' = it broke down.
 */
export type LineFate = 'drafted' | 'unreadable' | 'accepted' | 'corrected' | 'kept' | 'failed'

export interface SettledLine {
  readonly text: string
  readonly confidence: number
  readonly fate: LineFate
  /** As drafted, or settled with another reading. */
  readonly words: readonly (Word | SettledWord)[]
  readonly source: string
  readonly acceptance: Acceptance | null
}

/** A line that the verifier was not asked about, or could not be. */
export function unverifiedLine(line: Line, fate: 'drafted' | 'unreadable' | 'failed'): SettledLine {
  return { ...asDrafted(line), fate, acceptance: null }
}

function asDrafted({ text, words, source }: Line): Omit<SettledLine, 'fate' | 'acceptance'> {
  return settled(text, words, source)
}

/** A line's confidence is the mean over its characters; 0 without any. */
function settled(text: string, words: SettledLine['words'], source: string): Omit<SettledLine, 'fate' | 'acceptance'> {
  const characters = words.reduce((sum, word) => sum + word.text.length, 0)
  const confidence = words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / Math.max(1, characters)
  return { text, confidence, words, source }
}

/** How far the readings of one page are to be believed: not at all when the target is out of its depth there. */
export function trustOnPage(readings: readonly (LineReading | null)[], trust: Trust | null): Trust | null {
  const read = readings.filter((reading) => reading !== null)
  const mean = read.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, read.length)
  return trust === null || mean >= trust.minPageConfidence ? trust : { ...trust, bias: -Infinity }
}

/**
 * Settles one line that was verified. A target with `trust` (one that can be worse than good OCR) is believed word by
 * word, where it is surer than the draft; any other target always. A runaway reading is never believed.
 */
export function settleLine(line: Line, reading: LineReading | null, trust: Trust | null): SettledLine {
  if (reading === null) return unverifiedLine(line, 'unreadable')
  if (reading.error !== null) return unverifiedLine(line, 'failed')
  const { acceptance } = reading
  if (!reading.complete) return { ...asDrafted(line), fate: 'kept', acceptance }
  const words = reading === ownReading(line) ? mergeOwnDraft(line, reading, trust?.ownDraft ?? null) : mergeReadings(line, reading, trust)
  const text = words.flatMap((word) => word.text === '' ? [] : [word.text]).join(' ')
  const fate = reading.text === line.text ? 'accepted' : text === line.text ? 'kept' : 'corrected'
  return { ...settled(text, words, line.source), fate, acceptance }
}

/**
 * Four decimals, 0-1. The eighth depends on which sequences shared a forward (fp32 sums in another order), and a result is to
 * be the same in every run.
 */
export function roundConfidence(confidence: number): number {
  return Math.round(Math.min(1, confidence) * 1e4) / 1e4
}

/** Words less likely to be right than this are for a person to look at, 0-1: docs/benchmarks.md says how many errors that finds. */
export const REVIEW_BELOW = 0.9

/** Puts a region's settled lines together; `lines` are in the order of `regionLines(region)`. */
export function settleRegion(region: Region, lines: readonly SettledLine[], verifierId: string | null): SettledRegion {
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0)
  const confidence = lines.reduce((sum, line) => sum + line.confidence * line.text.length, 0) / Math.max(1, characters)
  const verified = lines.flatMap(({ acceptance }) => acceptance ?? [])
  return {
    region,
    texts: lines.map(({ text }) => text),
    confidence: roundConfidence(confidence),
    review: lines.flatMap(({ words }) => words).filter((word) => word.confidence < REVIEW_BELOW)
      .map((word) => ({ ...word, confidence: roundConfidence(word.confidence), alternative: 'alternative' in word ? word.alternative : null })),
    provenance: provenanceOf(regionLines(region), lines),
    source: lines[0]?.source ?? null,
    note: noteOf(lines, verifierId),
    acceptance: verified.length === 0 ? null : verified.reduce(addAcceptance),
  }
}

function provenanceOf(drafts: readonly Line[], lines: readonly SettledLine[]): Provenance {
  const has = (fate: LineFate): boolean => lines.some((line) => line.fate === fate)
  if (has('failed')) return 'failed'
  if (has('corrected')) return 'corrected'
  if (lines.length > 0 && lines.every(({ fate }) => fate === 'accepted')) return 'accepted'
  // A line is native when nobody doubted it: the text layer's own confidence is 1.
  return drafts.length > 0 && drafts.every((line) => lineConfidence(line) === 1) && !has('kept') ? 'native' : 'unverified'
}

function noteOf(lines: readonly SettledLine[], verifierId: string | null): string | null {
  const count = (fate: LineFate): number => lines.filter((line) => line.fate === fate).length
  const notes = [
    count('kept') > 0 ? `${count('kept')} of ${lines.length} lines kept as drafted: ${verifierId} read otherwise, without being sure enough` : '',
    count('unreadable') > 0 ? `${count('unreadable')} of ${lines.length} lines not verified: ${verifierId} cannot read such lines` : '',
  ].filter((note) => note !== '')
  return notes.length === 0 ? null : notes.join('; ')
}

function addAcceptance(a: Acceptance, b: Acceptance): Acceptance {
  return {
    draftTokens: a.draftTokens + b.draftTokens, acceptedTokens: a.acceptedTokens + b.acceptedTokens,
    tokens: a.tokens + b.tokens, steps: a.steps + b.steps,
  }
}
