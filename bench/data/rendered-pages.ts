// A folder of pages as training/render_pages.py writes it: pictures whose text is known, some clean and some degraded.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'

const indexSchema = z.array(z.object({ id: z.string(), image: z.string(), text: z.string(), clean: z.boolean(), kinds: z.array(z.string()).default([]) }))

export interface RenderedPage {
  readonly id: string
  readonly clean: boolean
  /** What was done to it: 'KIND-SEVERITY', or 'recipe' for several at once. */
  readonly kinds: readonly string[]
  /** Path of the picture. */
  readonly image: string
  /** The lines that were drawn. */
  readonly truth: readonly string[]
}

/** @throws BenchError */
export async function readRenderedPages(folder: string): Promise<RenderedPage[]> {
  try {
    const index = indexSchema.parse(JSON.parse(await readFile(join(folder, 'pages.json'), 'utf8')))
    return await Promise.all(index.map(async ({ id, clean, kinds, image, text }) => ({
      id, clean, kinds, image: join(folder, image), truth: (await readFile(join(folder, text), 'utf8')).trim().split('\n'),
    })))
  } catch (error) {
    throw new BenchError(`${folder} has no pages as training/render_pages.py writes them: ${error instanceof Error ? error.message.split('\n')[0] : ''}`, 2)
  }
}
