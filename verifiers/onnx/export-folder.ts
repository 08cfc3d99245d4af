// The folder of a public export (Hugging Face layout): which graphs it has and what its config files say.
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import { type GenerationConfig, readGenerationConfig } from './generation-rules.ts'
import { readJson } from './model-folder.ts'

/**
 * How each architecture is put together. 'prompt': image features take the place of image tokens in the prompt. 'cross':
 * the decoder attends to them.
 */
const ARCHITECTURES: Readonly<Record<string, 'prompt' | 'cross'>> = {
  idefics3: 'prompt', smolvlm: 'prompt', lighton_ocr: 'prompt', llava: 'prompt', qwen2_vl: 'prompt', qwen2_5_vl: 'prompt', dots_ocr: 'prompt',
  'vision-encoder-decoder': 'cross',
}

/** File endings by precision, as exporters name them (transformers.js, utils/dtypes.js). */
const SUFFIXES = { fp32: '', fp16: '_fp16', int8: '_int8', uint8: '_uint8', q8: '_quantized', q4: '_q4', q4f16: '_q4f16', bnb4: '_bnb4' } as const

export type Dtype = keyof typeof SUFFIXES

/** The parts that a model may have. */
export const GRAPHS = ['vision_encoder', 'encoder_model', 'embed_tokens', 'decoder_model_merged'] as const

export const graphFile = (name: (typeof GRAPHS)[number], dtype: Dtype): string => `onnx/${name}${SUFFIXES[dtype]}.onnx`

export const DTYPES = Object.keys(SUFFIXES) as Dtype[]

const textSchema = z.looseObject({
  max_position_embeddings: z.int().positive().nullish(),
  eos_token_id: z.union([z.int(), z.array(z.int())]).nullish(),
  decoder_start_token_id: z.int().nullish(),
})
const configSchema = textSchema.extend({
  model_type: z.string(),
  text_config: textSchema.nullish(),
  decoder: textSchema.nullish(),
  vision_config: z.looseObject({ spatial_merge_size: z.int().positive().nullish() }).nullish(),
  image_token_id: z.int().nullish(),
  image_token_index: z.int().nullish(),
})

export interface Export {
  readonly folder: string
  readonly architecture: 'prompt' | 'cross'
  readonly modelType: string
  readonly graphs: { readonly vision: string, readonly embedder: string | null, readonly decoder: string }
  /** The token that stands for an image feature in the prompt; -1 for 'cross'. */
  readonly imageToken: number
  /** Side of the squares of patches that become one feature (Qwen2-VL). */
  readonly merge: number
  /** Tokens of a sequence, the prompt's included, after which it must stop: the decoder's positions, or the config's max_length. */
  readonly maxLength: number
  /** The first token of an encoder-decoder's output; null for 'prompt'. */
  readonly startToken: number | null
  readonly generation: GenerationConfig
}

/** @throws SpecparseError VERIFIER_UNAVAILABLE or CONFIG_INVALID, naming the file that is missing or wrong */
export function readExport(folder: string, dtype: Dtype): Export {
  for (const file of ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json']) requireFile(folder, file)
  const parsed = configSchema.safeParse(readJson(folder, 'config.json'))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${join(folder, 'config.json')}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
  }
  const config = parsed.data
  const architecture = ARCHITECTURES[config.model_type]
  if (architecture === undefined) {
    throw new SpecparseError('VERIFIER_UNAVAILABLE',
      `${join(folder, 'config.json')}: model_type '${config.model_type}' is not supported; these are: ${Object.keys(ARCHITECTURES).join(', ')}`)
  }
  const text = { ...config, ...config.text_config, ...config.decoder }
  const imageToken = config.image_token_id ?? config.image_token_index ?? -1
  if (architecture === 'prompt' && imageToken === -1) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${join(folder, 'config.json')} has no image_token_id`)
  const generation = readGeneration(folder, text)
  return {
    folder, architecture, modelType: config.model_type, graphs: findGraphs(folder, architecture, dtype), imageToken,
    merge: config.vision_config?.spatial_merge_size ?? 2,
    maxLength: Math.min(text.max_position_embeddings ?? Infinity, generation.max_new_tokens ? Infinity : generation.max_length ?? Infinity),
    startToken: architecture === 'cross' ? generation.decoder_start_token_id ?? generation.bos_token_id ?? 0 : null,
    generation,
  }
}

/** The generation config, filled up from the model's config as transformers does for models without one. */
function readGeneration(folder: string, text: z.output<typeof textSchema>): GenerationConfig {
  const file = 'generation_config.json'
  const own = existsSync(join(folder, file)) ? z.looseObject({}).parse(readJson(folder, file)) : {}
  const generation = readGenerationConfig({
    ...own, eos_token_id: own['eos_token_id'] ?? text.eos_token_id, decoder_start_token_id: own['decoder_start_token_id'] ?? text.decoder_start_token_id,
  }, join(folder, file))
  if (generation.eos_token_id.length === 0) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder}: neither ${file} nor config.json names an eos_token_id`)
  return generation
}

function findGraphs(folder: string, architecture: Export['architecture'], dtype: Dtype): Export['graphs'] {
  const decoder = graphFile('decoder_model_merged', dtype)
  if (!existsSync(join(folder, decoder))) {
    const files = existsSync(join(folder, 'onnx')) ? readdirSync(join(folder, 'onnx')) : []
    const others = DTYPES.filter((other) => files.includes(basename(graphFile('decoder_model_merged', other))))
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder} has no ${decoder}${others.length === 0 ? '' : `; there is dtype=${others.join(', dtype=')}`}`)
  }
  /** Not every part is published in every precision. */
  const find = (name: (typeof GRAPHS)[number]): string => {
    const exact = join(folder, graphFile(name, dtype))
    if (existsSync(exact)) return exact
    requireFile(folder, graphFile(name, 'fp32'))
    return join(folder, graphFile(name, 'fp32'))
  }
  return {
    vision: find(architecture === 'cross' ? 'encoder_model' : 'vision_encoder'),
    embedder: architecture === 'cross' ? null : find('embed_tokens'),
    decoder: join(folder, decoder),
  }
}

function requireFile(folder: string, file: string): void {
  if (!existsSync(join(folder, file))) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder} is not a model folder: it has no ${file}`)
}
