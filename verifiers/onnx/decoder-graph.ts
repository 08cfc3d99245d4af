// The decoder of a public export: whatever its inputs are called and shaped like, it takes new tokens and a cache, and
// gives logits and a longer cache.
import { createReadStream, existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'
import { BIAS_INPUT, withAttentionBias } from './attention-bias.ts'
import { freeCopies } from './free-copies.ts'
import { fromFloat16, toFloat16 } from './float16.ts'
import { joinPasts, keepWritten, type Past, pastOf, withRoom } from './past.ts'
import { loadSession } from './session.ts'

/** Hidden states or embeddings, `[rows, size]`. */
export interface Embeddings {
  readonly size: number
  readonly data: Float32Array
}

/** New tokens of one sequence. */
export interface DecoderRow {
  readonly ids: readonly number[]
  /** In place of `ids`: image features among token embeddings. null = embed the ids. */
  readonly embeddings: Embeddings | null
  /** Text positions of the new tokens, one list an axis. */
  readonly positions: readonly (readonly number[])[]
  /** Draft nodes' parents, when the tokens after the first are a tree (`TokenTree`); null = each follows the one before. */
  readonly parents: Int32Array | null
  /** null = nothing is cached. */
  readonly past: Past | null
  /** What the image encoder of an encoder-decoder says; null for the others. */
  readonly encoded: Embeddings | null
}

export interface DecoderOutput {
  /** Logits after new token `token`; a copy. */
  logits(token: number): Float32Array
  /** The cache with what there was, and the new tokens at `tokens`. */
  keep(tokens: readonly number[]): Past
}

/** Inputs that `#feeds` knows how to fill, besides the cache. */
const INPUTS = [
  'inputs_embeds', 'input_ids', 'attention_mask', 'position_ids', 'num_logits_to_keep', 'use_cache_branch', 'encoder_hidden_states',
  'encoder_attention_mask', BIAS_INPUT,
]

/** Bytes of a decoder that is worth holding in memory twice, while it is loaded, for an attention bias. */
const EDITABLE = 2 ** 30

/** Added to a score that must not count; far below any real score, and finite, so that fully masked rows stay numbers. */
const MASKED = -1e9

export class DecoderGraph {
  readonly #session: ort.InferenceSession
  readonly #embedder: ort.InferenceSession | null
  readonly #inputs: ReadonlyMap<string, ort.InferenceSession.TensorValueMetadata>
  readonly #caches: readonly ort.InferenceSession.TensorValueMetadata[]
  /** GroupQueryAttention writes new entries behind each row's own past; others write them behind the longest. */
  readonly groupQuery: boolean
  /** Axes of a position: 3 for models that place image tokens by time, row and column (Qwen2-VL). */
  readonly axes: 1 | 3
  readonly file: string

  private constructor(file: string, session: ort.InferenceSession, embedder: ort.InferenceSession | null, groupQuery: boolean) {
    this.file = file
    this.groupQuery = groupQuery
    this.#session = session
    this.#embedder = embedder
    const inputs = session.inputMetadata.filter((input) => input.isTensor)
    this.#inputs = new Map(inputs.map((input) => [input.name, input]))
    this.#caches = inputs.filter(({ name }) => name.startsWith('past_key_values.'))
    const strange = inputs.find(({ name }) => !INPUTS.includes(name) && !name.startsWith('past_key_values.'))
    const wrong = strange !== undefined ? `has the input ${strange.name}, which is not supported`
      : this.#caches.length === 0 ? 'takes no past keys and values: export it with past'
        : this.#inputs.has('inputs_embeds') && embedder === null ? 'takes embeddings, but there is no embed_tokens.onnx' : null
    if (wrong !== null) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${file} ${wrong}`)
    this.axes = this.#inputs.get('position_ids')?.shape.length === 3 ? 3 : 1
  }

  /** @throws SpecparseError VERIFIER_UNAVAILABLE, naming the file and what is wrong with it */
  static async load(decoder: string, embedder: string | null, threads: number): Promise<DecoderGraph> {
    const embedTokens = embedder === null ? null : await loadSession(embedder, threads)
    const groupQuery = await mentions(decoder, 'GroupQueryAttention')
    const edited = groupQuery ? await editable(decoder) : null
    const asItIs = (): Promise<ort.InferenceSession> => loadSession(decoder, threads)
    // A bias has the precision of the scores, and this one is fp32: where they are not, the graph stays as it is.
    const session = await (edited === null ? asItIs() : loadSession(decoder, threads, edited).catch(asItIs))
    return new DecoderGraph(decoder, session, embedTokens, groupQuery)
  }

  /** True: rows with pasts of different length may share a forward, if the probe agrees. */
  get masksPadding(): boolean {
    return this.#inputs.has('attention_mask') && (this.groupQuery || this.#inputs.has('position_ids'))
  }

  /** True: the tokens of one row may form a tree, if the probe agrees. */
  get takesTrees(): boolean {
    return this.#inputs.has(BIAS_INPUT) && this.#inputs.has('position_ids')
  }

  /** Token embeddings. */
  async embed(ids: readonly number[]): Promise<Embeddings> {
    if (this.#embedder === null) throw new RangeError('this model has no embed_tokens.onnx')
    const name = this.#embedder.inputNames[0] ?? 'input_ids'
    const outputs = await this.#embedder.run({ [name]: integers(ids, [1, ids.length]) })
    const output = outputs[this.#embedder.outputNames[0] ?? '']
    if (output === undefined) throw new RangeError('embed_tokens.onnx returned nothing')
    return { size: output.dims[2] ?? 0, data: floats(output) }
  }

  /** One forward. Rows are padded to the longest; `lastOnly`: only the last token's logits are wanted, as after a prompt. */
  async run(rows: readonly DecoderRow[], lastOnly = false): Promise<DecoderOutput[]> {
    const width = Math.max(...rows.map(({ ids }) => ids.length))
    const pastWidth = Math.max(...rows.map(({ past }) => past?.length ?? 0))
    const feeds = await this.#feeds(rows, width, pastWidth, lastOnly)
    // GroupQueryAttention writes into the cache that it is given, where it is also where the new one is to go.
    const own = this.groupQuery && rows.length === 1 && pastWidth > 0 ? withRoom(rows[0]?.past as Past, width, this.#caches) : null
    const pasts = joinPasts(own === null ? rows.map(({ past }) => past) : [own], own?.room ?? pastWidth, this.#caches)
    const fetches = this.#fetches(own === null ? {} : pasts)
    const outputs = freeCopies(await this.#session.run({ ...feeds, ...pasts }, fetches), fetches)
    const logits = outputs['logits']
    if (logits === undefined) throw new RangeError('the decoder returned no logits')
    const [, kept = 0, vocabulary = 0] = logits.dims
    return rows.map(({ past }, r) => ({
      logits: (token) => {
        const start = (r * kept + token - (width - kept)) * vocabulary
        return logits.data instanceof Uint16Array ? fromFloat16(logits.data.slice(start, start + vocabulary))
          : (logits.data as Float32Array).slice(start, start + vocabulary)
      },
      keep: (tokens) => {
        if (own !== null) return keepWritten(own, tokens.map((token) => own.length + token), this.#caches)
        const start = this.groupQuery ? past?.length ?? 0 : pastWidth
        return pastOf(outputs, this.#caches, { row: r, before: past, tokens: tokens.map((token) => start + token) })
      },
    }))
  }

  /** Where outputs go: null = wherever the runtime likes. */
  #fetches(pasts: Readonly<Record<string, ort.Tensor>>): Record<string, ort.Tensor | null> {
    return Object.fromEntries(this.#session.outputNames.map((name) => [name, pasts[name.replace('present', 'past_key_values')] ?? null]))
  }

  async #feeds(rows: readonly DecoderRow[], width: number, pastWidth: number, lastOnly: boolean): Promise<Record<string, ort.Tensor>> {
    const batch = rows.length
    const feeds: Record<string, ort.Tensor> = {}
    const put = (name: string, make: (input: ort.InferenceSession.TensorValueMetadata) => ort.Tensor): void => {
      const input = this.#inputs.get(name)
      if (input !== undefined) feeds[name] = make(input)
    }
    const ids = rows.map((row) => padded(row.ids, width))
    put('input_ids', () => integers(ids.flat(), [batch, width]))
    if (this.#inputs.has('inputs_embeds')) {
      const { size, data } = rows[0]?.embeddings ?? await this.embed(ids.flat())
      put('inputs_embeds', (input) => numbers(input.type, data, [batch, width, size]))
    }
    put('attention_mask', () => integers(
      rows.flatMap(({ ids: own, past }) => [...padded(ones(past?.length ?? 0), pastWidth), ...padded(ones(own.length), width)]), [batch, pastWidth + width]))
    const axes = Array.from({ length: this.axes }, (_, axis) => rows.flatMap(({ positions }) => padded(positions[axis] ?? positions[0] ?? [], width)))
    put('position_ids', () => integers(axes.flat(), this.axes === 1 ? [batch, width] : [3, batch, width]))
    put(BIAS_INPUT, (input) => numbers(input.type, treeBias(rows, width, pastWidth), [batch, 1, width, pastWidth + width]))
    put('num_logits_to_keep', ({ shape }) => integers([lastOnly ? 1 : width], shape.length === 0 ? [] : [1]))
    put('use_cache_branch', () => new ort.Tensor('bool', [pastWidth > 0], [1]))
    const encoded = rows[0]?.encoded
    if (encoded !== null && encoded !== undefined) {
      const length = encoded.data.length / encoded.size
      put('encoder_hidden_states', (input) => numbers(input.type, encoded.data, [1, length, encoded.size]))
      put('encoder_attention_mask', () => integers(ones(length), [1, length]))
    }
    return feeds
  }
}

/** `[rows, 1, width, pastWidth + width]`: tokens of a tree see the past, their ancestors and themselves; the graph masks the rest. */
function treeBias(rows: readonly DecoderRow[], width: number, pastWidth: number): Float32Array {
  const bias = new Float32Array(rows.length * width * (pastWidth + width))
  rows.forEach(({ parents }, r) => parents?.forEach((_, node) => {
    const start = (r * width + node + 1) * (pastWidth + width) + pastWidth
    bias.fill(MASKED, start, start + node + 2)
    for (let seen = node; seen !== -1; seen = parents[seen] ?? -1) bias[start + seen + 1] = 0
    bias[start] = 0
  }))
  return bias
}

/** A decoder's bytes with an attention bias; null where it has no use for one, its weights lie in another file, or it is large. */
async function editable(file: string): Promise<Uint8Array | null> {
  if (existsSync(`${file}_data`) || (await stat(file)).size > EDITABLE || !await mentions(file, 'position_ids')) return null
  return withAttentionBias(await readFile(file))
}

/** Whether a file has `word` in it: the runtime does not say which operators a graph has. */
async function mentions(file: string, word: string): Promise<boolean> {
  let end = ''
  for await (const chunk of createReadStream(file, { encoding: 'latin1', highWaterMark: 2 ** 22 })) {
    const text = end + String(chunk)
    if (text.includes(word)) return true
    end = text.slice(-word.length)
  }
  return false
}

/** A float tensor of the type that the graph wants. */
export function numbers(type: string, data: Float32Array, dims: readonly number[]): ort.Tensor {
  return type === 'float16' ? new ort.Tensor('float16', toFloat16(data), dims) : new ort.Tensor('float32', data, dims)
}

/** A float tensor's values, whatever its precision. */
export function floats(tensor: ort.Tensor): Float32Array {
  return tensor.data instanceof Uint16Array ? fromFloat16(tensor.data) : tensor.data as Float32Array
}

export function integers(values: readonly number[], dims: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)
}

const ones = (length: number): number[] => new Array<number>(length).fill(1)

const padded = (values: readonly number[], length: number): number[] => [...values, ...new Array<number>(length - values.length).fill(0)]
