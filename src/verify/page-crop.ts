// Pictures of a page for the target: the whole page, or a region with a rim around it.
import type { Box } from '../model/box.ts'
import type { Raster } from '../model/raster.ts'
import type { RegionKind } from '../model/region.ts'
import type { WrittenPage } from '../seams/output-format.ts'
import type { ModelProfile, VerifyInput } from '../seams/verifier.ts'

/** Rim around a region, pixels: HSD (arXiv 2602.12957), released code. */
const RIM = 5

/** A picture for the target, and what it shows. */
export interface Picture {
  readonly input: VerifyInput
  readonly shows: WrittenPage
}

export function wholePage(raster: Raster, profile: ModelProfile): Picture {
  return { input: { image: raster, kind: null }, shows: shows(raster, { x0: 0, y0: 0 }, null, profile) }
}

/** A region's box, in points, cut out of its page. */
export function regionPicture(raster: Raster, box: Box, kind: RegionKind, profile: ModelProfile): Picture {
  const scale = raster.dpi / 72
  const clamp = (pixels: number, most: number): number => Math.max(0, Math.min(most, pixels))
  const [x0, y0] = [clamp(Math.floor(box.x0 * scale) - RIM, raster.width - 1), clamp(Math.floor(box.y0 * scale) - RIM, raster.height - 1)]
  const width = Math.max(1, clamp(Math.ceil(box.x1 * scale) + RIM, raster.width) - x0)
  const height = Math.max(1, clamp(Math.ceil(box.y1 * scale) + RIM, raster.height) - y0)
  const { channels = 1 } = raster
  const data = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    const start = ((y0 + y) * raster.width + x0) * channels
    data.set(raster.data.subarray(start, start + width * channels), y * width * channels)
  }
  const image = { width, height, dpi: raster.dpi, channels, data }
  return { input: { image, kind }, shows: shows(image, { x0: x0 / scale, y0: y0 / scale }, kind, profile) }
}

function shows(
  { width, height, dpi }: Raster, { x0, y0 }: Pick<Box, 'x0' | 'y0'>, kind: RegionKind | null, { seenSize }: ModelProfile,
): WrittenPage {
  const size = { width, height }
  return { box: { x0, y0, x1: x0 + width * 72 / dpi, y1: y0 + height * 72 / dpi }, kind, image: seenSize?.(size, kind) ?? size }
}
