// The tokenizer of a served model, from its folder in Hugging Face layout: drafts become tokens here, not at the server.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer as HfTokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { Tokenizer } from '../../src/seams/verifier.ts'

export interface FolderTokenizer {
  readonly tokenizer: Tokenizer
  /** End-of-sequence ids that tokenizer_config.json and generation_config.json name. */
  readonly eosIds: readonly number[]
}

const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish()
const configSchema = z.looseObject({ eos_token: tokenSchema })
const generationSchema = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).nullish() })

/** True for a folder that `readTokenizerFolder` can read. */
export const isTokenizerFolder = (folder: string): boolean => existsSync(join(folder, 'tokenizer.json'))

/** `keepSpecialTokens`: they are part of the text (tags of a format). @throws SpecparseError VERIFIER_UNAVAILABLE, naming the file */
export function readTokenizerFolder(folder: string, keepSpecialTokens: boolean): FolderTokenizer {
  const definition = readJson(folder, 'tokenizer.json', z.looseObject({}))
  const config = existsSync(join(folder, 'tokenizer_config.json')) ? readJson(folder, 'tokenizer_config.json', configSchema) : {}
  const generation = existsSync(join(folder, 'generation_config.json')) ? readJson(folder, 'generation_config.json', generationSchema) : {}
  const hf = new HfTokenizer(definition, config)
  const tokenizer: Tokenizer = {
    vocabularySize: hf.get_vocab().size,
    encode: (text) => text === '' ? new Int32Array(0) : Int32Array.from(hf.encode(text, { add_special_tokens: false }).ids),
    decode: (ids) => ids.length === 0 ? ''
      : hf.decode(Array.from(ids), { skip_special_tokens: !keepSpecialTokens, clean_up_tokenization_spaces: false }),
  }
  const eosToken = typeof config.eos_token === 'object' ? config.eos_token?.content : config.eos_token
  const named = typeof eosToken === 'string' ? tokenizer.encode(eosToken) : []
  return { tokenizer, eosIds: [...named.length === 1 ? [...named] : [], ...[generation.eos_token_id ?? []].flat()] }
}

function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  } catch (cause) {
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${join(folder, file)} cannot be read as a tokenizer's file`, { cause })
  }
}
