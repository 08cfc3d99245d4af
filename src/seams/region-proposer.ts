// Seam 1 of 3, propose: who groups a page's lines into regions in reading order.
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import type { Region } from '../model/region.ts'

/** A page and what was read on it. */
export interface PageLines {
  readonly page: Pick<Page, 'number' | 'width' | 'height'>
  readonly lines: readonly Line[]
}

export interface RegionProposer {
  readonly id: string
  /**
   * Groups `lines` into regions in reading order. Every line with text lands in exactly one region; regions without
   * lines are pictures. `neighbours` are pages up to two before and after, as far as they have a text layer: what repeats
   * on them is a running line.
   * @throws SpecparseError DRAFT_FAILED, ABORTED
   */
  propose(page: Page, lines: readonly Line[], signal: AbortSignal, neighbours?: readonly PageLines[]): Promise<Region[]>
}
