// A text decoder without an encoder in a worker thread, for benchmarks: where a vision model has the tokens of its image,
// it has a prompt of as many tokens, drawn by chance from the image's bytes.
import type { Raster } from '../../src/model/raster.ts'
import type { Verdict, VerifyInput } from '../../src/seams/verifier.ts'
import { DeltaDecoder } from './delta-decoder.ts'
import { readTextDecoderConfig, type TextDecoderConfig } from './model-folder.ts'
import type { ModelStep, Opened, SequenceChange, WorkerModel } from './worker-model.ts'

/** Sequences per forward: beyond it a token costs hardly less (`npm run bench -- verify-cost`). */
const MAX_BATCH = 32

export class TextModel implements WorkerModel {
  readonly capabilities
  readonly #config: TextDecoderConfig
  readonly #decoder: DeltaDecoder

  private constructor(config: TextDecoderConfig, decoder: DeltaDecoder) {
    this.#config = config
    this.#decoder = decoder
    this.capabilities = { trees: true, maxBatch: MAX_BATCH, maxDraftTokens: config.maxNewTokens, skipsPadding: true }
  }

  static async load(folder: string, threads: number): Promise<TextModel> {
    const config = readTextDecoderConfig(folder)
    return new TextModel(config, await DeltaDecoder.load(config, folder, threads))
  }

  async open(ids: readonly number[], inputs: readonly VerifyInput[]): Promise<Opened[]> {
    for (const [i, { image }] of inputs.entries()) await this.#decoder.prefill(ids[i] ?? -1, this.#prompt(image))
    return inputs.map(() => ({ ownDraft: null, promptTokens: this.#config.prompt.tokens }))
  }

  verify(steps: readonly ModelStep[]): Promise<Verdict[]> {
    return this.#decoder.verify(steps)
  }

  apply(change: SequenceChange): void {
    this.#decoder.apply(change)
  }

  /** Numerical Recipes' generator, begun with an FNV-1a hash of the image. */
  #prompt({ data }: Raster): Int32Array {
    let state = data.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261)
    return Int32Array.from({ length: this.#config.prompt.tokens }, () => {
      state = Math.imul(state, 1664525) + 1013904223 | 0
      return (state >>> 0) % this.#config.vocabSize
    })
  }
}
