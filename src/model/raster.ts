// Pixels of a page or of a crop, row after row.

export interface Raster {
  /** Pixels. */
  readonly width: number
  /** Pixels. */
  readonly height: number
  /** Pixels per inch: one PDF point is dpi / 72 pixels. */
  readonly dpi: number
  /** 1 (or missing): grey, 0 = black. 3: red, green, blue. */
  readonly channels?: 1 | 3
  /** 8-bit values, [height, width, channels]. */
  readonly data: Uint8Array
}
