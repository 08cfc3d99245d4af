// OmniDocBench's ground truth: one JSON array, an entry a page. Format: the data set's own README.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'

const blockSchema = z.object({
  category_type: z.string(),
  poly: z.array(z.number()).optional(),
  order: z.number().nullish(),
  anno_id: z.union([z.number(), z.string()]),
  text: z.string().nullish(),
  latex: z.string().nullish(),
  html: z.string().nullish(),
})

const pageSchema = z.object({
  layout_dets: z.array(blockSchema),
  page_info: z.object({
    image_path: z.string().min(1),
    width: z.number().optional(),
    height: z.number().optional(),
    page_attribute: z.record(z.string(), z.unknown()).default({}),
  }),
  extra: z.object({
    relation: z.array(z.object({
      source_anno_id: z.union([z.number(), z.string()]), target_anno_id: z.union([z.number(), z.string()]), relation_type: z.string(),
    })).default([]),
  }).default({ relation: [] }),
})

export type TruthBlock = z.infer<typeof blockSchema>
export type TruthPage = z.infer<typeof pageSchema>

/** File name of the page's image; scores go by it. */
export const imageName = (page: TruthPage): string => basename(page.page_info.image_path)

/** The stem under which predictions are written: the image's name without its last extension. */
export const pageStem = (page: TruthPage): string => imageName(page).replace(/\.[^.]+$/, '')

/** Reads the ground truth. @throws BenchError naming the file, the page and the field */
export async function readTruth(path: string): Promise<TruthPage[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new BenchError(`cannot read the ground truth ${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new BenchError(`the ground truth ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = z.array(pageSchema).safeParse(json)
  if (parsed.success && parsed.data.length > 0) return parsed.data
  if (parsed.success) throw new BenchError(`the ground truth ${path} has no pages`)
  const issue = parsed.error.issues[0]!
  throw new BenchError(`the ground truth ${path} is malformed: page ${String(issue.path[0] ?? '?')}, ${issue.path.slice(1).join('.')}: ${issue.message}`)
}
