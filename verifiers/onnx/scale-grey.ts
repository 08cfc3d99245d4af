// Scales a grey picture with a triangle filter, as the pictures were that nano learnt from. On the way into line-image.
import type { Raster } from '../../src/model/raster.ts'
import { KeptBuffer } from './kept-buffer.ts'

/** What output `i` of a row or column is made of: `counts[i]` inputs from `first[i]` on, weighed by `weights` from `i * reach` on. */
interface Taps {
  readonly first: Int32Array
  readonly counts: Int32Array
  readonly reach: number
  readonly weights: Float32Array
}

/** The picture at its new width and its old height, between the two passes. */
const NARROW = new KeptBuffer()

/**
 * Writes the picture, 0-255, into `[height, stride]`, of which it fills the first `width` columns. Bilinear; where the picture gets smaller the filter
 * is as much wider, so that no pixel is skipped. Source: Pillow's `resize` with BILINEAR (src/libImaging/Resample.c), without its rounding between the
 * two passes.
 */
export function scaleGrey(
  { data, width: columns, height: rows }: Raster, { width, height, stride }: { readonly width: number, readonly height: number, readonly stride: number },
  into: Float32Array,
): void {
  const [across, down] = [tapsOf(columns, width), tapsOf(rows, height)]
  const narrow = NARROW.take(rows * width)
  for (let x = 0; x < width; x++) {
    const [from, weight, count] = [across.first[x] ?? 0, x * across.reach, across.counts[x] ?? 0]
    for (let y = 0; y < rows; y++) {
      let sum = 0
      for (let tap = 0; tap < count; tap++) sum += (across.weights[weight + tap] ?? 0) * (data[y * columns + from + tap] ?? 0)
      narrow[y * width + x] = sum
    }
  }
  for (let y = 0; y < height; y++) {
    const to = y * stride
    into.fill(0, to, to + width)
    for (let tap = 0; tap < (down.counts[y] ?? 0); tap++) {
      const [weight, from] = [down.weights[y * down.reach + tap] ?? 0, ((down.first[y] ?? 0) + tap) * width]
      for (let x = 0; x < width; x++) into[to + x] = (into[to + x] ?? 0) + weight * (narrow[from + x] ?? 0)
    }
  }
}

function tapsOf(from: number, to: number): Taps {
  const scale = from / to
  const radius = Math.max(1, scale)
  const reach = 2 * Math.ceil(radius) + 1
  const taps = { first: new Int32Array(to), counts: new Int32Array(to), reach, weights: new Float32Array(to * reach) }
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale
    const first = Math.max(0, Math.floor(center - radius + 0.5))
    const count = Math.min(from, Math.floor(center + radius + 0.5)) - first
    let sum = 0
    for (let tap = 0; tap < count; tap++) sum += taps.weights[i * reach + tap] = Math.max(0, 1 - Math.abs(first + tap + 0.5 - center) / radius)
    for (let tap = 0; tap < count; tap++) taps.weights[i * reach + tap] = (taps.weights[i * reach + tap] ?? 0) / sum
    taps.first[i] = first
    taps.counts[i] = count
  }
  return taps
}
