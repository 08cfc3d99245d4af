// Page pictures small enough to be part of the HTML.
import sharp from 'sharp'

/** Pixels: wide enough to read the lines of a page, some 50 kB each. */
const WIDTH = 760
const QUALITY = 62

/** A data URI of the picture, downscaled; null when it cannot be read. */
export async function pictureUri(path: string): Promise<string | null> {
  try {
    const webp = await sharp(path)
      .rotate()
      .resize({ width: WIDTH, withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .webp({ quality: QUALITY })
      .toBuffer()
    return `data:image/webp;base64,${webp.toString('base64')}`
  } catch {
    return null
  }
}
