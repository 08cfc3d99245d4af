// The text of a code listing: rows as they stand, indented as they are set.
import { height, overlap1d, width } from '../model/box.ts'
import type { Line } from '../model/line.ts'

/** Lines that share this part of their height stand in one row. */
const SAME_ROW = 0.5
/** Points; for listings too short to measure a character. */
const DEFAULT_ADVANCE = 6

/** Spaces stand for white space at the width of the listing's characters; `texts` are in the order of `lines`. */
export function codeText(lines: readonly Line[], texts: readonly string[]): string {
  const advance = advanceOf(lines)
  const left = Math.min(...lines.map((line) => line.box.x0))
  return lines.reduce((code, line, i) => {
    const above = lines[i - 1]
    const inRow = above !== undefined
      && overlap1d(above.box.y0, above.box.y1, line.box.y0, line.box.y1) > SAME_ROW * height(line.box)
    const gap = (line.box.x0 - (inRow ? above.box.x1 : left)) / advance
    const spaces = ' '.repeat(Math.max(inRow ? 1 : 0, Math.round(gap)))
    return `${code}${above === undefined || inRow ? '' : '\n'}${spaces}${texts[i] ?? ''}`
  }, '')
}

/** Width of a character, points: the median over the words. */
function advanceOf(lines: readonly Line[]): number {
  const advances = lines.flatMap((line) => line.words.map((word) => width(word.box) / Math.max(1, word.text.length)))
    .filter((advance) => advance > 0).sort((a, b) => a - b)
  return advances[Math.floor(advances.length / 2)] ?? DEFAULT_ADVANCE
}
