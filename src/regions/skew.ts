// Scans that lie askew: how far text lines run downhill, so that the layout can be read as if they were level.
import { centerX, centerY } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import { weightedMedian } from './metrics.ts'

/** Lines this much wider than high tell the slope; shorter ones are thrown off by ascenders and descenders. */
const MIN_ASPECT = 8
/** Lines that tell the slope at least. */
const MIN_LINES = 4
/** Slopes up to this are level (0.1 degrees: a point and a half over a page's width); steeper than the larger is no skew but noise. */
const LEVEL = 0.002
const STEEPEST = 0.12

/** Rise of the text lines, points downwards per point to the right; 0 for level pages. */
export function estimateSkew(lines: readonly Line[]): number {
  const slopes = lines.flatMap((line): [number, number][] => {
    const first = line.words[0]
    const last = line.words.at(-1)
    if (first === undefined || last === undefined) return []
    const run = centerX(last.box) - centerX(first.box)
    if (run < MIN_ASPECT * line.fontSize) return []
    // bottoms and tops both, so that one descender does not tilt a line
    const rises = [last.box.y0 - first.box.y0, last.box.y1 - first.box.y1, centerY(last.box) - centerY(first.box)]
    return [[(rises.sort((a, b) => a - b)[1] ?? 0) / run, run]]
  })
  if (slopes.length < MIN_LINES) return 0
  const slope = weightedMedian(slopes) ?? 0
  return Math.abs(slope) < LEVEL || Math.abs(slope) > STEEPEST ? 0 : slope
}
