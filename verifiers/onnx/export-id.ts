// What follows `onnx:` and `hub:` in a verifier's id: a place, and options as in an address.
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import { DTYPES } from './export-folder.ts'

const optionsSchema = z.strictObject({
  /** Precision of the graphs, by file name. */
  dtype: z.enum(DTYPES).default('fp32'),
  /** What the model is asked of a page, in place of its profile's prompt. */
  prompt: z.string().nullable().default(null),
})

export interface ExportId extends z.output<typeof optionsSchema> {
  /** A folder, or OWNER/NAME on the hub. */
  readonly place: string
}

/** Example: `models/docling?dtype=q4&prompt=OCR`. @throws SpecparseError CONFIG_INVALID, naming the option */
export function parseExportId(id: string): ExportId {
  const [place = '', query = ''] = id.split(/\?(.*)/s)
  const parsed = optionsSchema.safeParse(Object.fromEntries(new URLSearchParams(query)))
  if (parsed.success) return { ...parsed.data, place }
  const issue = parsed.error.issues[0]
  throw new SpecparseError('CONFIG_INVALID', `verifier '${id}': ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}
