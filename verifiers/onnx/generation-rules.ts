// A model's generation config: what its makers do to the logits besides taking the best one, and when generation ends.
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'

/** Logit of a token that must not come; finite, so that margins stay numbers. */
const BANNED = -1e9

const id = z.int().nonnegative()
const idsSchema = z.union([id, z.array(id)]).nullish().transform((value) => typeof value === 'number' ? [value] : value ?? [])

const schema = z.looseObject({
  eos_token_id: idsSchema,
  bos_token_id: id.nullish(),
  decoder_start_token_id: id.nullish(),
  forced_bos_token_id: id.nullish(),
  forced_eos_token_id: idsSchema,
  max_length: z.int().positive().nullish(),
  max_new_tokens: z.int().positive().nullish(),
  min_length: z.int().nullish(),
  min_new_tokens: z.int().nullish(),
  repetition_penalty: z.number().positive().nullish(),
  no_repeat_ngram_size: z.int().nonnegative().nullish(),
  bad_words_ids: z.array(z.array(id).min(1)).nullish(),
  suppress_tokens: z.array(z.int()).nullish(),
  begin_suppress_tokens: z.array(id).nullish(),
})

export type GenerationConfig = z.output<typeof schema>

/** Settings that change greedy output and are not applied here, with the values at which they do nothing. */
const UNKNOWN_RULES: Readonly<Record<string, readonly unknown[]>> = {
  guidance_scale: [1], sequence_bias: [], encoder_repetition_penalty: [1], encoder_no_repeat_ngram_size: [0],
  exponential_decay_length_penalty: [], forced_decoder_ids: [], watermarking_config: [], constraints: [], force_words_ids: [], dola_layers: [],
}

/**
 * Checks a `generation_config.json`. Sampling and beam settings are ignored: the target is the model's greedy decoding.
 * @throws SpecparseError CONFIG_INVALID, naming a setting that changes greedy output and is not supported
 */
export function readGenerationConfig(config: unknown, file: string): GenerationConfig {
  const parsed = schema.safeParse(config)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new SpecparseError('CONFIG_INVALID', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
  }
  for (const [name, harmless] of Object.entries(UNKNOWN_RULES)) {
    const value = parsed.data[name]
    if (value !== undefined && value !== null && value !== false && !harmless.includes(value)) {
      throw new SpecparseError('CONFIG_INVALID', `${file} sets ${name}, which is not supported: its output would not be the model's`)
    }
  }
  return parsed.data
}

/**
 * Changes one row of logits, in place, as transformers' processors do before the argmax, in their order
 * (transformers, generation/utils.py, _get_logits_processor). `context`: every token before it, the prompt's included;
 * `prompt`: how many of them are the prompt's.
 */
export function applyRules(config: GenerationConfig, logits: Float32Array, context: readonly number[], prompt: number): void {
  penalizeRepetition(logits, context, config.repetition_penalty ?? 1)
  banRepeatedNgrams(logits, context, config.no_repeat_ngram_size ?? 0)
  banWords(logits, context, (config.bad_words_ids ?? []).filter((word) => word.length > 1 || !config.eos_token_id.includes(word[0] ?? -1)))
  const generated = context.length - prompt
  if (context.length < (config.min_length ?? 0) || generated < (config.min_new_tokens ?? 0)) ban(logits, config.eos_token_id)
  const maxLength = config.max_new_tokens ? prompt + config.max_new_tokens : config.max_length ?? Infinity
  if (typeof config.forced_bos_token_id === 'number' && context.length === 1) force(logits, [config.forced_bos_token_id])
  if (config.forced_eos_token_id.length > 0 && context.length === maxLength - 1) force(logits, config.forced_eos_token_id)
  ban(logits, config.suppress_tokens ?? [])
  if (generated === (typeof config.forced_bos_token_id === 'number' && prompt === 1 ? 1 : 0)) ban(logits, config.begin_suppress_tokens ?? [])
}

/** Makes `ids` the only possible ones, all alike. */
export function force(logits: Float32Array, ids: readonly number[]): void {
  logits.fill(BANNED)
  for (const forced of ids) logits[forced] = 0
}

function ban(logits: Float32Array, ids: readonly number[]): void {
  for (const banned of ids) if (banned >= 0 && banned < logits.length) logits[banned] = BANNED
}

/** Keskar et al. 2019 (arXiv 1909.05858), as in transformers: negative logits are multiplied, others divided. */
function penalizeRepetition(logits: Float32Array, context: readonly number[], penalty: number): void {
  if (penalty === 1) return
  for (const seen of new Set(context)) {
    const logit = logits[seen]
    if (logit !== undefined) logits[seen] = logit < 0 ? logit * penalty : logit / penalty
  }
}

/** No `size` tokens come twice in a row, wherever: whatever followed the last `size - 1` tokens before is banned. */
function banRepeatedNgrams(logits: Float32Array, context: readonly number[], size: number): void {
  if (size === 0 || context.length < size) return
  const last = context.length - size + 1
  for (let start = 0; start < last; start++) {
    let same = 0
    while (same < size - 1 && context[start + same] === context[last + same]) same++
    if (same === size - 1) ban(logits, [context[start + same] ?? -1])
  }
}

function banWords(logits: Float32Array, context: readonly number[], words: readonly (readonly number[])[]): void {
  for (const word of words) {
    const before = context.length - word.length + 1
    if (before >= 0 && word.slice(0, -1).every((part, i) => context[before + i] === part)) ban(logits, word.slice(-1))
  }
}
