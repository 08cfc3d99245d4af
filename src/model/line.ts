// A line of text with its words: what draft sources read, what regions are made of, and the unit that nano verifies.
import type { Box } from './box.ts'
import { type DraftReading, draftOf, isVerified, type LineReading } from './reading.ts'

export interface Word {
  readonly text: string
  readonly box: Box
  /** How likely the word is right as it stands, 0-1. */
  readonly confidence: number
}

export interface Line {
  readonly text: string
  readonly box: Box
  /** Left to right; their texts joined by single spaces are the line's text. */
  readonly words: readonly Word[]
  /** Id of the draft source that read the line. */
  readonly source: string
  /** Font size, points; on scans estimated from the line's height. */
  readonly fontSize: number
  readonly bold: boolean
  readonly italic: boolean
  /** Clockwise turn of the text in degrees: 0, 90, 180 or 270. */
  readonly rotation: number
  /** What a LineReader has read of the line for a draft source that only found it. */
  readonly reading?: LineReading | DraftReading
}

/** The verifier's reading of exactly this line; null when there is none, or when it is of a line that has been cut since. */
export function ownReading({ reading, text }: Line): LineReading | null {
  return reading !== undefined && isVerified(reading) && draftOf(reading).text === text ? reading : null
}

/** Mean word confidence weighted by word length, 0-1; 0 for a line without words. */
export function lineConfidence(line: { readonly words: readonly Pick<Word, 'text' | 'confidence'>[] }): number {
  let sum = 0
  let characters = 0
  for (const word of line.words) {
    sum += word.confidence * word.text.length
    characters += word.text.length
  }
  return characters === 0 ? 0 : sum / characters
}

/** The same of several lines, over their characters; 0 without any. */
export function meanConfidence(lines: readonly Line[]): number {
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0)
  return lines.reduce((sum, line) => sum + lineConfidence(line) * line.text.length, 0) / Math.max(1, characters)
}
