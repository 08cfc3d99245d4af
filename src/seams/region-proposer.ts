// Seam 1 of 3, propose: who groups a page's lines into regions in reading order.
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import type { Region } from '../model/region.ts'

export interface RegionProposer {
  readonly id: string
  /**
   * Groups `lines` into regions in reading order. Every line with text lands in exactly one region; regions without
   * lines are pictures.
   * @throws SpecparseError DRAFT_FAILED, ABORTED
   */
  propose(page: Page, lines: readonly Line[], signal: AbortSignal): Promise<Region[]>
}
