// The model in a worker thread: two ONNX sessions and the cache between them. Knows tensors, not documents.
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'
import type { TokenTree } from '../../src/model/tokens.ts'
import type { Verdict, VerifyInput } from '../../src/seams/verifier.ts'
import { KvCache, type NewEntries } from './kv-cache.ts'
import { lineImage, type LineImage } from './line-image.ts'
import { type ModelConfig, readModelConfig } from './model-folder.ts'
import { loadSession } from './session.ts'
import { packTrees, type TreeRow } from './tree-batch.ts'
import type { ModelStep, OwnDraft, SequenceChange, WorkerModel } from './worker-model.ts'

/** Lines per encoder run: enough to fill the core's vector units, few enough to keep activations in its cache. */
const ENCODER_BATCH = 16

/** Sequences per forward: two workers take the crops of half a dense page at a time. */
const MAX_BATCH = 32

interface OpenSequence {
  slot: number
  pending: number
  /** Text position of `pending`. */
  position: number
  /** The last forward: its draft, its new entries and the sequence's row in them, until a commit decides their fate. */
  last: { readonly draft: TokenTree, readonly entries: NewEntries, readonly row: number } | null
}

export class LineModel implements WorkerModel {
  readonly capabilities
  readonly #config: ModelConfig
  readonly #encoder: ort.InferenceSession
  readonly #decoder: ort.InferenceSession
  readonly #cache: KvCache
  readonly #sequences = new Map<number, OpenSequence>()

  private constructor(config: ModelConfig, encoder: ort.InferenceSession, decoder: ort.InferenceSession) {
    this.#config = config
    this.#encoder = encoder
    this.#decoder = decoder
    this.#cache = new KvCache(config.decoder)
    this.capabilities = { trees: true, maxBatch: MAX_BATCH, maxDraftTokens: config.maxNewTokens }
  }

  static async load(folder: string, threads: number): Promise<LineModel> {
    const load = (file: string): Promise<ort.InferenceSession> => loadSession(join(folder, 'onnx', file), threads)
    return new LineModel(readModelConfig(folder), await load('encoder_model.onnx'), await load('decoder_model_merged.onnx'))
  }

  /** Encodes images and opens one sequence for each, under the given ids; returns the CTC head's readings. */
  async open(ids: readonly number[], inputs: readonly VerifyInput[]): Promise<(OwnDraft | null)[]> {
    const { height, columnPixels } = this.#config.image
    const lines = await Promise.all(inputs.map(({ image }) => lineImage(image, height, columnPixels)))
    const { maxColumns } = this.#config.encoder
    // onnxruntime-node ends the whole process when a run fails inside a worker
    if (lines.some(({ paddedWidth }) => paddedWidth / columnPixels > maxColumns)) {
      throw new SpecparseError('VERIFIER_FAILED', `a line is too wide for the model, which reads ${maxColumns} columns of ${columnPixels} pixels`)
    }
    const own = new Array<OwnDraft | null>(inputs.length).fill(null)
    for (const group of groupByWidth(lines)) {
      const outputs = await this.#encode(group.map((i) => lines[i] as LineImage))
      const entries = this.#entries(outputs, 'past_key_values')
      group.forEach((i, row) => {
        const columns = lines[i]?.columns ?? 0
        const slot = this.#cache.add()
        this.#cache.append(slot, entries, row, Array.from({ length: columns }, (_, c) => c))
        this.#sequences.set(ids[i] ?? -1, { slot, pending: this.#config.bosTokenId, position: 0, last: null })
        own[i] = this.#readCtc(outputs, row, columns)
      })
    }
    return own
  }

  /** One forward for all steps. */
  async verify(steps: readonly ModelStep[]): Promise<Verdict[]> {
    const rows = new Array<TreeRow | null>(this.#cache.used).fill(null)
    for (const { id, draft } of steps) {
      const { slot, pending, position } = this.#get(id)
      rows[slot] = { pending, position, past: this.#cache.lengthOf(slot), draft }
    }
    const outputs = await this.#forward(rows)
    const entries = this.#entries(outputs, 'present')
    const topIds = outputs['topk_ids'] as ort.TypedTensor<'int64'>
    const topLogprobs = outputs['topk_logprobs'] as ort.TypedTensor<'float32'>
    const [, width = 0, k = 0] = topIds.dims
    return steps.map(({ id, draft }) => {
      const sequence = this.#get(id)
      sequence.last = { draft, entries, row: sequence.slot }
      const start = sequence.slot * width * k
      const end = start + (draft.ids.length + 1) * k
      return { k, ids: Int32Array.from(topIds.data.subarray(start, end), Number), logprobs: topLogprobs.data.slice(start, end) }
    })
  }

  /** Applies what the decode core decided since the last forward. */
  apply(change: SequenceChange): void {
    if (change.kind === 'commit') {
      const sequence = this.#get(change.id)
      const { last } = sequence
      if (last === null) throw new RangeError(`sequence ${change.id} has nothing to commit`)
      this.#cache.append(sequence.slot, last.entries, last.row, [0, ...change.path.map((node) => node + 1)])
      for (const id of [...change.path.map((node) => last.draft.ids[node] ?? -1), change.next]) {
        sequence.position += this.#config.positionSteps[id] ?? 0
      }
      sequence.last = null
      sequence.pending = change.next
      return
    }
    const sequence = this.#sequences.get(change.id)
    if (sequence === undefined) return
    const moved = this.#cache.remove(sequence.slot)
    this.#sequences.delete(change.id)
    for (const other of this.#sequences.values()) if (other.slot === moved) other.slot = sequence.slot
  }

  #get(id: number): OpenSequence {
    const sequence = this.#sequences.get(id)
    if (sequence === undefined) throw new RangeError(`sequence ${id} is not open`)
    return sequence
  }

  async #encode(lines: readonly LineImage[]): Promise<ort.InferenceSession.OnnxValueMapType> {
    const { height, columnPixels } = this.#config.image
    const width = lines[0]?.paddedWidth ?? 0
    const pixels = new Float32Array(lines.length * height * width)
    const mask = new BigInt64Array(lines.length * width / columnPixels)
    lines.forEach((line, row) => {
      pixels.set(line.pixels, row * height * width)
      mask.fill(1n, row * width / columnPixels, row * width / columnPixels + line.columns)
    })
    return this.#encoder.run({
      pixel_values: new ort.Tensor('float32', pixels, [lines.length, 1, height, width]),
      pixel_mask: new ort.Tensor('int64', mask, [lines.length, width / columnPixels]),
    })
  }

  async #forward(rows: readonly (TreeRow | null)[]): Promise<ort.InferenceSession.OnnxValueMapType> {
    const { heads, headDim } = this.#config.decoder
    const { capacity } = this.#cache
    const batch = packTrees(rows, capacity, this.#config.padTokenId, this.#config.positionSteps)
    const feeds: Record<string, ort.Tensor> = {
      input_ids: new ort.Tensor('int64', batch.ids, [rows.length, batch.width]),
      position_ids: new ort.Tensor('int64', batch.positions, [rows.length, batch.width]),
      attention_bias: new ort.Tensor('float32', batch.bias, [rows.length, 1, batch.width, capacity + batch.width]),
    }
    const names = cacheNames('past_key_values', this.#config.decoder.layers)
    this.#cache.past().forEach((data, t) => {
      feeds[names[t] ?? ''] = new ort.Tensor('float32', data, [rows.length, heads, capacity, headDim])
    })
    return this.#decoder.run(feeds)
  }

  #entries(outputs: ort.InferenceSession.OnnxValueMapType, prefix: string): NewEntries {
    const tensors = cacheNames(prefix, this.#config.decoder.layers).map((name) => outputs[name] as ort.TypedTensor<'float32'>)
    return { positions: tensors[0]?.dims[2] ?? 0, tensors: tensors.map(({ data }) => data) }
  }

  /** Best path of the CTC head: runs of one class are one character, blanks separate (Graves et al. 2006). */
  #readCtc(outputs: ort.InferenceSession.OnnxValueMapType, row: number, columns: number): OwnDraft | null {
    const { ctc } = this.#config
    if (ctc === null) return null
    const classes = outputs['ctc_ids'] as ort.TypedTensor<'int64'>
    const logprobs = outputs['ctc_logprobs'] as ort.TypedTensor<'float32'>
    const alphabet = [...ctc.alphabet]
    const start = row * (classes.dims[1] ?? 0)
    let [text, previous, sum] = ['', ctc.blank, 0]
    for (let column = start; column < start + columns; column++) {
      const current = Number(classes.data[column])
      if (current !== ctc.blank && current !== previous) text += alphabet[current - 1] ?? ''
      previous = current
      sum += logprobs.data[column] ?? 0
    }
    return { text, confidence: Math.exp(sum / Math.max(1, [...text].length)) }
  }
}

function cacheNames(prefix: string, layers: number): string[] {
  return Array.from({ length: layers }, (_, i) => [`${prefix}.${i}.key`, `${prefix}.${i}.value`]).flat()
}

/** Indexes of lines with equal padded widths, at most ENCODER_BATCH together. */
function groupByWidth(lines: readonly LineImage[]): number[][] {
  const byWidth = new Map<number, number[]>()
  lines.forEach(({ paddedWidth }, i) => byWidth.set(paddedWidth, [...byWidth.get(paddedWidth) ?? [], i]))
  return [...byWidth.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / ENCODER_BATCH) }, (_, g) => group.slice(g * ENCODER_BATCH, (g + 1) * ENCODER_BATCH)))
}
