// OpenAI-style chat as vLLM speaks it (log-probabilities of the prompt, token ids), and in the plain forms of others.
import type { Traits } from './faults.ts'
import { type ChatRequest, Refusal } from './request.ts'
import type { Conversation, Position, ToyEngine } from './toy-engine.ts'
import type { Scored } from './toy-language.ts'

/** The chat's question and answer so far, in tokens. */
export async function readConversation(engine: ToyEngine, { messages, continue_final_message, add_generation_prompt }: ChatRequest): Promise<Conversation> {
  const parts = messages.flatMap(({ role, content }) => role === 'user' && typeof content !== 'string' ? content : [])
  const url = parts.flatMap((part) => part.type === 'image_url' ? [part.image_url.url] : [])[0]
  if (url === undefined) throw new Refusal(400, 'no image')
  const { image, imageHash, tokens } = await engine.picture(url)
  const question = parts.map((part) => part.type === 'text' ? part.text : '').join('')
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return { image, imageHash, base: engine.baseOf(question, tokens), said: [] }
  if (!continue_final_message || add_generation_prompt || typeof last.content !== 'string') throw new Refusal(400, 'the assistant cannot come last')
  const text = engine.traits.trimsPrefill ? last.content.trim() : last.content
  return { image, imageHash, base: engine.baseOf(question, tokens), said: [...engine.model.tokenizer.encode(text)] }
}

/** vLLM's form. */
export function vllmChat(engine: ToyEngine, request: ChatRequest, conversation: Conversation): object {
  const { base, said } = conversation
  engine.prefill(conversation, request.prompt_logprobs === undefined)
  const decoded = engine.decode(conversation, request.max_tokens ?? 1_000)
  const stopped = decoded.at(-1)?.id === engine.model.tokenizer.special('</s>')
  const ids = decoded.map(({ id }) => id)
  return {
    id: 'chatcmpl-1', object: 'chat.completion', model: request.model,
    prompt_token_ids: request.return_token_ids ? [...base, ...said] : null,
    prompt_logprobs: request.prompt_logprobs === undefined ? null
      : promptList(base.length, engine.positions(conversation), request.prompt_logprobs, engine.traits),
    choices: [{
      index: 0, message: { role: 'assistant', content: engine.model.tokenizer.decode(stopped ? ids.slice(0, -1) : ids) },
      finish_reason: stopped ? 'stop' : 'length', stop_reason: null,
      token_ids: request.return_token_ids ? ids : null,
      logprobs: request.logprobs ? { content: decoded.map(({ id, top }) => openAiLogprob(id, top, request.top_logprobs)) } : null,
    }],
    usage: { prompt_tokens: base.length + said.length, completion_tokens: ids.length },
  }
}

/** The form that every engine has: text only. */
export function textChat(engine: ToyEngine, request: ChatRequest, conversation: Conversation): object {
  const { base, said } = conversation
  engine.prefill(conversation, true)
  if (request.prediction !== undefined) engine.counts.received += engine.model.tokenizer.encode(request.prediction.content).length
  const decoded = engine.decode(conversation, request.max_tokens ?? 1_000_000).map(({ id }) => id)
  const stopped = decoded.at(-1) === engine.model.tokenizer.special('</s>')
  return {
    id: 'chatcmpl-1', object: 'chat.completion', model: request.model,
    choices: [{
      index: 0, message: { role: 'assistant', content: engine.model.tokenizer.decode(stopped ? decoded.slice(0, -1) : decoded) },
      finish_reason: stopped ? 'stop' : 'length',
    }],
    usage: { prompt_tokens: base.length + said.length, completion_tokens: decoded.length },
  }
}

/** `prompt_logprobs`: null first, then a dictionary per position. Positions of the question say nothing of interest. */
export function promptList(baseLength: number, positions: readonly Position[], top: number, traits: Traits): (object | null)[] {
  const question = Array.from({ length: baseLength }, (_, i) => i === 0 ? null : { 0: { logprob: -0.5, rank: 1, decoded_token: '' } })
  return [...question, ...positions.map((position) => dictionary(position, top, traits))]
}

function dictionary({ own, ownLogprob, top }: Position, count: number, traits: Traits): object {
  // vLLM counts the tokens that are at least as likely, so tied tokens both have rank 2.
  const rankOf = (logprob: number): number => Math.max(1, top.filter((one) => one.logprob >= logprob).length)
  const listed = traits.truncatesTop ? [] : top.slice(0, count)
  return Object.fromEntries([{ id: own, logprob: ownLogprob }, ...listed].map(({ id, logprob }) =>
    [String(id), { logprob, rank: traits.ties ? rankOf(logprob) : 1, decoded_token: '' }]))
}

function openAiLogprob(id: number, top: readonly Scored[], count: number): object {
  return {
    token: `token_id:${id}`, logprob: top.find((one) => one.id === id)?.logprob ?? -9, bytes: null,
    top_logprobs: top.slice(0, count).map((one) => ({ token: `token_id:${one.id}`, logprob: one.logprob, bytes: null })),
  }
}
