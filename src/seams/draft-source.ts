// Seam 2 of 3, draft: who reads a page cheaply. What it reads is proposed, never trusted.
import type { Line } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import type { LineReading } from '../model/reading.ts'

/**
 * Has the verifier read lines that a source has found on a raster but not read: their texts are empty, and boxes of
 * words say where a long line may be cut. One reading per line, null = cannot read such a line; null instead of readings
 * when the verifier does not read lines at all.
 * @throws SpecparseError VERIFIER_FAILED, ABORTED
 */
export type LineReader = (raster: Raster, lines: readonly Line[]) => Promise<readonly (LineReading | null)[] | null>

export interface DraftSource {
  /** Written into every line and block: 'text-layer', 'ocr', ... */
  readonly id: string
  /**
   * Reads a page's lines. null = cannot tell (no text layer, or one that is not to be believed);
   * [] = looked, and the page is blank. `read` is for sources that only find lines; it is missing
   * where the verifier is not to be used.
   * @throws SpecparseError DRAFT_FAILED, MISSING_DEPENDENCY (language data), ABORTED
   */
  draft(page: Page, signal: AbortSignal, read?: LineReader): Promise<readonly Line[] | null>
  /** Frees workers; the source may be used again afterwards. */
  close(): Promise<void>
}
