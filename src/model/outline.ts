// The outline of a document (its bookmarks): titles of chapters and sections, as a PDF lists them beside its pages.

export interface OutlineEntry {
  readonly title: string
  /** Depth from 1; where one entry holds all others, as a document's title does, those begin at 1 as well. */
  readonly level: number
}
