// Numbers about a page's type that the layout rules measure everything against.
import { type Line, lineConfidence } from '../model/line.ts'

export interface Metrics {
  /** Size of the type that most characters are set in, points. */
  readonly bodySize: number
  /** False when sizes are estimates from line heights (scans): comparisons then need more room. */
  readonly exactSizes: boolean
  /** Share of characters in bold type, 0-1. */
  readonly boldShare: number
  /** Width and height of the page, points. */
  readonly page: { readonly width: number; readonly height: number }
  readonly pageNumber: number
}

/** Points; used when a page has no text that could be measured: the commonest size of office documents. */
const DEFAULT_BODY = 11
/** Sizes within this share of each other are the same size: PDF producers round to about a tenth of a point. */
const SAME_SIZE = 0.015
/** Native pages set most lines in one size; heights measured on a scan scatter. Share of lines, from dev pages. */
const EXACT_SHARE = 0.4

export function measure(lines: readonly Line[], page: { width: number; height: number; number: number }): Metrics {
  const sized = lines.filter((line) => line.fontSize > 0 && Number.isFinite(line.fontSize))
  const bodySize = weightedMedian(sized.map((line) => [line.fontSize, line.text.length])) ?? DEFAULT_BODY
  const near = sized.filter((line) => Math.abs(line.fontSize - bodySize) <= SAME_SIZE * bodySize)
  // a text layer is sure of what it says; OCR and hidden layers never are
  const native = sized.filter((line) => lineConfidence(line) === 1)
  const characters = sized.reduce((sum, line) => sum + line.text.length, 0)
  const bold = sized.reduce((sum, line) => sum + (line.bold ? line.text.length : 0), 0)
  return {
    bodySize,
    exactSizes: near.length >= EXACT_SHARE * sized.length && native.length * 2 >= sized.length,
    boldShare: characters === 0 ? 0 : bold / characters,
    page: { width: page.width, height: page.height },
    pageNumber: page.number,
  }
}

/** Value below which half of the weight lies; null for no values. */
export function weightedMedian(pairs: readonly (readonly [value: number, weight: number])[]): number | null {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0])
  const total = sorted.reduce((sum, pair) => sum + pair[1], 0)
  let sum = 0
  for (const [value, weight] of sorted) {
    sum += weight
    if (sum * 2 >= total) return value
  }
  return null
}

/** Characters, wide (CJK) ones counted twice. */
export function textWidth(text: string): number {
  let sum = 0
  for (const character of text) sum += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1
  return sum
}
