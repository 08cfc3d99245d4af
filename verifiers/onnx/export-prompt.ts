// What an export is asked: a prompt for each kind of region, as its chat template writes it.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SpecparseError } from '../../src/errors.ts'
import type { RegionKind } from '../../src/model/region.ts'
import type { Transformers } from './image-processor.ts'

/** The whole prompt, with the image's token once where the image stands; for encoder-decoders, the decoder's own first tokens. */
export type ExportPrompt = (kind: RegionKind | null) => string

/** Texts travel to worker threads, functions do not. */
export interface PromptTexts {
  /** The user's text for a whole page or a line; null = the model reads crops only. */
  readonly page: string | null
  /** The user's text for crops, by kind. */
  readonly regions: Readonly<Partial<Record<RegionKind, string>>>
  /** The conversation with '{text}' in it; null = as the folder's chat template writes it. */
  readonly template: string | null
}

const TEXT = '{text}'

/** @throws SpecparseError VERIFIER_UNAVAILABLE when neither the profile nor the folder has a template */
export async function loadPrompt(folder: string, texts: PromptTexts, transformers: Transformers): Promise<ExportPrompt> {
  const template = texts.template ?? await chatTemplate(folder, transformers)
  return (kind) => {
    const text = kind === null ? texts.page : texts.regions[kind] ?? texts.page
    if (text === null) throw new SpecparseError('VERIFIER_FAILED', `the model has no prompt for ${kind ?? 'a whole page'}`)
    // A function, because a text may hold a dollar sign.
    return template.replace(TEXT, () => text)
  }
}

/** The template is in tokenizer_config.json, or in a file of its own, which the library does not look for. */
async function chatTemplate(folder: string, { AutoTokenizer }: Transformers): Promise<string> {
  const file = join(folder, 'chat_template.jinja')
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(resolve(folder), { local_files_only: true })
    const content = [{ type: 'image' }, { type: 'text', text: TEXT }]
    const own = existsSync(file) ? { chat_template: readFileSync(file, 'utf8') } : {}
    return tokenizer.apply_chat_template([{ role: 'user', content }], { tokenize: false, add_generation_prompt: true, ...own })
  } catch (cause) {
    const message = `${folder} has no chat template that can be used, in tokenizer_config.json or chat_template.jinja`
    throw new SpecparseError('VERIFIER_UNAVAILABLE', message, { cause })
  }
}
