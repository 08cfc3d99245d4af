// One call of an OpenAI-style chat route that gives text: what prediction and segments have in common.
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { HttpClient, RequestOptions } from './http-client.ts'

const answerSchema = z.looseObject({
  choices: z.tuple([z.looseObject({
    message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
    finish_reason: z.string().nullish(),
  })], z.unknown()),
  usage: z.looseObject({ completion_tokens: z.number().nullish() }).nullish(),
})

export interface Written {
  readonly text: string
  /** False: the engine was cut at its token limit. */
  readonly ended: boolean
  /** Tokens of the text as the engine counts them; null = not said. */
  readonly tokens: number | null
}

/** @throws SpecparseError VERIFIER_FAILED, also where the engine refused to answer */
export async function writeText(
  client: HttpClient, body: object, options: Pick<RequestOptions<unknown>, 'lane' | 'signal'>,
): Promise<Written> {
  const answer = await client.post('/v1/chat/completions', { temperature: 0, ...body }, { ...options, schema: answerSchema })
  const { choices: [{ message, finish_reason }], usage } = answer
  const refused = typeof message.refusal === 'string' || finish_reason === 'content_filter'
  if (refused) {
    throw new SpecparseError('VERIFIER_FAILED', `the server refused to read the image: ${message.refusal?.slice(0, 200) ?? 'content filter'}`)
  }
  return { text: message.content ?? '', ended: finish_reason !== 'length', tokens: usage?.completion_tokens ?? null }
}
