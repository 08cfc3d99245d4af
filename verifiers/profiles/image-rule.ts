// Rules by which models resize an image before they look at it.
import type { ImageRule } from './vlm-profile.ts'

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

/** Every image is scaled so that its longest side is `side`. */
export function exactLongestSide(side: number): ImageRule {
  return ({ width, height }) => {
    const scale = side / Math.max(width, height)
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  }
}

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

/**
 * Larger images are scaled down to a longest side of `side`; then both sides are rounded up to whole patches.
 * Source: transformers, models/pixtral/image_processing_pixtral.py (get_resize_output_image_size).
 */
export function patched({ side, patch }: { side: number, patch: number }): ImageRule {
  return ({ width, height }) => {
    const ratio = Math.max(1, width / side, height / side)
    const up = (value: number): number => Math.ceil(Math.max(1, Math.floor(value / ratio)) / patch) * patch
    return { width: up(width), height: up(height) }
  }
}
