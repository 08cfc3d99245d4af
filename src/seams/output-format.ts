// How a target writes a page or a region, in both directions: drafts are written in it, outputs are read from it.
import type { Block } from '../model/document.ts'
import type { Box } from '../model/box.ts'
import type { RegionKind } from '../model/region.ts'

type Table = NonNullable<Block['table']>

/** A table's cells and texts; no format says where a cell stands on the page. */
export interface WrittenTable extends Omit<Table, 'cells'> {
  readonly cells: readonly Omit<Table['cells'][number], 'box'>[]
}

/** What a target writes of one region; every finished Block is one. */
export interface WrittenBlock extends Pick<Block, 'kind' | 'level' | 'text' | 'markdown'> {
  readonly table: WrittenTable | null
  /** Points of the page; null = the format does not say where. */
  readonly box: Box | null
}

/** The page or crop that is written about. */
export interface WrittenPage {
  /** The part of the page that the image shows, points; the whole page starts at 0, 0. */
  readonly box: Box
  /** Kind of the region on a crop, as in VerifyInput; null = a whole page. */
  readonly kind: RegionKind | null
  /** Pixels of the image as the target sees it, after its own resizing: the unit of boxes in some formats. */
  readonly image: { readonly width: number, readonly height: number }
}

export interface OutputFormat {
  /** 'markdown', 'doctags', ... */
  readonly id: string
  /**
   * Writes drafted blocks as the target would: its tags, its tables, its escapes, without the end token.
   * All blocks of a page in reading order, or the one block of a crop.
   */
  write(blocks: readonly WrittenBlock[], page: WrittenPage): string
  /** Reads an output back, in its order. Never throws: what does not follow the format is text; a cut output is read as far as it goes. */
  read(output: string, page: WrittenPage): WrittenBlock[]
}
