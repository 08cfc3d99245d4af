// A line reader in a worker thread: an encoder whose columns are the start of the decoder's cache.
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { DraftReading } from '../../src/model/reading.ts'
import type { Verdict, VerifyInput } from '../../src/seams/verifier.ts'
import { cacheEntries, cacheNames, DeltaDecoder } from './delta-decoder.ts'
import { ctcReading } from './ctc-reading.ts'
import { KeptBuffer } from './kept-buffer.ts'
import { KeptOutputs } from './kept-outputs.ts'
import { drawLine, type LineShape, lineShape } from './line-image.ts'
import { type LineReaderConfig, readLineReaderConfig } from './model-folder.ts'
import { loadSession } from './session.ts'
import type { ModelStep, Opened, SequenceChange, WorkerModel } from './worker-model.ts'

/** Lines per encoder run: enough to fill the core's vector units, few enough to keep activations in its cache. */
const ENCODER_BATCH = 16

/** Sequences per forward: two workers take the crops of half a dense page at a time. */
const MAX_BATCH = 32

interface Line extends LineShape {
  readonly image: Raster
}

export class LineModel implements WorkerModel {
  readonly capabilities
  readonly #config: LineReaderConfig
  readonly #encoder: ort.InferenceSession
  readonly #decoder: DeltaDecoder
  readonly #pixels = new KeptBuffer()
  readonly #outputs = new KeptOutputs()

  private constructor(config: LineReaderConfig, encoder: ort.InferenceSession, decoder: DeltaDecoder) {
    this.#config = config
    this.#encoder = encoder
    this.#decoder = decoder
    this.capabilities = { trees: true, maxBatch: MAX_BATCH, maxDraftTokens: config.maxNewTokens, skipsPadding: config.padTokenId < 0 }
  }

  static async load(folder: string, threads: number): Promise<LineModel> {
    const config = readLineReaderConfig(folder)
    const encoder = await loadSession(join(folder, 'onnx/encoder_model.onnx'), threads)
    return new LineModel(config, encoder, await DeltaDecoder.load(config, folder, threads))
  }

  /** Encodes images and opens one sequence for each, under the given ids; returns the CTC head's readings. */
  async open(ids: readonly number[], inputs: readonly VerifyInput[]): Promise<Opened[]> {
    const { height, columnPixels } = this.#config.image
    const lines = inputs.map(({ image }): Line => ({ image, ...lineShape(image, height, columnPixels) }))
    const { maxColumns } = this.#config.encoder
    // onnxruntime-node ends the whole process when a run fails inside a worker
    if (lines.some(({ paddedWidth }) => paddedWidth / columnPixels > maxColumns)) {
      throw new SpecparseError('VERIFIER_FAILED', `a line is too wide for the model, which reads ${maxColumns} columns of ${columnPixels} pixels`)
    }
    const opened = new Array<Opened>(inputs.length)
    for (const group of groupByWidth(lines)) {
      const outputs = await this.#encode(group.map((i) => lines[i] as Line))
      const entries = cacheEntries(outputs, 'past_key_values', this.#config)
      group.forEach((i, row) => {
        const columns = lines[i]?.columns ?? 0
        this.#decoder.open(ids[i] ?? -1, entries, row, columns)
        opened[i] = { ownDraft: this.#readCtc(outputs, row, columns), promptTokens: columns }
      })
    }
    return opened
  }

  verify(steps: readonly ModelStep[]): Promise<Verdict[]> {
    return this.#decoder.verify(steps)
  }

  apply(change: SequenceChange): void {
    this.#decoder.apply(change)
  }

  async #encode(lines: readonly Line[]): Promise<ort.InferenceSession.OnnxValueMapType> {
    const { image: { height, columnPixels }, decoder: { heads, headDim }, ctc } = this.#config
    const width = lines[0]?.paddedWidth ?? 0
    const pixels = this.#pixels.take(lines.length * height * width)
    const mask = new BigInt64Array(lines.length * width / columnPixels)
    lines.forEach((line, row) => {
      drawLine(line.image, line, height, pixels.subarray(row * height * width, (row + 1) * height * width))
      mask.fill(1n, row * width / columnPixels, row * width / columnPixels + line.columns)
    })
    return this.#outputs.run(this.#encoder, {
      pixel_values: new ort.Tensor('float32', pixels, [lines.length, 1, height, width]),
      pixel_mask: new ort.Tensor('int64', mask, [lines.length, width / columnPixels]),
    }, cacheNames('past_key_values', this.#config), [lines.length, heads, width / columnPixels, headDim], ctc === null ? [] : ['ctc_ids', 'ctc_logprobs'])
  }

  #readCtc(outputs: ort.InferenceSession.OnnxValueMapType, row: number, columns: number): DraftReading | null {
    const { ctc } = this.#config
    if (ctc === null) return null
    const classes = outputs['ctc_ids'] as ort.TypedTensor<'int64'>
    const logprobs = outputs['ctc_logprobs'] as ort.TypedTensor<'float32'>
    const start = row * (classes.dims[1] ?? 0)
    return ctcReading(classes.data.subarray(start, start + columns), logprobs.data.subarray(start, start + columns), ctc)
  }
}

/** Indexes of lines with equal padded widths, at most ENCODER_BATCH together. */
function groupByWidth(lines: readonly Line[]): number[][] {
  const byWidth = new Map<number, number[]>()
  lines.forEach(({ paddedWidth }, i) => byWidth.set(paddedWidth, [...byWidth.get(paddedWidth) ?? [], i]))
  return [...byWidth.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / ENCODER_BATCH) }, (_, g) => group.slice(g * ENCODER_BATCH, (g + 1) * ENCODER_BATCH)))
}
