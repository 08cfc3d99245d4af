// What is made of a drafted page, whatever the target reads of it: lines, regions or the whole page.
import { assemblePage } from '../assemble/assemble-page.ts'
import type { ComparedInput } from '../decode/compare.ts'
import { EMPTY_STATS } from '../decode/stats.ts'
import type { SpecparseError } from '../errors.ts'
import type { DecodeStats, Failure, ParsedPage } from '../model/document.ts'
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import { type Region, regionLines } from '../model/region.ts'
import { type LineFate, type SettledLine, settleRegion, unverifiedLine } from '../settle.ts'

export interface VerifiedPage {
  readonly page: ParsedPage
  readonly decode: DecodeStats
  /** How each line of the draft ended. */
  readonly fates: readonly LineFate[]
  /** What was decoded; kept only for `compare`. */
  readonly inputs: readonly ComparedInput[]
  /** What its draft sources say of it. */
  readonly notes?: readonly string[]
  /** Seconds that its drafting took, verification left out, where the verifier read the lines itself. */
  readonly findSeconds?: number
}

/** The page with every line settled by `settle`. */
export function settledPage(page: Page, regions: readonly Region[], settle: (line: Line) => SettledLine, verifierId: string | null): VerifiedPage {
  const lines = regions.map((region) => regionLines(region).map(settle))
  const settled = regions.map((region, r) => settleRegion(region, lines[r] ?? [], verifierId))
  return { page: assemblePage(page, settled), decode: EMPTY_STATS, fates: lines.flat().map(({ fate }) => fate), inputs: [] }
}

/** The draft as it is, because nobody asked the verifier, or because it broke down ('failed'). */
export function draftedPage(page: Page, regions: readonly Region[], fate: 'drafted' | 'failed' = 'drafted'): VerifiedPage {
  return settledPage(page, regions, (line) => unverifiedLine(line, fate), null)
}

/** A page of which nothing could be read; it stays in the result, with its failure. */
export function failedPage({ number, width, height }: Pick<ParsedPage, 'number' | 'width' | 'height'>, error: SpecparseError): VerifiedPage {
  return { page: { number, width, height, blocks: [], markdown: '', failures: [asFailure(error, number)], notes: [] }, decode: EMPTY_STATS, fates: [], inputs: [] }
}

export function asFailure({ code, message, region }: SpecparseError, page: number, where: string | null = null): Failure {
  return { code, message, page, region: region ?? where }
}
