// Character and word error of a plain transcription. Both texts in NFC, white space as single spaces; nothing else is forgiven.
import { editDistance, sequenceDistance, singleUnits } from './edit-distance.ts'

export interface ErrorCount {
  readonly errors: number
  /** Characters, or words, of the truth. */
  readonly length: number
}

export const normalizeTranscription = (text: string): string => singleUnits(text.normalize('NFC').replace(/\s+/g, ' ').trim())

/** Insertions, deletions and substitutions of characters over the characters of the truth; above 1 when much was invented. */
export function characterErrors(prediction: string, truth: string): ErrorCount {
  const wanted = normalizeTranscription(truth)
  return { errors: editDistance(normalizeTranscription(prediction), wanted), length: wanted.length }
}

export function wordErrors(prediction: string, truth: string): ErrorCount {
  const words = (text: string): string[] => normalizeTranscription(text).split(' ').filter((word) => word !== '')
  return { errors: sequenceDistance(words(prediction), words(truth)), length: words(truth).length }
}

/**
 * Characters lost or invented, whatever their order: for truths that are not in reading order. White space and soft
 * hyphens do not count, nor does how a letter is encoded (NFKC). The larger of the two counts, so a substitution is one.
 */
export function unorderedErrors(prediction: string, truth: string): ErrorCount {
  const characters = (text: string): string[] => [...text.normalize('NFKC').replace(/[\s\u00ad]/g, '')]
  const wanted = characters(truth)
  const balance = new Map<string, number>()
  for (const char of wanted) balance.set(char, (balance.get(char) ?? 0) + 1)
  for (const char of characters(prediction)) balance.set(char, (balance.get(char) ?? 0) - 1)
  const counts = [...balance.values()]
  const lost = counts.reduce((sum, count) => sum + Math.max(0, count), 0)
  const invented = counts.reduce((sum, count) => sum + Math.max(0, -count), 0)
  return { errors: Math.max(lost, invented), length: wanted.length }
}

/** Errors over length of all together; null when there was nothing to read. */
export function errorRate(counts: readonly ErrorCount[]): number | null {
  const length = counts.reduce((sum, count) => sum + count.length, 0)
  return length === 0 ? null : counts.reduce((sum, count) => sum + count.errors, 0) / length
}
