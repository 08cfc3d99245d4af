// vLLM's token route: the chat is rendered to tokens once, then tokens go in and log-probabilities come out. It may read
// the prefix cache, so a verify computes its draft only; what the cached positions report is checked, never believed.
import { z } from 'zod'
import { asSpecparseError } from '../../src/errors.ts'
import type { HttpClient } from './http-client.ts'
import { type Answer, plainTokens, type Protocol, type Question, repairTokens } from './protocol.ts'
import type { Row } from './row.ts'
import { chatMessages, endedRows, NO_PENALTIES, type ServedModel } from './served-model.ts'
import { generatedRows, logprobsSchema, promptLogprobsSchema, promptRow, TOP } from './vllm-rows.ts'

export const RENDER = '/v1/chat/completions/render'
export const GENERATE = '/inference/v1/generate'

const renderedSchema = z.looseObject({
  token_ids: z.array(z.int()).min(1),
  features: z.looseObject({ mm_hashes: z.unknown(), mm_placeholders: z.unknown(), kwargs_data: z.unknown().optional() }).nullish(),
})
const answerSchema = z.looseObject({
  prompt_logprobs: promptLogprobsSchema,
  choices: z.tuple([z.looseObject({
    token_ids: z.array(z.int()), logprobs: logprobsSchema, finish_reason: z.string().nullish(),
  })], z.unknown()),
})

type TokensAnswer = z.infer<typeof answerSchema>

export function createVllmTokens(client: HttpClient, { name, profile: { stopIds } }: ServedModel): Protocol {
  /** Tokens of the prompt and the processed image, which the server keeps in its cache once it has seen it. */
  async function render({ reading, signal }: Question): Promise<{ readonly features: unknown }> {
    const { token_ids, features } = await client.post(RENDER, {
      model: name, messages: chatMessages(reading.prompt, reading.image.url, null), temperature: 0, max_tokens: 1,
    }, { schema: renderedSchema, lane: reading.lane, signal })
    reading.memory.base = token_ids
    // The pixels are megabytes a page: they are sent on once, not kept. Null says that the server has them; with its
    // mm_metadata beside it vLLM 0.32 refuses that.
    reading.memory.features = features === null || features === undefined ? null
      : { mm_hashes: features.mm_hashes, mm_placeholders: features.mm_placeholders, kwargs_data: null }
    return { features: features ?? null }
  }

  /** `score`: report the prompt's log-probabilities; cached = positions in the prefix cache may be missing. */
  async function send(
    question: Question, said: readonly number[], maxTokens: number, score: 'no' | 'cached' | 'fresh',
  ): Promise<TokensAnswer> {
    const { reading, signal } = question
    const post = (features: unknown, attempts?: number): Promise<TokensAnswer> => client.post(GENERATE, {
      model: name, token_ids: [...reading.memory.base ?? [], ...said], ...features === null ? {} : { features },
      sampling_params: {
        temperature: 0, max_tokens: maxTokens, logprobs: TOP, stop_token_ids: stopIds, ...NO_PENALTIES, detokenize: false,
        ...score === 'no' ? {} : { prompt_logprobs: TOP, skip_reading_prefix_cache: score === 'fresh' },
      },
    }, { schema: answerSchema, lane: reading.lane, signal, ...attempts === undefined ? {} : { attempts } })
    const { features } = reading.memory
    if (features === undefined) return post((await render(question)).features)
    if (features === null) return post(null)
    try {
      return await post(features, 1)
    } catch (thrown) {
      const { code } = asSpecparseError(thrown, 'VERIFIER_FAILED')
      if (code !== 'VERIFIER_FAILED') throw thrown
      // Most likely the image has left the server's cache, or the sequence has moved to another server.
      return post((await render(question)).features)
    }
  }

  async function onwards(question: Question, tokens: number): Promise<Answer> {
    const { choices: [{ token_ids, logprobs, finish_reason }] } = await send(question, question.prefix, tokens, 'no')
    const rows = generatedRows(token_ids, logprobs)
    return { after: 'target', rows: finish_reason === 'stop' ? endedRows(rows, stopIds, null) : rows }
  }

  async function score(question: Question, said: readonly number[]): Promise<TokensAnswer> {
    try {
      return await send(question, said, 1, 'cached')
    } catch (thrown) {
      const { code, retryable } = asSpecparseError(thrown, 'VERIFIER_FAILED')
      if (code !== 'VERIFIER_FAILED' || retryable) throw thrown
      // vLLM 0.32 answers 400, "Out of range float values", where the garbage of cached positions is not even a number.
      return send(question, said, 1, 'fresh')
    }
  }

  return {
    name: 'vllm-tokens',
    async ask(question) {
      const { reading, prefix, draft } = question
      if (draft.length === 0) return onwards(question, plainTokens(question))
      reading.memory.run = 0
      const said = [...prefix, ...draft]
      const { prompt_logprobs, choices: [choice] } = await score(question, said)
      const base = reading.memory.base?.length ?? 0
      const rows: (Row | null)[] = draft.map((id, j) => promptRow(prompt_logprobs ?? [], base + said.length, base + prefix.length + j, id))
      const bonus = generatedRows(choice.token_ids, choice.logprobs)
      rows.push((choice.finish_reason === 'stop' ? endedRows(bonus, stopIds, null) : bonus)[0] ?? null)
      return rows[0] === null ? onwards(question, repairTokens(question)) : { after: 'draft', rows }
    },
  }
}
