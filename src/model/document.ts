// The result: the versioned JSON document. The zod schema is the one definition; types and JSON Schema come from it.
import { z } from 'zod'
import { ERROR_CODES } from '../errors.ts'
import { REGION_KINDS } from './region.ts'

export const SCHEMA_VERSION = '1.0'

const count = z.int().nonnegative()
const share = z.number().min(0).max(1)
const points = z.number().describe('PDF points (1/72 inch) from the top-left corner of the page')

export const boxSchema = z.object({ x0: points, y0: points, x1: points, y1: points })

export const PROVENANCES = ['native', 'accepted', 'corrected', 'unverified', 'failed'] as const

export const provenanceSchema = z.enum(PROVENANCES).describe(
  'native: the text layer, believed as it is. accepted: the verifier agreed with the draft. corrected: the verifier\'s '
  + 'reading replaced the draft. unverified: the draft as it is. failed: the verifier failed here; the draft as it is.',
)

export const tableSchema = z.object({
  rows: count,
  columns: count,
  headerRows: count,
  cells: z.array(z.object({
    row: count, column: count, rowSpan: z.int().positive(), columnSpan: z.int().positive(), box: boxSchema, text: z.string(),
  })),
})

export const acceptanceSchema = z.object({
  draftTokens: count.describe('tokens proposed'),
  acceptedTokens: count.describe('proposed tokens that the target agreed with'),
  tokens: count.describe('tokens emitted'),
  steps: count.describe('verify steps of the sequences of this block'),
})

export const reviewSchema = z.object({
  text: z.string().describe('as it stands in the block, which may join it to a hyphenated rest; empty: only the other reader saw a word here'),
  alternative: z.string().nullable().describe('what the other of draft and verifier read; empty: nothing, null: the same, or nobody else read it'),
  confidence: share.describe('how likely the text is right'),
  box: boxSchema,
})

export const blockSchema = z.object({
  id: z.string().describe('unique in the document: p<page>-<region>'),
  page: z.int().positive(),
  kind: z.enum(REGION_KINDS),
  box: boxSchema,
  level: z.int().positive().nullable().describe('heading level, or nesting depth of a list item or of a text that is its further paragraph'),
  text: z.string().describe('plain text, lines joined, hyphenation undone; of formulas the LaTeX, where it is known'),
  markdown: z.string().describe('the block as it stands in the Markdown; empty for furniture, and for pictures without a file'),
  image: z.string().nullable().describe('pictures: the file, as the Markdown links to it; null when none was asked for'),
  table: tableSchema.nullable(),
  continues: z.string().nullable().describe('tables: id of the block on the page before whose table goes on here; null: it begins here'),
  captionOf: z.string().nullable().describe('captions: id of the table or picture of the page that it stands beside; null: of none'),
  confidence: share.describe('mean over the words: verifier where it was believed, else draft'),
  review: z.array(reviewSchema).describe('words that a person should look at, in reading order'),
  provenance: provenanceSchema,
  source: z.string().nullable().describe('the draft source that read the block; null for pictures'),
  note: z.string().nullable().describe('why the verifier was not used or not believed here'),
  acceptance: acceptanceSchema.nullable().describe('null when nothing was verified here'),
  span: z.object({ start: count, end: count }).nullable().describe('UTF-16 offsets in the document\'s Markdown; null when not in it'),
})

export const failureSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  page: z.int().positive().nullable(),
  region: z.string().nullable(),
})

export const decodeStatsSchema = z.object({
  sequences: count,
  tokens: count.describe('tokens emitted, stop tokens included'),
  forwards: count.describe('batched verify forwards of the target'),
  steps: count.describe('verify steps summed over sequences: a forward over 8 sequences is 8 steps'),
  numDrafts: count.describe('steps that carried a draft'),
  numDraftTokens: count,
  numAcceptedTokens: count,
  numAcceptedTokensPerPos: z.array(count).describe('accepted tokens by depth in the draft; the last entry collects all deeper ones'),
})

const seconds = z.number().nonnegative()

export const comparisonSchema = z.object({
  identical: z.boolean().describe('every speculative token sequence equals its plain one'),
  sequences: count,
  divergences: z.array(z.object({
    region: z.string(), position: count.describe('first differing token'), margin: z.number().describe('top-1 minus top-2 log-probability there, nat'),
  })),
  seconds: z.object({
    draft: seconds.describe('reading drafts (text layer, OCR), as in the parse; 0 where the verifier drafts for itself'),
    find: seconds.describe('finding the lines of pages that the verifier reads by itself, which both ways need'),
    encode: seconds.describe('image encoding of all sequences, which both ways need'),
    verify: seconds.describe('speculative decoding, encoding left out'),
    plain: seconds.describe('plain decoding at its best batch size, encoding left out'),
    plainSequential: seconds.describe('plain decoding one sequence at a time, encoding left out'),
  }),
  plainBatch: z.int().positive().describe('the batch size at which plain decoding was fastest'),
  speedup: z.object({
    decode: z.number().describe('plain / verify'),
    sequential: z.number().describe('plainSequential / verify'),
    endToEnd: z.number().describe('(find + encode + plain) / (find + draft + encode + verify): plain decoding pays for no draft'),
  }),
})

export const statsSchema = z.object({
  pages: count,
  seconds: z.object({
    draft: seconds.describe('wall clock while any page was being drafted'),
    verify: seconds.describe('wall clock of image encoding and decoding'),
    total: seconds.describe('wall clock of everything but the comparison'),
  }),
  decode: decodeStatsSchema,
  tokensPerForward: z.number().nonnegative().describe('tokens / forwards; 0 when nothing was verified'),
  meanAcceptanceLength: z.number().nonnegative().describe('tokens / steps; 0 when nothing was verified'),
  lines: z.object({
    total: count, verified: count,
    accepted: count.describe('the verifier read what the draft said'),
    corrected: count.describe('the verifier\'s reading replaced the draft'),
    kept: count.describe('the verifier read something else and was not believed'),
  }),
  comparison: comparisonSchema.nullable(),
})

export const documentSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  source: z.object({ name: z.string(), media: z.enum(['pdf', 'image']), bytes: count, sha256: z.string(), pageCount: count }),
  config: z.object({ effort: z.enum(['draft', 'auto', 'full']), verifier: z.string().nullable(), languages: z.array(z.string()), hash: z.string() }),
  pages: z.array(z.object({
    number: z.int().positive(), width: points, height: points,
    span: z.object({ start: count, end: count }).describe('UTF-16 offsets in the Markdown'),
  })),
  blocks: z.array(blockSchema).describe('reading order, page after page'),
  markdown: z.string(),
  failures: z.array(failureSchema),
  notes: z.array(z.string()).describe('what a reader should know, such as why the verifier was not used'),
  stats: statsSchema,
})

export type Provenance = z.infer<typeof provenanceSchema>
export type Acceptance = z.infer<typeof acceptanceSchema>
export type Block = z.infer<typeof blockSchema>
export type Failure = z.infer<typeof failureSchema>
export type DecodeStats = z.infer<typeof decodeStatsSchema>
export type Comparison = z.infer<typeof comparisonSchema>
export type Stats = z.infer<typeof statsSchema>
export type ParsedDocument = z.infer<typeof documentSchema>

/** One finished page, as `streamDocument` yields it; spans are offsets in this page's Markdown. */
export interface ParsedPage {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly blocks: readonly Block[]
  readonly markdown: string
  readonly failures: readonly Failure[]
  /** What a reader should know of the page, such as why its text layer was not used. */
  readonly notes: readonly string[]
}
