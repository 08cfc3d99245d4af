// Pixels of a page or of a crop: 8-bit grey, row after row, 0 = black.

export interface Raster {
  /** Pixels. */
  readonly width: number
  /** Pixels. */
  readonly height: number
  /** Pixels per inch: one PDF point is dpi / 72 pixels. */
  readonly dpi: number
  /** Grey values, [height, width]. */
  readonly data: Uint8Array
}
