// Seam 2 of 3, draft: who reads a page cheaply. What it reads is proposed, never trusted.
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'

export interface DraftSource {
  /** Written into every line and block: 'text-layer', 'ocr', ... */
  readonly id: string
  /**
   * Reads a page's lines. null = cannot tell (no text layer, or one that is not to be believed);
   * [] = looked, and the page is blank.
   * @throws SpecparseError DRAFT_FAILED, MISSING_DEPENDENCY (language data), ABORTED
   */
  draft(page: Page, signal: AbortSignal): Promise<readonly Line[] | null>
  /** Frees workers; the source may be used again afterwards. */
  close(): Promise<void>
}
