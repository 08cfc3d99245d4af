// Image input (PNG, JPEG, WebP, TIFF with several pages): every frame is a page, decoded by sharp when its pixels are asked for.
import sharp, { type Metadata } from 'sharp'
import { asSpecparseError, SpecparseError, throwIfAborted, untilAborted } from '../errors.ts'
import type { Page } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import type { Format } from './media.ts'

export interface ImagePages {
  readonly pageCount: number
  page(number: number): Promise<Page>
  close(): Promise<void>
}

/** Stated resolutions outside of this range, or that make a page larger than MAX_SIDE, are not believed. Pixels per inch. */
const PLAUSIBLE_DPI = { min: 72, max: 1200 }
/** A3 and tabloid sheets: 17 inches. Cameras write 72 dpi whatever they photograph. */
const MAX_SIDE = 17
/** Long side of the page assumed where no resolution is believed: Letter, and nearly A4. Inches. */
const ASSUMED_SIDE = 11

/** @throws SpecparseError INPUT_UNSUPPORTED (cannot be decoded), LIMIT_EXCEEDED */
export async function openImage(bytes: Uint8Array, format: Format, name: string, maxPixels: number): Promise<ImagePages> {
  let content: Uint8Array | null = bytes
  const input = (): Uint8Array => {
    if (content === null) throw new SpecparseError('ABORTED', 'the input was closed')
    return content
  }
  const first = await readMetadata(bytes, 0, name)
  return {
    // frames of an animated WebP are not pages
    pageCount: format === 'tiff' ? first.pages ?? 1 : 1,
    async page(number) {
      const metadata = number === 1 ? first : await readMetadata(input(), number - 1, name)
      return imagePage(number, metadata, name, maxPixels, input)
    },
    async close() {
      content = null
    },
  }
}

async function readMetadata(bytes: Uint8Array, page: number, name: string): Promise<Metadata> {
  try {
    return await sharp(bytes, { page, limitInputPixels: false }).metadata()
  } catch (error) {
    throw decodeError(name, page + 1, error)
  }
}

function imagePage(number: number, metadata: Metadata, name: string, maxPixels: number, input: () => Uint8Array): Page {
  const { width, height } = metadata.autoOrient
  const fits = (w: number, h: number): void => {
    if (w * h <= maxPixels) return
    const message = `'${name}' has ${w} x ${h} pixels, more than the limit of ${maxPixels} (option limits.pixels)`
    throw new SpecparseError('LIMIT_EXCEEDED', message, { page: number })
  }
  fits(width, height)
  const nativeDpi = imageDpi(width, height, metadata.density)
  let kept: { readonly dpi: number, readonly channels: 1 | 3, readonly raster: Promise<Raster> } | null = null
  return {
    number, media: 'image', items: [], rulings: [], pictures: [], drawings: [], blank: false, nativeDpi,
    width: width * 72 / nativeDpi,
    height: height * 72 / nativeDpi,
    raster(dpi, signal, channels = 1) {
      if (kept?.dpi === dpi && kept.channels === channels) return kept.raster
      const w = Math.max(1, Math.round(width * dpi / nativeDpi))
      const h = Math.max(1, Math.round(height * dpi / nativeDpi))
      const raster = decode(w, h)
      kept = { dpi, channels, raster }
      raster.catch(() => {
        if (kept?.raster === raster) kept = null
      })
      return raster

      async function decode(toWidth: number, toHeight: number): Promise<Raster> {
        throwIfAborted(signal)
        fits(toWidth, toHeight)
        const size = { width: toWidth, height: toHeight, channels, native: toWidth === width && toHeight === height }
        const data = await untilAborted(signal, pixels(input(), number, name, size))
        return { width: toWidth, height: toHeight, dpi, channels, data }
      }
    },
    release() {
      kept = null
    },
  }
}

async function pixels(
  bytes: Uint8Array, page: number, name: string,
  { width, height, channels, native }: { readonly width: number, readonly height: number, readonly channels: 1 | 3, readonly native: boolean },
): Promise<Uint8Array> {
  try {
    let image = sharp(bytes, { page: page - 1, limitInputPixels: false, failOn: 'error', autoOrient: true }).flatten({ background: '#ffffff' })
    if (channels === 1) image = image.greyscale()
    if (!native) image = image.resize(width, height, { fit: 'fill' })
    const { data, info } = await image.toColourspace(channels === 1 ? 'b-w' : 'srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    if (info.width !== width || info.height !== height || info.channels !== channels) {
      throw new Error(`decoded to ${info.width} x ${info.height} x ${info.channels}`)
    }
    return new Uint8Array(data.buffer, data.byteOffset, data.length)
  } catch (error) {
    throw decodeError(name, page, error)
  }
}

/** Pixels per inch that make a plausible page: as stated, or so that the long side is that of a Letter page. */
export function imageDpi(width: number, height: number, stated: number | undefined): number {
  const side = Math.max(width, height)
  if (stated !== undefined && stated >= PLAUSIBLE_DPI.min && stated <= PLAUSIBLE_DPI.max && side / stated <= MAX_SIDE) return stated
  return Math.min(PLAUSIBLE_DPI.max, Math.max(PLAUSIBLE_DPI.min, side / ASSUMED_SIDE))
}

function decodeError(name: string, page: number, error: unknown): SpecparseError {
  if (error instanceof SpecparseError) return error
  const message = asSpecparseError(error, 'INPUT_UNSUPPORTED').message
  return new SpecparseError('INPUT_UNSUPPORTED', `'${name}' cannot be decoded: ${message}`, { page, cause: error })
}
