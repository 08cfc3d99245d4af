// What the pixels of a page tell before anybody reads it: where lines of text stand, and on what the sheet lies.
import type { Box } from './box.ts'

/** Boxes in pixels. */
export interface FoundLine {
  readonly box: Box
  /** Left to right. */
  readonly words: readonly Box[]
  /** Estimated font size. */
  readonly em: number
}

export interface PageLook {
  /** Of the raster that was looked at, pixels per inch. */
  readonly dpi: number
  readonly lines: readonly FoundLine[]
  /** True for a sheet on a dark table: one threshold for all pixels would not show its print. */
  readonly darkSurroundings: boolean
}
