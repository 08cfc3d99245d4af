// Verifiers over local ONNX model folders: what the decode core sees of a model that runs in worker threads.
import { basename } from 'node:path'
import { createMarkdown } from '../../src/formats/markdown.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import type { Capabilities, ModelProfile, Sequence, Tokenizer, Trust, Verdict, Verifier, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'
import type { ImageRules, VlmProfile } from '../profiles/vlm-profile.ts'
import { readingProfile } from '../profiles/reading-profile.ts'
import { type Dtype, readExport } from './export-folder.ts'
import type { PromptTexts } from './export-prompt.ts'
import { handedInput } from './handed-image.ts'
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
  return new OnnxVerifier(profile, readTokenizer(folder), { ...found, maxBatch: found.maxBatch * workers, lockstep: true, lanes: workers, costModel: null }, threads)
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

export interface ExportVerifierOptions {
  readonly name: string
  /** Folder of a public export, in Hugging Face layout. */
  readonly folder: string
  readonly dtype: Dtype
  /** What it is asked. */
  readonly texts: PromptTexts
  /** How its makers use it; null = nobody said. */
  readonly known: VlmProfile | null
  /** Threads of one forward. There is one model: the larger ones take gigabytes. */
  readonly threads: number
}

/** Tokens after which an output is cut where nobody says: the longest pages of OmniDocBench have some 8,000 (FACTS section 1). */
const MAX_TOKENS = 8192

/**
 * Loads a public export: Idefics3, LLaVA, Qwen2-VL and encoder-decoder kinds. Its `capabilities` are what a probe of its
 * graphs found. @throws SpecparseError VERIFIER_UNAVAILABLE or CONFIG_INVALID, naming the file; MISSING_DEPENDENCY
 */
export async function createExportVerifier({ folder, dtype, texts, known, threads, name }: ExportVerifierOptions): Promise<Verifier> {
  const { generation } = readExport(folder, dtype)
  const whole = readTokenizer(folder, { keepSpecial: true })
  const stopIds = [...new Set([...generation.eos_token_id, ...(known?.stops ?? []).flatMap((stop) => singleToken(whole, stop))])]
  const model = new ModelThreads({ kind: 'export', folder, threads, dtype, texts }, 1)
  const found = await model.load()
  const profile: ModelProfile = {
    name, stopIds,
    maxTokens: generation.max_new_tokens ?? generation.max_length ?? known?.maxTokens ?? MAX_TOKENS, maxAspect: null, alphabet: null, trust: null,
    ...known === null ? { unit: 'page', format: createMarkdown('markdown', MODEL) } : readingProfile(known),
  }
  // Tags that a model writes are special tokens, and part of its text; only the stop is not.
  const tokenizer = readTokenizer(folder, { keepSpecial: true, drop: stopIds })
  return new OnnxVerifier(profile, tokenizer, { ...found, lockstep: true, costModel: null }, model, known?.image.send ?? null)
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
  readonly #handedSize: ImageRules['send'] | null

  constructor(profile: ModelProfile, tokenizer: Tokenizer, capabilities: Capabilities, threads: ModelThreads, handedSize: ImageRules['send'] | null = null) {
    this.id = profile.name
    this.profile = profile
    this.tokenizer = tokenizer
    this.capabilities = capabilities
    this.#threads = threads
    this.#handedSize = handedSize
  }

  async open(inputs: readonly VerifyInput[], signal: AbortSignal, lane?: number): Promise<Sequence[]> {
    const rule = this.#handedSize
    return this.#threads.open(rule === null ? inputs : await Promise.all(inputs.map((input) => handedInput(input, rule))), signal, lane)
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
