// Where an image stands in the prompt: how many tokens it is written as, and at which text positions they are.

export interface ImageLayout {
  /** Features that the vision encoder gave. */
  readonly features: number
  /** Idefics3: rows and columns of tiles; null for models that see the image in one piece. */
  readonly tiles: { readonly rows: number, readonly columns: number } | null
  /** Qwen2-VL: feature rows and columns; null for models that number image tokens like text. */
  readonly grid: { readonly rows: number, readonly columns: number } | null
}

/**
 * The image's part of a prompt, as text, in the place of one `token`.
 * Source: transformers, processing_idefics3.py (get_image_prompt_string); for the others `token` is repeated, as in
 * processing_qwen2_vl.py and processing_lighton_ocr.py.
 *
 * Example: an Idefics3 image of 1 row and 2 columns, 2 tokens a tile:
 * `<fake><row_1_col_1>II<fake><row_1_col_2>II\n\n<fake><global-img>II<fake>`.
 */
export function imageText(token: string, { features, tiles }: ImageLayout): string {
  if (tiles === null) return token.repeat(features)
  const { rows, columns } = tiles
  const [fake, piece] = ['<fake_token_around_image>', token.repeat(features / (rows * columns + 1))]
  const tile = (row: number, column: number): string => `${fake}<row_${row + 1}_col_${column + 1}>${piece}`
  const lines = Array.from({ length: rows }, (_, row) => `${Array.from({ length: columns }, (__, column) => tile(row, column)).join('')}\n`)
  return `${lines.join('')}${rows === 0 ? '' : '\n'}${fake}<global-img>${piece}${fake}`
}

export interface Positions {
  /** Text positions of the prompt's tokens, one list an axis. */
  readonly axes: readonly (readonly number[])[]
  /** Position of the token that follows. */
  readonly next: number
}

/**
 * Numbers a prompt's tokens. With a grid, image tokens have a time, a row and a column (M-RoPE, Qwen2-VL, arXiv 2409.12191,
 * section 2.1), and the text goes on after the largest of them.
 *
 * Example: one token of text, a grid of 1 row and 2 columns, one token of text: times 0 1 1 3, rows 0 1 1 3, columns 0 1 2 3.
 */
export function promptPositions(ids: readonly number[], imageToken: number, { grid }: ImageLayout): Positions {
  const image = ids.indexOf(imageToken)
  if (grid === null || image === -1) return { axes: [ids.map((_, i) => i)], next: ids.length }
  const end = image + grid.rows * grid.columns
  const after = image + Math.max(1, grid.rows, grid.columns) - end
  const place = (inside: (i: number) => number): number[] => ids.map((_, i) => i < image ? i : i < end ? image + inside(i - image) : i + after)
  return {
    axes: [place(() => 0), place((i) => Math.floor(i / grid.columns)), place((i) => i % grid.columns)],
    next: ids.length + after,
  }
}
