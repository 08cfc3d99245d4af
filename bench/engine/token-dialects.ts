// Tokens in, tokens out: vLLM's render and generate routes, and SGLang's native one.
import type { z } from 'zod'
import { promptList, readConversation } from './chat-dialect.ts'
import type { Traits } from './faults.ts'
import { type ChatRequest, type generateSchema, Refusal, type sglangSchema } from './request.ts'
import type { Conversation, ToyEngine } from './toy-engine.ts'
import type { Scored } from './toy-language.ts'

/** Images that a server has processed: what `kwargs_data: null` refers to. */
export type ImageCache = Map<string, number>

export async function vllmRender(engine: ToyEngine, request: ChatRequest): Promise<object> {
  const { base, image, imageHash } = await readConversation(engine, request)
  const first = base.indexOf(engine.model.tokenizer.special('<image>'))
  const length = base.lastIndexOf(engine.model.tokenizer.special('<image>')) - first + 1
  return {
    request_id: 'chatcmpl-1', model: request.model, token_ids: base, sampling_params: {},
    features: { mm_hashes: { image: [imageHash] }, mm_placeholders: { image: [{ offset: first, length }] }, kwargs_data: { image: [String(image)] }, mm_metadata: { image: ['grid'] } },
  }
}

export function vllmGenerate(engine: ToyEngine, images: ImageCache, request: z.infer<typeof generateSchema>): object {
  const { token_ids, features, sampling_params: params } = request
  const [imageHash] = features.mm_hashes.image
  const data = features.kwargs_data as { readonly image: readonly string[] } | null
  if (data === null && 'mm_metadata' in features) throw new Refusal(400, 'metadata-only multimodal items require ec_transfer_params')
  if (data !== null) images.set(imageHash, Number(data.image[0]))
  const image = images.get(imageHash)
  if (engine.traits.forgetsImages) images.clear()
  if (image === undefined) throw new Refusal(500, `Expected a cached item for mm_hash='${imageHash}'`)
  const start = token_ids.indexOf(engine.model.tokenizer.special('<assistant>')) + 1
  const conversation: Conversation = { image, imageHash, base: token_ids.slice(0, start), said: token_ids.slice(start) }
  const cached = engine.prefill(conversation, params.prompt_logprobs === undefined || params.skip_reading_prefix_cache === false)
  const decoded = engine.decode(conversation, params.max_tokens)
  const list = params.prompt_logprobs === undefined ? null : promptList(start, engine.positions(conversation), params.prompt_logprobs, engine.traits)
  return {
    id: 'generate-tokens-1', model: request.model,
    choices: [{
      index: 0, token_ids: decoded.map(({ id }) => id),
      finish_reason: decoded.at(-1)?.id === engine.model.tokenizer.special('</s>') ? 'stop' : 'length',
      logprobs: params.logprobs === undefined ? null : { content: decoded.map(({ id, top }) => tokenLogprob(id, top, params.logprobs ?? 1)) },
    }],
    prompt_logprobs: list === null ? null : cachedList(list, cached, engine.traits.cachedRows),
    usage: { prompt_tokens: token_ids.length, completion_tokens: decoded.length },
  }
}

/** The token route's own form, with ids for texts (vLLM 0.32). */
function tokenLogprob(id: number, top: readonly Scored[], count: number): object {
  return {
    token_id: id, logprob: top.find((one) => one.id === id)?.logprob ?? -9, rank: 1,
    top_logprobs: top.slice(0, count).map((one, i) => ({ token_id: one.id, logprob: one.logprob, rank: i + 1 })),
  }
}

/** A position's row is computed at the position before it: of cached ones there is none. */
function cachedList(list: readonly (object | null)[], cached: number, habit: Traits['cachedRows']): (object | null)[] {
  if (habit === 'right' || cached === 0) return [...list]
  if (habit === 'infinite') throw new Refusal(400, 'Out of range float values are not JSON compliant')
  if (habit === 'short') return [null, ...list.slice(cached + 1)]
  return list.map((row, i) => i <= cached && i > 0 ? { [String(100_000 + i)]: { logprob: i % 2 === 0 ? 0 : 1e30, rank: 0, decoded_token: '' } } : row)
}

export async function sglangGenerate(engine: ToyEngine, request: z.infer<typeof sglangSchema>): Promise<object> {
  const { image, imageHash, tokens } = await engine.picture(request.image_data[0])
  const { tokenizer } = engine.model
  const ids = engine.traits.retokenizes ? [...tokenizer.encode(tokenizer.decode(request.input_ids))] : request.input_ids
  if (ids.filter((id) => id === tokenizer.special('<image>')).length !== 1) throw new Refusal(400, 'one image placeholder per image')
  const expanded = ids.flatMap((id) => id === tokenizer.special('<image>') ? new Array<number>(tokens).fill(id) : [id])
  const start = expanded.indexOf(tokenizer.special('<assistant>')) + 1
  const conversation: Conversation = { image, imageHash, base: expanded.slice(0, start), said: expanded.slice(start) }
  const from = request.logprob_start_len === -1 ? expanded.length : request.logprob_start_len
  const cached = engine.prefill(conversation, true)
  const decoded = engine.decode(conversation, request.sampling_params.max_new_tokens)
  const triple = ({ id, logprob }: Scored): [number, number, null] => [logprob, id, null]
  const positions = engine.positions(conversation)
  const scored = expanded.slice(from).map((own, i) => ({ own, position: positions[from + i - start] }))
  const stopped = decoded.at(-1)?.id === tokenizer.special('</s>')
  const truncated = engine.traits.truncatesTop
  return {
    text: tokenizer.decode(decoded.map(({ id }) => id)),
    meta_info: {
      id: '1', prompt_tokens: expanded.length, completion_tokens: decoded.length, cached_tokens: Math.min(cached, from),
      finish_reason: stopped ? { type: 'stop', matched: tokenizer.special('</s>') } : { type: 'length', length: decoded.length },
      input_token_logprobs: scored.map(({ own, position }, i) => [i === 0 ? null : position?.ownLogprob ?? -0.5, own, null]),
      input_top_logprobs: scored.map(({ position }, i) => i === 0 || position === undefined ? null
        : truncated ? [] : position.top.slice(0, request.top_logprobs_num).map(triple)),
      output_token_logprobs: decoded.map(({ id, top }) => [top.find((one) => one.id === id)?.logprob ?? -9, id, null]),
      output_top_logprobs: decoded.map(({ top }) => top.slice(0, request.top_logprobs_num).map(triple)),
    },
  }
}
