// vLLM's chat route: the draft is the start of the assistant's answer, and the engine reports what it would have said at
// each of its tokens. Works on every vLLM; each request prefills the whole prompt, because those with prompt
// log-probabilities never read the prefix cache.
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { HttpClient } from './http-client.ts'
import { type Answer, plainTokens, type Prompt, type Protocol, type Question, repairTokens, unrepeatable } from './protocol.ts'
import type { Row } from './row.ts'
import { chatMessages, commonLength, endedRows, NO_PENALTIES, type ServedModel } from './served-model.ts'
import { generatedRows, logprobsSchema, promptLogprobsSchema, promptRow, TOP } from './vllm-rows.ts'

/**
 * Where the draft went wrong within so many tokens, the next ones are decoded plainly before it is believed again: a
 * prefill of some thousand image tokens costs as much as decoding some dozens.
 */
const POOR = 16
const PLAIN_RUN = 32

const answerSchema = z.looseObject({
  prompt_token_ids: z.array(z.int()).nullish(),
  prompt_logprobs: promptLogprobsSchema,
  choices: z.tuple([z.looseObject({
    token_ids: z.array(z.int()).nullish(),
    logprobs: logprobsSchema,
    finish_reason: z.string().nullish(),
    stop_reason: z.union([z.int(), z.string()]).nullish(),
  })], z.unknown()),
})

type ChatAnswer = z.infer<typeof answerSchema>

export function createVllmChat(client: HttpClient, { name, tokenizer, profile: { stopIds } }: ServedModel): Protocol {
  /** Prompts as tokens, runs of one token counted as one: images of other sizes differ in nothing else. */
  const shapes = new Map<string, string>()
  const shapeKey = ({ system, text }: Prompt): string => JSON.stringify([system, text])

  function send({ reading, signal }: Question, answer: string | null, maxTokens: number, score: boolean): Promise<ChatAnswer> {
    return client.post('/v1/chat/completions', {
      model: name, messages: chatMessages(reading.prompt, reading.image.url, answer),
      ...answer === null ? {} : { continue_final_message: true, add_generation_prompt: false },
      ...score ? { prompt_logprobs: TOP } : {},
      temperature: 0, ...NO_PENALTIES, max_tokens: maxTokens, logprobs: true, top_logprobs: TOP,
      return_token_ids: true, return_tokens_as_token_ids: true, skip_special_tokens: false,
    }, { schema: answerSchema, lane: reading.lane, signal })
  }

  function generated({ choices: [{ token_ids, logprobs, finish_reason, stop_reason }] }: ChatAnswer): Row[] {
    if (!Array.isArray(token_ids)) throw new SpecparseError('VERIFIER_FAILED', 'the server does not know return_token_ids')
    const rows = generatedRows(token_ids, logprobs)
    return finish_reason === 'stop' ? endedRows(rows, stopIds, typeof stop_reason === 'number' ? stop_reason : null) : rows
  }

  /** Plain decoding from the first token on: the one way that does not send text back, which may come to other tokens. */
  async function fromStart(question: Question, tokens: number): Promise<Answer> {
    const { reading, prefix } = question
    const answer = await send(question, null, prefix.length + tokens, false)
    reading.memory.base = answer.prompt_token_ids ?? []
    shapes.set(shapeKey(reading.prompt), shapeOf(reading.memory.base))
    const rows = generated(answer)
    if (commonLength(rows.map(({ ids }) => ids[0]), prefix) < prefix.length || rows.length === prefix.length) {
      throw unrepeatable()
    }
    return { after: 'target', rows: rows.slice(prefix.length) }
  }

  /** The prompt's tokens, from earlier answers or from this one, when it ends with just the tokens that were meant. */
  function baseOf({ reading: { memory, prompt } }: Question, got: readonly number[], meant: readonly number[]): readonly number[] | null {
    if (memory.base !== undefined) return commonLength(memory.base, got) === memory.base.length ? memory.base : null
    const base = got.slice(0, got.length - meant.length)
    const fits = commonLength(got.slice(base.length), meant) === meant.length && shapes.get(shapeKey(prompt)) === shapeOf(base)
    if (fits) memory.base = base
    return fits ? base : null
  }

  /** Continues the target's own text plainly, where it comes back as the same tokens. */
  async function onwards(question: Question, tokens: number): Promise<Answer> {
    const { reading, prefix } = question
    if (prefix.length === 0) return fromStart(question, tokens)
    const answer = await send(question, tokenizer.decode(prefix), tokens, false)
    const got = answer.prompt_token_ids ?? []
    const base = baseOf(question, got, prefix)
    if (base !== null && got.length === base.length + prefix.length && commonLength(got.slice(base.length), prefix) === prefix.length) {
      return { after: 'target', rows: generated(answer) }
    }
    reading.memory.retokenized = true
    return fromStart(question, question.room)
  }

  return {
    name: 'vllm-chat',
    async ask(question) {
      const { reading: { prompt, memory }, prefix, draft, room } = question
      if (memory.retokenized === true) return fromStart(question, room)
      if (memory.base === undefined && !shapes.has(shapeKey(prompt)) && draft.length > 0) return fromStart(question, 1)
      if (draft.length === 0) return onwards(question, plainTokens(question))
      memory.run = 0
      if (memory.plainNext === true) {
        memory.plainNext = false
        return onwards(question, Math.min(room, PLAIN_RUN))
      }
      const meant = [...prefix, ...draft]
      const answer = await send(question, tokenizer.decode(meant), 1, true)
      const got = answer.prompt_token_ids ?? []
      const base = baseOf(question, got, meant)
      // A tail that came back as other tokens may be the draft's fault; what the target said itself must come back whole.
      if (base === null) {
        if (memory.base === undefined) return fromStart(question, 1)
        memory.retokenized = true
        return fromStart(question, room)
      }
      const tail = got.slice(base.length)
      const same = commonLength(tail, meant)
      // The draft's first token has melted into the target's last one: go on without it.
      if (same < prefix.length) return onwards(question, Math.min(room, PLAIN_RUN))
      const rows: (Row | null)[] = []
      for (let at = prefix.length; at <= same && at < tail.length; at++) {
        rows.push(promptRow(answer.prompt_logprobs ?? [], got.length, base.length + at, tail[at] ?? -1))
      }
      if (same === tail.length) rows.push(generated(answer)[0] ?? null)
      const disagreement = rows.findIndex((row, j) => row?.ids[0] !== draft[j])
      memory.plainNext = disagreement < POOR
      if (rows[0] !== null && rows[0] !== undefined) return { after: 'draft', rows }
      return onwards(question, repairTokens(question))
    },
  }
}

/** Tokens with runs of one token counted as one: '5 9 7' for [5, 9, 9, 9, 7]. */
function shapeOf(ids: readonly number[]): string {
  return ids.filter((id, i) => id !== ids[i - 1]).join(' ')
}
