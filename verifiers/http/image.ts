// A raster as engines take it: a PNG in a data URL, encoded once per sequence. PNG is lossless: the target sees our pixels.
import sharp from 'sharp'
import type { Raster } from '../../src/model/raster.ts'

export type ImageSize = Pick<Raster, 'width' | 'height'>

export interface Image {
  readonly url: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Fast compression: the network to an engine is fast, and encoding a page costs more than sending it. */
const COMPRESSION = 1

/** `size`: pixels to hand over. */
export async function encodeImage({ data, width, height, channels = 1 }: Raster, size: ImageSize): Promise<Image> {
  const image = sharp(data, { raw: { width, height, channels } })
  const sized = size.width === width && size.height === height ? image
    : image.resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
  const png = await sized.png({ compressionLevel: COMPRESSION }).toBuffer()
  return { url: `data:image/png;base64,${png.toString('base64')}`, width: size.width, height: size.height }
}
