// Seam 2 of 3, draft: who reads a page cheaply. What it reads is proposed, never trusted.
import type { Box } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import type { DraftReading, LineReading } from '../model/reading.ts'

/**
 * Has lines read that a source has found on a raster but not read: their texts are empty, and boxes of words say where a
 * long line may be cut. The verifier reads them, where it reads lines and is to be used; otherwise what comes back is what
 * a line reader's encoder drafts. One reading per line, null = cannot read such a line.
 * @throws SpecparseError VERIFIER_FAILED, VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY, ABORTED
 */
export type LineReader = (raster: Raster, lines: readonly Line[]) => Promise<readonly (LineReading | DraftReading | null)[]>

/** A page as a source wants to see it, and the way back. */
export interface PreparedPage {
  readonly page: Page
  /** A box on it, in points, as a box on the page as it was given. */
  readonly back: (box: Box) => Box
}

export interface DraftSource {
  /** Written into every line and block: 'text-layer', 'ocr', ... */
  readonly id: string
  /**
   * For sources that read pixels: the page set upright and level, with the rules that its pixels show. It is drafted, laid out and verified so;
   * boxes come back as on the page that was given. null = as it is.
   * @throws SpecparseError as `draft`
   */
  prepare?(page: Page, signal: AbortSignal, read?: LineReader): Promise<PreparedPage | null>
  /**
   * Reads a page's lines. null = cannot tell (no text layer, or one that is not to be believed);
   * [] = looked, and the page is blank. `read` is for sources that only find lines.
   * @throws SpecparseError DRAFT_FAILED, MISSING_DEPENDENCY (language data), ABORTED
   */
  draft(page: Page, signal: AbortSignal, read?: LineReader): Promise<readonly Line[] | null>
  /** What readers of the result should know of how it has just read or refused a page; null = nothing. */
  note?(page: Page): string | null
  /** Frees workers; the source may be used again afterwards. */
  close(): Promise<void>
}
