// From a line on the page to the crops that a line-reading target sees, each with its share of the draft.
import type { Box } from '../model/box.ts'
import { type Line, lineConfidence, type Word } from '../model/line.ts'
import type { Raster } from '../model/raster.ts'
import type { ModelProfile } from '../seams/verifier.ts'
import type { DecodeInput } from './decode-input.ts'

/** Blank rim around a line, share of its height: OCR boxes touch the ink, and nano was trained with such rims. */
const RIM = 0.08

/** Boxes this near touch, points: they come from whole pixels. */
const TOUCHING = 0.01

/** Crops lower than this are not text that anybody can read, pixels. */
const MIN_HEIGHT = 6

export interface LineCrop extends DecodeInput {
  /** It goes on with the word that the crop before it began: boxes of words that nobody has read yet, and that touch. */
  readonly glued: boolean
}

/**
 * Cuts a line out of its page; a line wider than the target reads is cut between words, at the whitest column.
 * `[]` when the line cannot be read this way: rotated text, a crop of a few pixels, one word that is wider than the
 * target reads (a rule, a row of dots).
 */
export function lineCrops(raster: Raster, line: Line, profile: ModelProfile): LineCrop[] {
  if (line.rotation !== 0) return []
  const whole = pixelBox(line.box, raster)
  const height = whole.y1 - whole.y0
  if (height < MIN_HEIGHT || whole.x1 - whole.x0 < 2) return []
  const maxWidth = profile.maxAspect === null ? Infinity : Math.floor(profile.maxAspect * height)
  const groups = groupWords(line.words, (maxWidth - 2 * RIM * height) * 72 / raster.dpi)
  const light = isLightOnDark(raster, whole)
  const edges = [whole.x0, ...groups.slice(1).map((group, i) => gapColumn(raster, whole, light, groups[i] ?? [], group)), whole.x1]
  const scale = raster.dpi / 72
  // beyond its words a crop shows this much of a wide gap
  const reach = height / 4
  const crops = groups.map((words, i): LineCrop => {
    const [last, first] = [groups[i - 1]?.at(-1), words[0]]
    const x0 = i === 0 ? whole.x0 : Math.max(edges[i] ?? 0, Math.floor((first?.box.x0 ?? 0) * scale - reach))
    const end = i === groups.length - 1 ? whole.x1 : Math.min(edges[i + 1] ?? 0, Math.ceil((words.at(-1)?.box.x1 ?? 0) * scale + reach))
    const box = { ...whole, x0, x1: Math.max(x0 + 1, end) }
    return {
      input: { image: crop(raster, box, light), kind: null },
      draft: { text: words.map(({ text }) => text).join(' '), confidence: lineConfidence({ ...line, words }) },
      glued: last?.text === '' && first !== undefined && first.box.x0 - last.box.x1 < TOUCHING,
    }
  })
  return crops.some(({ input }) => input.image.width > maxWidth + height / 2) ? [] : crops
}

/** Runs of words that are at most `limit` points wide; a single word may be wider. */
function groupWords(words: readonly Word[], limit: number): Word[][] {
  const groups: Word[][] = []
  for (const word of words) {
    const group = groups.at(-1)
    const first = group?.[0]
    if (group !== undefined && first !== undefined && word.box.x1 - first.box.x0 <= limit) group.push(word)
    else groups.push([word])
  }
  return groups.length === 0 ? [[]] : groups
}

/** Print lighter than its ground raises the mean grey of a line above the median and above the greys of its rim, by this share of the line's contrast. */
const LIGHT_PRINT = 0.05

function isLightOnDark({ width, data }: Raster, { x0, y0, x1, y1 }: Box): boolean {
  const [all, rim] = [new Uint32Array(256), new Uint32Array(256)]
  for (let y = y0; y < y1; y++) {
    const row = data.subarray(y * width + x0, y * width + x1)
    for (const grey of row) all[grey] = (all[grey] as number) + 1
    for (const grey of y === y0 || y === y1 - 1 ? row : [row[0], row.at(-1)]) rim[grey as number] = (rim[grey as number] as number) + 1
  }
  const mean = all.reduce((sum, count, grey) => sum + count * grey, 0) / ((x1 - x0) * (y1 - y0))
  const contrast = all.findLastIndex((count) => count > 0) - all.findIndex((count) => count > 0)
  return mean - Math.max(medianOf(all), medianOf(rim)) > LIGHT_PRINT * contrast
}

function medianOf(counts: Uint32Array): number {
  let left = counts.reduce((sum, count) => sum + count, 0) / 2
  return counts.findIndex((count) => (left -= count) <= 0)
}

/** The column with least ink around the gap between two groups of words: native word boxes are only estimates. */
function gapColumn(raster: Raster, line: Box, light: boolean, left: readonly Word[], right: readonly Word[]): number {
  const scale = raster.dpi / 72
  const gap0 = (left.at(-1)?.box.x1 ?? 0) * scale
  const gap1 = (right[0]?.box.x0 ?? 0) * scale
  const reach = (line.y1 - line.y0) / 4
  const middle = (gap0 + gap1) / 2
  let best = Math.round(middle)
  let bestInk = Infinity
  for (let x = Math.max(line.x0 + 1, Math.floor(Math.min(gap0, middle - reach))); x <= Math.min(line.x1 - 1, Math.max(gap1, middle + reach)); x++) {
    let ink = Math.abs(x - middle) / 1000
    for (let y = line.y0; y < line.y1; y++) ink += inkOf(raster.data[y * raster.width + x] ?? 255, light)
    if (ink < bestInk) [best, bestInk] = [x, ink]
  }
  return Math.min(Math.max(best, line.x0 + 1), line.x1 - 1)
}

/** A box in points as whole pixels with the rim around it, kept on the raster. */
function pixelBox(box: Box, raster: Raster): Box {
  const scale = raster.dpi / 72
  const rim = RIM * (box.y1 - box.y0)
  return {
    x0: Math.max(0, Math.floor((box.x0 - rim) * scale)),
    y0: Math.max(0, Math.floor((box.y0 - rim) * scale)),
    x1: Math.min(raster.width, Math.ceil((box.x1 + rim) * scale)),
    y1: Math.min(raster.height, Math.ceil((box.y1 + rim) * scale)),
  }
}

const inkOf = (grey: number, light: boolean): number => light ? grey : 255 - grey

function crop(raster: Raster, { x0, y0, x1, y1 }: Box, light: boolean): Raster {
  const data = new Uint8Array((x1 - x0) * (y1 - y0))
  for (let y = y0; y < y1; y++) data.set(raster.data.subarray(y * raster.width + x0, y * raster.width + x1), (y - y0) * (x1 - x0))
  if (light) for (let at = 0; at < data.length; at++) data[at] = 255 - (data[at] as number)
  return { width: x1 - x0, height: y1 - y0, dpi: raster.dpi, data }
}
