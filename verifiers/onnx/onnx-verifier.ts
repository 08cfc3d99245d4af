// Verifiers over local ONNX model folders: what the decode core sees of a model that runs in worker threads.
import { basename } from 'node:path'
import type { Capabilities, ModelProfile, Sequence, Tokenizer, Trust, Verdict, Verifier, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'
import { type Dtype, readExport } from './export-folder.ts'
import type { PromptTexts } from './export-prompt.ts'
import { readLineReaderConfig, readTextDecoderConfig, readTokenizer } from './model-folder.ts'
import { ModelThreads } from './model-threads.ts'

export interface LineVerifierOptions {
  /** Folder of a line reader made by training/, in Hugging Face layout. */
  readonly folder: string
  /** Worker threads, one model each. */
  readonly workers: number
  /** When to believe the model; null = always. */
  readonly trust: Trust | null
}

/** Loads a line reader. @throws SpecparseError VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY */
export async function createLineVerifier({ folder, workers, trust }: LineVerifierOptions): Promise<Verifier> {
  const config = readLineReaderConfig(folder)
  const threads = new ModelThreads({ kind: 'line', folder, threads: 1 }, workers)
  const found = await threads.load()
  const profile: ModelProfile = {
    name: basename(folder), unit: 'line', format: null, stopIds: [config.eosTokenId], maxTokens: config.maxNewTokens,
    maxAspect: config.image.maxWidth / config.image.height, alphabet: config.ctc?.alphabet ?? null, trust,
  }
  return new OnnxVerifier(profile, readTokenizer(folder), { ...found, maxBatch: found.maxBatch * workers, lockstep: true, costModel: null }, threads)
}

/**
 * Loads a decoder without an encoder, for benchmarks: what it says depends on the image, and means nothing.
 * `threads`: of one forward. @throws SpecparseError VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY
 */
export async function createTextVerifier({ folder, workers, threads }: Omit<LineVerifierOptions, 'trust'> & { readonly threads: number }): Promise<Verifier> {
  const config = readTextDecoderConfig(folder)
  const model = new ModelThreads({ kind: 'text', folder, threads }, workers)
  const found = await model.load()
  const profile: ModelProfile = {
    name: basename(folder), unit: 'page', format: null, stopIds: [config.eosTokenId], maxTokens: config.maxNewTokens, maxAspect: null, alphabet: null, trust: null,
  }
  return new OnnxVerifier(profile, readTokenizer(folder), { ...found, maxBatch: found.maxBatch * workers, lockstep: true, costModel: null }, model)
}

export interface ExportVerifierOptions extends Pick<ModelProfile, 'name' | 'unit' | 'format'> {
  /** Folder of a public export, in Hugging Face layout. */
  readonly folder: string
  readonly dtype: Dtype
  readonly texts: PromptTexts
  /** Tokens after which an output is cut, where the generation config does not say. */
  readonly maxTokens: number
  /** Tokens that end an output, besides those of the generation config; what is not one token of the model is left out. */
  readonly stops: readonly string[]
  /** Threads of one forward. There is one model: the larger ones take gigabytes. */
  readonly threads: number
}

/**
 * Loads a public export: Idefics3, LLaVA, Qwen2-VL and encoder-decoder kinds. Its `capabilities` are what a probe of its
 * graphs found. @throws SpecparseError VERIFIER_UNAVAILABLE or CONFIG_INVALID, naming the file; MISSING_DEPENDENCY
 */
export async function createExportVerifier({ folder, dtype, texts, maxTokens, stops, threads, ...own }: ExportVerifierOptions): Promise<Verifier> {
  const { generation } = readExport(folder, dtype)
  const whole = readTokenizer(folder, { keepSpecial: true })
  const stopIds = [...new Set([...generation.eos_token_id, ...stops.flatMap((stop) => singleToken(whole, stop))])]
  const model = new ModelThreads({ kind: 'export', folder, threads, dtype, texts }, 1)
  const found = await model.load()
  const profile: ModelProfile = {
    ...own, stopIds, maxTokens: generation.max_new_tokens ?? generation.max_length ?? maxTokens, maxAspect: null, alphabet: null, trust: null,
  }
  // Tags that a model writes are special tokens, and part of its text; only the stop is not.
  return new OnnxVerifier(profile, readTokenizer(folder, { keepSpecial: true, drop: stopIds }), { ...found, lockstep: true, costModel: null }, model)
}

function singleToken(tokenizer: Tokenizer, text: string): number[] {
  const ids = tokenizer.encode(text)
  return ids.length === 1 ? [...ids] : []
}

class OnnxVerifier implements Verifier {
  readonly id: string
  readonly profile: ModelProfile
  readonly tokenizer: Tokenizer
  readonly capabilities: Capabilities
  readonly #threads: ModelThreads

  constructor(profile: ModelProfile, tokenizer: Tokenizer, capabilities: Capabilities, threads: ModelThreads) {
    this.id = profile.name
    this.profile = profile
    this.tokenizer = tokenizer
    this.capabilities = capabilities
    this.#threads = threads
  }

  open(inputs: readonly VerifyInput[], signal: AbortSignal): Promise<Sequence[]> {
    return this.#threads.open(inputs, signal)
  }

  verify(steps: readonly VerifyStep[], signal: AbortSignal): Promise<Verdict[]> {
    return this.#threads.verify(steps, signal)
  }

  commit(sequence: Sequence, path: readonly number[], next: number): void {
    this.#threads.commit(sequence, path, next)
  }

  close(sequence: Sequence): void {
    this.#threads.close(sequence)
  }

  dispose(): Promise<void> {
    return this.#threads.dispose()
  }
}
