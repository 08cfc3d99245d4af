// A public export with all its parts: graphs, image processor, tokenizer, prompt.
import { readExport, type Dtype } from './export-folder.ts'
import { ExportModel } from './export-model.ts'
import { loadPrompt, type PromptTexts } from './export-prompt.ts'
import { loadImageProcessor, loadTransformers } from './image-processor.ts'
import { readTokenizer } from './model-folder.ts'

export interface ExportSettings {
  readonly folder: string
  readonly dtype: Dtype
  readonly texts: PromptTexts
  /** Threads of one forward. */
  readonly threads: number
}

/** @throws SpecparseError VERIFIER_UNAVAILABLE, CONFIG_INVALID, MISSING_DEPENDENCY */
export async function loadExport({ folder, dtype, texts, threads }: ExportSettings): Promise<ExportModel> {
  const config = readExport(folder, dtype)
  const transformers = await loadTransformers()
  transformers.env.allowRemoteModels = false
  const tokenizer = readTokenizer(folder, { keepSpecial: true })
  // The decoder of an encoder-decoder is not talked to: its prompt is the task's own tokens.
  const template = config.architecture === 'cross' ? '{text}' : texts.template
  const prompt = await loadPrompt(folder, { ...texts, template }, transformers)
  return ExportModel.load(config, { process: await loadImageProcessor(folder, transformers), tokenizer, prompt }, threads)
}
