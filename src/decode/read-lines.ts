// Lines in, readings out: crops, one decode run over all of them, and the crops of a line joined again.
import type { DecodeStats } from '../model/document.ts'
import type { Line } from '../model/line.ts'
import type { Raster } from '../model/raster.ts'
import type { LineReading } from '../model/reading.ts'
import type { Tokenizer, Trust } from '../seams/verifier.ts'
import type { Decoded } from './decoding.ts'
import { joinDrafts, joinWords } from './join-pieces.ts'
import { lineCrops } from './line-crops.ts'
import type { DecodeInput } from './decode-input.ts'
import { readWords } from './read-words.ts'
import type { Scheduler } from './scheduler.ts'

/** Share of a line's characters that the target must know; below it the line is in a script that it cannot read. */
const KNOWN_SHARE = 0.8

export interface LinesRead {
  /** One per line; null = the target cannot read such a line (rotated, of another script, too small). */
  readonly readings: readonly (LineReading | null)[]
  /** What was decoded, for a comparison with plain decoding; `line` is an index into the lines. */
  readonly inputs: readonly (DecodeInput & { readonly line: number })[]
  readonly stats: DecodeStats
}

/** Reads lines of a page with the target, their text being the draft. @throws SpecparseError VERIFIER_FAILED, ABORTED */
export async function readLines(
  scheduler: Scheduler, raster: Raster, lines: readonly Line[], options: { readonly priority?: number, readonly signal: AbortSignal },
): Promise<LinesRead> {
  const { profile } = scheduler.verifier
  const inputs = lines.flatMap((line, index) =>
    isReadable(line.text, profile.alphabet) ? lineCrops(raster, line, profile).map((crop) => ({ ...crop, line: index })) : [])
  const { decoded, stats } = await scheduler.run(inputs, options)
  const pieces = new Map<number, Piece[]>()
  inputs.forEach(({ line, glued }, i) => pieces.set(line, [...pieces.get(line) ?? [], { ...decoded[i] as Decoded, glued }]))
  const readings = lines.map((_, index) => joinPieces(pieces.get(index) ?? [], scheduler.verifier.tokenizer, profile.trust))
  return { readings, inputs, stats }
}

function isReadable(text: string, alphabet: string | null): boolean {
  if (alphabet === null) return true
  const characters = [...text]
  return characters.filter((character) => alphabet.includes(character)).length >= KNOWN_SHARE * characters.length
}

interface Piece extends Decoded {
  /** See LineCrop. */
  readonly glued: boolean
}

function joinPieces(pieces: readonly Piece[], tokenizer: Tokenizer, trust: Trust | null): LineReading | null {
  if (pieces.length === 0) return null
  const sum = (of: (stats: DecodeStats) => number): number => pieces.reduce((total, { stats }) => total + of(stats), 0)
  const tokens = sum((stats) => stats.tokens)
  const logprob = pieces.reduce((total, piece) => total + Math.log(piece.confidence) * piece.ids.length, 0)
  const words = joinWords(pieces.map((piece) => ({ words: readWords(piece, tokenizer), glued: piece.glued })), trust?.calibration ?? [])
  return {
    text: words.map(({ text }) => text).join(' '), words,
    ownDraft: joinDrafts(pieces, trust?.ownDraft?.calibration ?? []),
    confidence: Math.exp(logprob / tokens),
    complete: pieces.every(({ ended }) => ended === 'stop'),
    error: pieces.find(({ error }) => error !== null)?.error ?? null,
    acceptance: {
      draftTokens: sum((stats) => stats.numDraftTokens), acceptedTokens: sum((stats) => stats.numAcceptedTokens),
      tokens, steps: sum((stats) => stats.steps),
    },
  }
}
