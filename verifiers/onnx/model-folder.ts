// A model folder in Hugging Face layout: which files it has, and what its config says.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer as HfTokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { Tokenizer } from '../../src/seams/verifier.ts'

/** `model_type` of the models that training/ makes. */
export const LINE_READER = 'specparse-line-reader'

const decoderSchema = z.object({
  decoder: z.object({ layers: z.int().positive(), heads: z.int().positive(), headDim: z.int().positive() }),
  vocabSize: z.int().positive(),
  bosTokenId: z.int(),
  eosTokenId: z.int(),
  padTokenId: z.int(),
  maxNewTokens: z.int().positive(),
  topK: z.int().min(2),
  /** How far each token moves the text position: nano's positions count characters. null = each by one. */
  positionSteps: z.array(z.int().nonnegative()).nullable().default(null),
})

const lineReaderSchema = decoderSchema.extend({
  model_type: z.literal(LINE_READER),
  image: z.object({ height: z.int().positive(), columnPixels: z.int().positive(), maxWidth: z.int().positive() }),
  encoder: z.object({ maxColumns: z.int().positive() }),
  ctc: z.object({ blank: z.int(), alphabet: z.string() }).nullable(),
})

const textDecoderSchema = decoderSchema.extend({
  model_type: z.literal('specparse-text-decoder'),
  prompt: z.object({ tokens: z.int().positive() }),
})

export type DecoderConfig = z.infer<typeof decoderSchema>
export type LineReaderConfig = z.infer<typeof lineReaderSchema>
export type TextDecoderConfig = z.infer<typeof textDecoderSchema>

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/decoder_model_merged.onnx']

/** Reads `config.json` of a line reader's folder. @throws SpecparseError VERIFIER_UNAVAILABLE, naming the file that is missing or wrong */
export const readLineReaderConfig = (folder: string): LineReaderConfig => readConfig(folder, lineReaderSchema, [...FILES, 'onnx/encoder_model.onnx'])

/** The same of a decoder without an encoder, see text-model. */
export const readTextDecoderConfig = (folder: string): TextDecoderConfig => readConfig(folder, textDecoderSchema, FILES)

function readConfig<T>(folder: string, schema: z.ZodType<T>, files: readonly string[]): T {
  const missing = files.find((file) => !existsSync(join(folder, file)))
  if (missing !== undefined) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder} is not a model folder: it has no ${missing}`)
  const parsed = schema.safeParse(readJson(folder, 'config.json'))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new SpecparseError('VERIFIER_UNAVAILABLE', `${join(folder, 'config.json')}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}

/** The folder's tokenizer. Special tokens, such as the tags that some models write, are text only when `keepSpecial`; `drop` never are. */
export function readTokenizer(folder: string, { keepSpecial = false, drop = [] }: { keepSpecial?: boolean, drop?: readonly number[] } = {}): Tokenizer {
  const definition = z.looseObject({}).parse(readJson(folder, 'tokenizer.json'))
  const tokenizer = new HfTokenizer(definition, z.looseObject({}).parse(readJson(folder, 'tokenizer_config.json')))
  return {
    vocabularySize: tokenizer.get_vocab().size,
    encode: (text) => Int32Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids),
    decode: (ids) => {
      const kept = Array.from(ids).filter((id) => !drop.includes(id))
      return kept.length === 0 ? '' : tokenizer.decode(kept, { skip_special_tokens: !keepSpecial, clean_up_tokenization_spaces: false })
    },
  }
}

export function readJson(folder: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'))
  } catch (cause) {
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${join(folder, file)} is not valid JSON`, { cause })
  }
}
