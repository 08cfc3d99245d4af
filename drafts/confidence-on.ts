// A probe: some lines of a page on a raster of their own, read to find out how the page is to be read.
import { meanConfidence } from '../src/model/line.ts'
import type { Page } from '../src/model/page.ts'
import type { Raster } from '../src/model/raster.ts'
import type { DraftSource, LineReader } from '../src/seams/draft-source.ts'

/** How sure the source is of what it reads on a raster, 0-1; 0 = it reads nothing. */
export async function confidenceOn(raster: Raster, source: DraftSource, signal: AbortSignal, read?: LineReader): Promise<number> {
  const page: Page = {
    number: 1, media: 'image', items: [], rulings: [], pictures: [], drawings: [], blank: false, nativeDpi: raster.dpi,
    width: raster.width * 72 / raster.dpi, height: raster.height * 72 / raster.dpi, raster: () => Promise.resolve(raster), release: () => {},
  }
  return meanConfidence(await source.draft(page, signal, read) ?? [])
}
