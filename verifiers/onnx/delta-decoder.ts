// A delta-KV decoder graph, the cache that it reads, and the sequences in it. Knows tokens, not pictures.
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { linearTree, type TokenTree } from '../../src/model/tokens.ts'
import type { Verdict } from '../../src/seams/verifier.ts'
import { KeptOutputs } from './kept-outputs.ts'
import { KvCache, type NewEntries } from './kv-cache.ts'
import type { DecoderConfig } from './model-folder.ts'
import { loadSession } from './session.ts'
import { packTrees, type TreeRow } from './tree-batch.ts'
import type { ModelStep, SequenceChange } from './worker-model.ts'

interface OpenSequence {
  slot: number
  /** The last emitted token, not in the cache yet. */
  pending: number
  /** Text position of `pending`. */
  position: number
  /** The last forward: its draft, its new entries and the sequence's row in them, until a commit decides their fate. */
  last: { readonly draft: TokenTree, readonly entries: NewEntries, readonly row: number } | null
}

export class DeltaDecoder {
  readonly #config: DecoderConfig
  readonly #session: ort.InferenceSession
  readonly #cache: KvCache
  readonly #outputs = new KeptOutputs()
  readonly #sequences = new Map<number, OpenSequence>()

  private constructor(config: DecoderConfig, session: ort.InferenceSession) {
    this.#config = config
    this.#session = session
    this.#cache = new KvCache(config.decoder)
  }

  static async load(config: DecoderConfig, folder: string, threads: number): Promise<DeltaDecoder> {
    return new DeltaDecoder(config, await loadSession(join(folder, 'onnx/decoder_model_merged.onnx'), threads))
  }

  /** Opens a sequence whose cache begins with `count` entries of a row: those of an image. */
  open(id: number, entries: NewEntries, row: number, count: number): void {
    const slot = this.#cache.add()
    this.#cache.append(slot, entries, row, Array.from({ length: count }, (_, position) => position))
    this.#sequences.set(id, { slot, pending: this.#config.bosTokenId, position: 0, last: null })
  }

  /** Opens a sequence that begins with prompt tokens, in one forward of its own. */
  async prefill(id: number, prompt: Int32Array): Promise<void> {
    const row: TreeRow = { pending: prompt[0] ?? this.#config.bosTokenId, position: 0, past: 0, draft: linearTree(prompt.subarray(1)) }
    const outputs = await this.#forward([row], 0, cacheNames('past_key_values', this.#config).map(() => new Float32Array(0)), new KeptOutputs())
    this.open(id, cacheEntries(outputs, 'present', this.#config), 0, prompt.length)
    this.#get(id).position = prompt.length
  }

  /** One forward for all steps. */
  async verify(steps: readonly ModelStep[]): Promise<Verdict[]> {
    const moved = this.#cache.compact()
    for (const sequence of this.#sequences.values()) sequence.slot = moved.get(sequence.slot) ?? sequence.slot
    const rows = new Array<TreeRow | null>(this.#cache.used).fill(null)
    for (const { id, draft } of steps) {
      const { slot, pending, position } = this.#get(id)
      rows[slot] = { pending, position, past: this.#cache.lengthOf(slot), draft }
    }
    // What another sequence may yet commit must not be written over.
    const stepping = new Set(steps.map(({ id }) => id))
    const undecided = [...this.#sequences].some(([id, { last }]) => last !== null && !stepping.has(id))
    const outputs = await this.#forward(rows, this.#cache.capacity, this.#cache.past(), undecided ? new KeptOutputs() : this.#outputs)
    const entries = cacheEntries(outputs, 'present', this.#config)
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
        sequence.position += this.#config.positionSteps?.[id] ?? 1
      }
      sequence.last = null
      sequence.pending = change.next
      return
    }
    const sequence = this.#sequences.get(change.id)
    if (sequence === undefined) return
    this.#cache.remove(sequence.slot)
    this.#sequences.delete(change.id)
  }

  #get(id: number): OpenSequence {
    const sequence = this.#sequences.get(id)
    if (sequence === undefined) throw new RangeError(`sequence ${id} is not open`)
    return sequence
  }

  /** `past`: `[rows, heads, capacity, headDim]` each. */
  async #forward(
    rows: readonly (TreeRow | null)[], capacity: number, past: readonly Float32Array[], memory: KeptOutputs,
  ): Promise<ort.InferenceSession.OnnxValueMapType> {
    const { decoder: { heads, headDim }, padTokenId, positionSteps } = this.#config
    const batch = packTrees(rows, capacity, padTokenId, positionSteps)
    const feeds: Record<string, ort.Tensor> = {
      input_ids: new ort.Tensor('int64', batch.ids, [rows.length, batch.width]),
      position_ids: new ort.Tensor('int64', batch.positions, [rows.length, batch.width]),
      attention_bias: new ort.Tensor('float32', batch.bias, [rows.length, 1, batch.width, capacity + batch.width]),
    }
    cacheNames('past_key_values', this.#config).forEach((name, t) => {
      feeds[name] = new ort.Tensor('float32', past[t] ?? new Float32Array(0), [rows.length, heads, capacity, headDim])
    })
    return memory.run(
      this.#session, feeds, cacheNames('present', this.#config), [rows.length, heads, batch.width, headDim], ['topk_ids', 'topk_logprobs'])
  }
}

/** Keys and values among a graph's outputs. */
export function cacheEntries(outputs: ort.InferenceSession.OnnxValueMapType, prefix: string, config: DecoderConfig): NewEntries {
  const tensors = cacheNames(prefix, config).map((name) => outputs[name] as ort.TypedTensor<'float32'>)
  return { positions: tensors[0]?.dims[2] ?? 0, tensors: tensors.map(({ data }) => data) }
}

export function cacheNames(prefix: string, { decoder: { layers } }: DecoderConfig): string[] {
  return Array.from({ length: layers }, (_, i) => [`${prefix}.${i}.key`, `${prefix}.${i}.value`]).flat()
}
