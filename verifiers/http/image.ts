// A raster as engines take it: a PNG in a data URL, encoded once per sequence. PNG is lossless: the target sees our pixels.
import sharp from 'sharp'
import type { Raster } from '../../src/model/raster.ts'

export interface Image {
  readonly url: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Fast compression: the network to an engine is fast, and encoding a page costs more than sending it. */
const COMPRESSION = 1

export async function encodeImage({ data, width, height, channels = 1 }: Raster): Promise<Image> {
  const png = await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: COMPRESSION }).toBuffer()
  return { url: `data:image/png;base64,${png.toString('base64')}`, width, height }
}
