// Lines in, readings out: crops, one decode run over all of them, and the crops of a line joined again.
import type { DecodeStats } from '../model/document.ts'
import type { Line } from '../model/line.ts'
import type { Raster } from '../model/raster.ts'
import type { LineReading } from '../model/reading.ts'
import type { Tokenizer } from '../seams/verifier.ts'
import type { Decoded } from './decoding.ts'
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
  const pieces = new Map<number, Decoded[]>()
  inputs.forEach(({ line }, i) => pieces.set(line, [...pieces.get(line) ?? [], decoded[i] as Decoded]))
  const readings = lines.map((_, index) => joinPieces(pieces.get(index) ?? [], scheduler.verifier.tokenizer))
  return { readings, inputs, stats }
}

function isReadable(text: string, alphabet: string | null): boolean {
  if (alphabet === null) return true
  const characters = [...text]
  return characters.filter((character) => alphabet.includes(character)).length >= KNOWN_SHARE * characters.length
}

function joinPieces(pieces: readonly Decoded[], tokenizer: Tokenizer): LineReading | null {
  if (pieces.length === 0) return null
  const sum = (of: (stats: DecodeStats) => number): number => pieces.reduce((total, { stats }) => total + of(stats), 0)
  const tokens = sum((stats) => stats.tokens)
  const logprob = pieces.reduce((total, piece) => total + Math.log(piece.confidence) * piece.ids.length, 0)
  return {
    text: pieces.map(({ text }) => text.trim()).filter((text) => text !== '').join(' '),
    words: pieces.flatMap((piece) => readWords(piece, tokenizer)),
    confidence: Math.exp(logprob / tokens),
    complete: pieces.every(({ ended }) => ended === 'stop'),
    error: pieces.find(({ error }) => error !== null)?.error ?? null,
    acceptance: {
      draftTokens: sum((stats) => stats.numDraftTokens), acceptedTokens: sum((stats) => stats.numAcceptedTokens),
      tokens, steps: sum((stats) => stats.steps),
    },
  }
}
