// Rules by which models resize an image before they look at it.
import type { ImageRule, ImageSize } from './vlm-profile.ts'

/**
 * Sides to multiples of `factor`, area between `minPixels` and `maxPixels`, aspect kept as well as these allow.
 * Source: transformers, models/qwen2_vl/image_processing_qwen2_vl.py (smart_resize). An image that is more than 200 times
 * as wide as high, or the reverse, is refused there; here it follows the same rule.
 */
export function smartResize({ factor, minPixels, maxPixels }: { factor: number, minPixels: number, maxPixels: number }): ImageRule {
  return ({ width, height }) => {
    const up = (value: number): number => Math.ceil(value / factor) * factor
    const down = (value: number): number => Math.max(factor, Math.floor(value / factor) * factor)
    const nearest = { width: Math.max(factor, evenRound(width / factor) * factor), height: Math.max(factor, evenRound(height / factor) * factor) }
    const area = nearest.width * nearest.height
    if (area > maxPixels) {
      const scale = Math.sqrt(width * height / maxPixels)
      return { width: down(width / scale), height: down(height / scale) }
    }
    if (area >= minPixels) return nearest
    const scale = Math.sqrt(minPixels / (width * height))
    return { width: up(width * scale), height: up(height * scale) }
  }
}

/** Python's `round`: halves to the even neighbour. */
function evenRound(value: number): number {
  const whole = Math.round(value)
  return whole - value === 0.5 && whole % 2 === 1 ? whole - 1 : whole
}

/** Larger images are scaled so that their longest side is `side`; smaller ones stay. */
export function longestSide(side: number): ImageRule {
  return (size) => scaled(size, Math.min(1, side / Math.max(size.width, size.height)))
}

/** Every image is scaled so that its longest side is `side`. */
export function exactLongestSide(side: number): ImageRule {
  return (size) => scaled(size, side / Math.max(size.width, size.height))
}

const scaled = ({ width, height }: ImageSize, scale: number): ImageSize =>
  ({ width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) })

/** The image as it is. */
export const asItIs: ImageRule = (size) => size

/**
 * Scaled, up or down, so that the longest side is `side`; then both sides to multiples of `tile`, into which it is cut.
 * Source: transformers, models/idefics3/image_processing_idefics3.py (resize, resize_for_vision_encoder).
 */
export function tiled({ side, tile }: { side: number, tile: number }): ImageRule {
  const up = (value: number): number => Math.ceil(value / tile) * tile
  return ({ width, height }) => (width >= height
    ? { width: up(side), height: up(Math.trunc(up(side) / (width / height))) }
    : { width: up(Math.trunc(up(side) * (width / height))), height: up(side) })
}
