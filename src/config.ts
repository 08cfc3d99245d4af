// What a caller may ask for: validated once, with defaults filled in.
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { SpecparseError } from './errors.ts'

/** Limits that protect the caller's machine; a document that passes one fails with LIMIT_EXCEEDED or TIMEOUT. */
const limitsSchema = z.strictObject({
  /** Input size, bytes. */
  bytes: z.int().positive().default(512 * 2 ** 20),
  /** Pages parsed of one document. */
  pages: z.int().positive().default(5000),
  /** Pixels of one raster or input image; 100 million is A0 at 100 dpi. */
  pixels: z.int().positive().default(100_000_000),
  /** Wall-clock seconds for one document. */
  seconds: z.number().positive().default(24 * 3600),
}).prefault({})

const optionsSchema = z.strictObject({
  /** What is verified: nothing, what the draft is unsure of, everything. */
  effort: z.enum(['draft', 'auto', 'full']).default('auto'),
  /** Pages to parse, from 1, such as '1-3,7,10-'; null = all. */
  pages: z.string().nullable().default(null),
  /** Password of an encrypted PDF. */
  password: z.string().nullable().default(null),
  /** Tesseract language codes of the OCR draft; ['auto'] = told from the pages, of the languages that are installed. */
  languages: z.array(z.string().regex(/^[A-Za-z_]+$/, 'a Tesseract language code such as eng or deu')).min(1)
    .refine((codes) => codes.length === 1 || !codes.includes('auto'), 'auto stands alone').default(['eng']),
  /**
   * Who reads pages without a text layer: nano (all of it where it is the verifier, else its encoder alone), Tesseract, or
   * nano with Tesseract for the pages that it is not sure of and for languages other than English (auto).
   */
  ocr: z.enum(['auto', 'nano', 'tesseract']).default('auto'),
  /**
   * Id of a verifier ('nano'), a model folder ('onnx:DIR'), a model of the Hugging Face hub ('hub:OWNER/NAME'), or servers
   * ('vllm:URL', 'sglang:URL', 'openai:URL', 'segments:URL'; several equal ones with commas between the URLs).
   */
  verifier: z.string().default('nano'),
  /** Name of the model at the server; null = the only one that it serves. */
  model: z.string().nullable().default(null),
  /** Folder with the served model's tokenizer.json; null = the one that the server names, when it is on this machine. */
  tokenizer: z.string().nullable().default(null),
  /**
   * What one sequence of the verifier reads: regions, whole pages, or what suits it ('auto': pages with their poor regions
   * read beside them, for models that read pages).
   */
  scope: z.enum(['auto', 'region', 'page']).default('auto'),
  /** 1 = exact: the verifier's own output. Below, a draft token stands when p(it) / p(the verifier's choice) reaches this. */
  tolerance: z.number().min(0.01).max(1).default(1),
  /** Fetch http(s) inputs. Without it nothing touches the network. */
  remote: z.boolean().default(false),
  /** Take models of the hub from the cache only. */
  offline: z.boolean().default(false),
  /** Also decode plainly, and report whether the output is identical and how much faster speculation was. */
  compare: z.boolean().default(false),
  /** Folder that pictures are written to as PNG files, made when missing; null = pictures are boxes only. */
  images: z.string().min(1).nullable().default(null),
  /** What links to those files begin with, in Markdown and JSON; null = the folder as given. */
  imageLinks: z.string().nullable().default(null),
  /** Worker threads for OCR and for the verifier; null = one per core, at most 8. */
  threads: z.int().positive().max(64).nullable().default(null),
  limits: limitsSchema,
})

export type Options = z.input<typeof optionsSchema>
export type Config = z.output<typeof optionsSchema>
export type Limits = Config['limits']

/** Checks options and fills in defaults. @throws SpecparseError CONFIG_INVALID, naming the option */
export function resolveConfig(options: Options): Config {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') ?? ''
  throw new SpecparseError('CONFIG_INVALID', `option ${where === '' ? '' : `${where}: `}${issue?.message ?? 'invalid'}`)
}

/** More threads than this do not help one document. */
const MAX_THREADS = 8

/** Worker threads for OCR, for the verifier, and pages worked on at a time. */
export function threadCount({ threads }: Pick<Config, 'threads'>): number {
  return threads ?? Math.min(MAX_THREADS, availableParallelism())
}

/** Fingerprint of everything that can change the result (not of passwords, limits or threads). */
export function configHash(config: Config): string {
  const { effort, pages, languages, ocr, verifier, model, scope, tolerance, images, imageLinks } = config
  return createHash('sha256').update(JSON.stringify({ effort, pages, languages, ocr, verifier, model, scope, tolerance, images, imageLinks })).digest('hex').slice(0, 16)
}

/**
 * Pages named by a range such as '1-3,7,10-', ascending and without doubles; pages past `pageCount` are left out.
 * @throws SpecparseError CONFIG_INVALID for a malformed range, or one that names no page of the document
 */
export function selectPages(range: string | null, pageCount: number): number[] {
  if (range === null) return Array.from({ length: pageCount }, (_, i) => i + 1)
  const selected = new Set<number>()
  for (const part of range.split(',')) {
    const match = /^\s*(\d+)(?:\s*(-)\s*(\d*))?\s*$/.exec(part)
    if (match === null) throw new SpecparseError('CONFIG_INVALID', `option pages: '${range}' is not a range such as 1-3,7,10-`)
    const first = Number(match[1])
    const last = match[2] === undefined ? first : match[3] === '' ? pageCount : Number(match[3])
    if (first < 1 || last < first && match[3] !== '') throw new SpecparseError('CONFIG_INVALID', `option pages: '${part.trim()}' runs backwards or starts before page 1`)
    for (let page = first; page <= Math.min(last, pageCount); page++) selected.add(page)
  }
  if (selected.size === 0) throw new SpecparseError('CONFIG_INVALID', `option pages: '${range}' names no page of a document with ${pageCount}`)
  return [...selected].sort((a, b) => a - b)
}

/** What one sequence reads. @throws SpecparseError CONFIG_INVALID when the verifier cannot read what is asked */
export function resolveScope(scope: Config['scope'], { name, unit }: { readonly name: string, readonly unit: 'line' | 'region' | 'page' }): 'line' | 'region' | 'page' {
  if (scope === 'auto' || scope === unit) return unit
  if (scope === 'region' && unit === 'page') return 'region'
  throw new SpecparseError('CONFIG_INVALID', `option scope: ${name} reads ${unit}s, not ${scope}s`)
}
