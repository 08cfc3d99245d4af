// Images at the size at which a model's makers hand them over, before its own processor sees them.
import sharp from 'sharp'
import type { Raster } from '../../src/model/raster.ts'
import type { VerifyInput } from '../../src/seams/verifier.ts'
import type { ImageRules } from '../profiles/vlm-profile.ts'

export async function handedInput({ image, kind }: VerifyInput, rule: ImageRules['send']): Promise<VerifyInput> {
  const { width, height } = rule(image, kind)
  if (width === image.width && height === image.height) return { image, kind }
  const { channels = 1 } = image
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' }).toColourspace(channels === 1 ? 'b-w' : 'srgb').raw().toBuffer()
  const resized: Raster = { width, height, channels, dpi: image.dpi * width / image.width, data }
  return { image: resized, kind }
}
