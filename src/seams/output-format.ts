// How a target writes a page or a region, in both directions: drafts are written in it, outputs are read from it.
import type { Block } from '../model/document.ts'
import type { Box } from '../model/box.ts'

/** What a target has written about one region. */
export interface WrittenBlock extends Pick<Block, 'kind' | 'level' | 'text' | 'markdown' | 'table'> {
  /** Points of the page; null = the format does not say where. */
  readonly box: Box | null
}

/** The page that is written about. */
export interface WrittenPage {
  /** Points. */
  readonly width: number
  readonly height: number
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
  write(blocks: readonly Block[], page: WrittenPage): string
  /** Reads an output back, in its order. Never throws: what does not follow the format is text; a cut output is read as far as it goes. */
  read(output: string, page: WrittenPage): WrittenBlock[]
}
