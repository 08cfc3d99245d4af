// Requests of the conformance server, read as strictly as the engines read them.
import { z } from 'zod'

/** An answer with an error status. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const partSchema = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string() }) }),
])

export const chatSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.union([z.string(), z.array(partSchema)]) })).min(1),
  max_tokens: z.int().min(1).optional(),
  temperature: z.literal(0),
  stream: z.literal(false).optional(),
  continue_final_message: z.boolean().default(false),
  add_generation_prompt: z.boolean().default(true),
  prompt_logprobs: z.int().optional(),
  logprobs: z.boolean().default(false),
  top_logprobs: z.int().default(0),
  return_token_ids: z.boolean().default(false),
  prediction: z.strictObject({ type: z.literal('content'), content: z.string() }).optional(),
})

export type ChatRequest = z.infer<typeof chatSchema>

export const generateSchema = z.looseObject({
  model: z.string(),
  token_ids: z.array(z.int()).min(1),
  features: z.looseObject({ mm_hashes: z.looseObject({ image: z.tuple([z.string()]) }), kwargs_data: z.unknown() }),
  sampling_params: z.looseObject({
    temperature: z.literal(0), max_tokens: z.int().min(1), logprobs: z.int().optional(), prompt_logprobs: z.int().optional(),
    skip_reading_prefix_cache: z.boolean().optional(),
  }),
})

export const sglangSchema = z.looseObject({
  input_ids: z.array(z.int()).min(1),
  image_data: z.tuple([z.string()]),
  sampling_params: z.looseObject({ temperature: z.literal(0), max_new_tokens: z.int().min(1) }),
  return_logprob: z.boolean().default(false),
  logprob_start_len: z.int().default(-1),
  top_logprobs_num: z.int().default(0),
})

/** @throws Refusal as FastAPI does */
export function readRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Refusal(400, `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? 'invalid'}`)
}
