// Levenshtein distance over code points and over sequences: the ground floor of every text metric.
import { distance } from 'fastest-levenshtein'

const PRIVATE_USE = 0xe000

const stand = new Map<string, string>()

/**
 * Replaces characters outside the basic plane (mathematical letters, rare Han) by private ones of one UTF-16 unit, the
 * same for the same character, so that lengths and slices count characters.
 */
export function singleUnits(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, (char) => {
    const known = stand.get(char)
    if (known !== undefined) return known
    if (stand.size >= 0x1900) return char
    const unit = String.fromCharCode(PRIVATE_USE + stand.size)
    stand.set(char, unit)
    return unit
  })
}

/** Levenshtein distance in UTF-16 units: for texts that went through `singleUnits`, in characters. */
export const editDistance = (a: string, b: string): number => (a === b ? 0 : distance(a, b))

/** Levenshtein distance between two sequences, items compared with ===. Example: [1, 2, 3] and [2, 3, 1] differ by 2. */
export function sequenceDistance<T>(a: readonly T[], b: readonly T[]): number {
  const codes = new Map<T, string>()
  const code = (item: T): string => {
    let char = codes.get(item)
    if (char === undefined) {
      if (codes.size >= 0xf800) throw new RangeError('more distinct items than the distance can hold')
      // surrogates are skipped: the library compares UTF-16 units
      char = String.fromCharCode(codes.size < 0xd800 ? codes.size : PRIVATE_USE + codes.size - 0xd800)
      codes.set(item, char)
    }
    return char
  }
  return distance(a.map(code).join(''), b.map(code).join(''))
}

/** Distance over the length of the longer text, 0-1; two empty texts are 0 apart. */
export function normalizedDistance(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  return longest === 0 ? 0 : editDistance(a, b) / longest
}
