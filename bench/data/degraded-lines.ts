// The same lines under every kind of degradation, as training/render_degradations.py writes them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import type { Raster } from '../../src/model/raster.ts'
import { BenchError } from '../bench-error.ts'

const size = z.int().nonnegative()
const sheetSchema = z.object({
  kind: z.string(), severity: size, image: z.string(), lines: z.array(z.object({ y: size, width: size, height: size, text: z.string() })),
})

export interface DegradedLines {
  /** 'none' = as rendered. */
  readonly kind: string
  /** 1-3. */
  readonly severity: number
  /** Path of the sheet with the crops. */
  readonly image: string
  readonly lines: readonly { readonly crop: Raster, readonly text: string }[]
}

/** @throws BenchError */
export async function readDegradedLines(folder: string): Promise<DegradedLines[]> {
  try {
    const sheets = z.array(sheetSchema).parse(JSON.parse(await readFile(join(folder, 'lines.json'), 'utf8')))
    return await Promise.all(sheets.map(async ({ kind, severity, image, lines }) => {
      const path = join(folder, image)
      const { data, info } = await sharp(path).grayscale().raw().toBuffer({ resolveWithObject: true })
      const cut = ({ y, width, height }: { y: number, width: number, height: number }): Raster => {
        const pixels = new Uint8Array(width * height)
        for (let row = 0; row < height; row++) pixels.set(data.subarray((y + row) * info.width, (y + row) * info.width + width), row * width)
        return { width, height, dpi: 200, data: pixels }
      }
      return { kind, severity, image: path, lines: lines.map((line) => ({ crop: cut(line), text: line.text })) }
    }))
  } catch (error) {
    throw new BenchError(`${folder} has no lines as training/render_degradations.py writes them: ${error instanceof Error ? error.message.split('\n')[0] : ''}`, 2)
  }
}
