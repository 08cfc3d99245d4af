// A folder of documents with a manifest: what there is, and which transcriptions it can be judged by.
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'

const truthSchema = z.looseObject({ type: z.string(), path: z.string().optional(), quality: z.string().optional() })
const itemSchema = z.looseObject({
  id: z.string().min(1),
  kind: z.string().default('other'),
  path: z.string().min(1),
  media: z.string().optional(),
  pages: z.int().positive().optional(),
  // entries that are mere remarks ("no ground truth") are strings
  ground_truth: z.array(z.union([truthSchema, z.string()])).or(z.string()).default([]),
})
const manifestSchema = z.looseObject({ items: z.array(itemSchema).min(1) })

export interface CorpusItem {
  readonly id: string
  readonly kind: string
  /** Absolute paths: one document, or every picture of a folder. */
  readonly files: readonly string[]
  /** null when the manifest does not say. */
  readonly pages: number | null
  /** A transcription of the whole document, or null. `machine` = made by another OCR engine, so no truth. */
  readonly transcription: { readonly path: string, readonly machine: boolean } | null
  /** Characters in the PDF by page number: exact, but not in reading order. */
  readonly textLayer: ReadonlyMap<number, string>
  readonly omniDocBench: { readonly path: string, readonly image: string } | null
}

const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.tif', '.tiff', '.webp'])

/** Reads `manifest.json` of a folder. @throws BenchError naming what is wrong */
export async function readManifest(folder: string): Promise<CorpusItem[]> {
  const path = join(folder, 'manifest.json')
  const text = await readFile(path, 'utf8').catch(() => {
    throw new BenchError(`cannot read ${path}`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new BenchError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw new BenchError(`${path} is malformed: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
  return Promise.all(parsed.data.items.map(async (item) => corpusItem(folder, item)))
}

async function corpusItem(folder: string, item: z.output<typeof itemSchema>): Promise<CorpusItem> {
  const truths = typeof item.ground_truth === 'string' ? [] : item.ground_truth.filter((truth) => typeof truth !== 'string')
  const plain = truths.find((truth) => truth.type === 'plain_text' && truth.path !== undefined)
  const omni = truths.find((truth) => truth.type === 'omnidocbench_json' && truth.path !== undefined)
  const layers = truths.flatMap((truth): [number, string][] => {
    const page = /p(\d+)\.txt$/.exec(truth.path ?? '')
    return truth.type === 'text_layer' && page !== null ? [[Number(page[1]), join(folder, truth.path!)]] : []
  })
  return {
    id: item.id,
    kind: item.kind.split(/[/,(]/)[0]!.trim(),
    files: await documentFiles(join(folder, item.path)),
    pages: item.pages ?? null,
    transcription: plain === undefined ? null : { path: join(folder, plain.path!), machine: plain.quality?.startsWith('machine') ?? false },
    textLayer: new Map(layers),
    omniDocBench: omni === undefined ? null : { path: join(folder, omni.path!), image: String(omni['image_path']) },
  }
}

/** A missing document is left for the parser to refuse: it is a failure of the run, not of the manifest. */
async function documentFiles(path: string): Promise<string[]> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => PICTURES.has(extname(name).toLowerCase())).sort()
  if (names.length === 0) throw new BenchError(`${path} is a folder without pictures`)
  return names.map((name) => join(path, name))
}
