// SGLang's native route: tokens in, log-probabilities of the tokens from a given position on out. The prefix before that
// position is read from the radix cache, so a verify computes its draft only.
import { z } from 'zod'
import type { HttpClient } from './http-client.ts'
import { type Answer, plainTokens, type Protocol, type Question, type Reading, repairTokens, unrepeatable } from './protocol.ts'
import { type Candidate, chosenRow, readRow, type Row } from './row.ts'
import { commonLength, endedRows, NO_PENALTIES, type ServedModel } from './served-model.ts'

const TOP = 2
/** Words that tokenizers have a token for: spelled in single characters they show whether a server keeps tokens as they are. */
const PROBES = ['the', 'and', 'ing', 'abc']

/** [log-probability, token id, text]; the first one asked for has no log-probability. */
const tokenSchema = z.tuple([z.number().nullable(), z.int()], z.unknown())
const tokensSchema = z.array(tokenSchema.nullable()).nullish()
const topSchema = z.array(z.array(tokenSchema).nullable()).nullish()
const answerSchema = z.looseObject({
  meta_info: z.looseObject({
    prompt_tokens: z.int(),
    finish_reason: z.looseObject({ type: z.string(), matched: z.union([z.int(), z.string()]).nullish() }).nullish(),
    input_token_logprobs: tokensSchema,
    input_top_logprobs: topSchema,
    output_token_logprobs: tokensSchema,
    output_top_logprobs: topSchema,
  }),
})

type SglangAnswer = z.infer<typeof answerSchema>

export function createSglangGenerate(client: HttpClient, { tokenizer, conversation, profile: { stopIds } }: ServedModel): Protocol {
  /** Prompt tokens with the image's, by prompt and image size: images of one size have equally many. */
  const lengths = new Map<string, number>()
  const keyOf = ({ prompt, image }: Reading): string => JSON.stringify([prompt.system, prompt.text, image.width, image.height])

  let keepsTokens: boolean | null = null

  /** Servers before PR 26555 decode tokens that come with an image and tokenize the text again; asked once. */
  async function keepsAllTokens(question: Question, length: number): Promise<boolean> {
    keepsTokens ??= await probe(question, length)
    return keepsTokens
  }

  async function probe(question: Question, length: number): Promise<boolean> {
    const spelled = PROBES.map((word) => [...word].flatMap((letter) => [...tokenizer.encode(letter)]))
    const telling = spelled.find((ids, i) => tokenizer.encode(PROBES[i] ?? '').length < ids.length)
    if (telling === undefined) return false
    const { meta_info } = await send(question, telling, 1, null)
    return meta_info.prompt_tokens === length + telling.length
  }

  /** `start`: position of the first token to be scored; null = none. */
  function send({ reading, signal }: Question, said: readonly number[], maxTokens: number, start: number | null): Promise<SglangAnswer> {
    return client.post('/generate', {
      input_ids: [...tokenizer.encode(conversation(reading.prompt)), ...said],
      image_data: [reading.image.url],
      sampling_params: { temperature: 0, max_new_tokens: maxTokens, stop_token_ids: stopIds, ...NO_PENALTIES, skip_special_tokens: false },
      return_logprob: true, top_logprobs_num: TOP, ...start === null ? {} : { logprob_start_len: start },
    }, { schema: answerSchema, lane: reading.lane, signal })
  }

  function generated({ meta_info: { output_token_logprobs, output_top_logprobs, finish_reason } }: SglangAnswer): Row[] {
    const rows = (output_token_logprobs ?? []).flatMap((own, i) =>
      own === null ? [] : [chosenRow(own[1], [own, ...output_top_logprobs?.[i] ?? []].flatMap(candidate))])
    const { type, matched } = finish_reason ?? {}
    return type === 'stop' ? endedRows(rows, stopIds, typeof matched === 'number' ? matched : null) : rows
  }

  /** Plain decoding from the first token on: nothing that the target said has to be sent back. */
  async function fromStart(question: Question, tokens: number): Promise<Answer> {
    const { reading, prefix } = question
    const answer = await send(question, [], prefix.length + tokens, null)
    lengths.set(keyOf(reading), answer.meta_info.prompt_tokens)
    const rows = generated(answer)
    if (commonLength(rows.map(({ ids }) => ids[0]), prefix) < prefix.length || rows.length === prefix.length) {
      throw unrepeatable()
    }
    return { after: 'target', rows: rows.slice(prefix.length) }
  }

  /** Goes on plainly after the prefix, where the server counts its tokens as we do. */
  async function onwards(question: Question, tokens: number): Promise<Answer> {
    const { reading, prefix } = question
    if (prefix.length === 0) return fromStart(question, tokens)
    const length = lengths.get(keyOf(reading)) ?? 0
    if (await keepsAllTokens(question, length)) {
      const answer = await send(question, prefix, tokens, null)
      if (answer.meta_info.prompt_tokens === length + prefix.length) return { after: 'target', rows: generated(answer) }
    }
    reading.memory.retokenized = true
    return fromStart(question, question.room)
  }

  return {
    name: 'sglang-generate',
    async ask(question) {
      const { reading, prefix, draft, room } = question
      if (reading.memory.retokenized === true) return fromStart(question, room)
      const length = lengths.get(keyOf(reading))
      if (length === undefined) return fromStart(question, draft.length === 0 ? plainTokens(question) : 1)
      if (draft.length === 0) return onwards(question, plainTokens(question))
      reading.memory.run = 0
      const said = [...prefix, ...draft]
      // The entry at the start position never has a log-probability, so start one early: at the last token of the prefix,
      // or where tokens may come back changed, at the last one of the prompt, to see them all.
      const seen = await keepsAllTokens(question, length) ? draft.length : said.length
      const answer = await send(question, said, 1, length + said.length - seen - 1)
      const { prompt_tokens, input_token_logprobs, input_top_logprobs } = answer.meta_info
      const list = input_token_logprobs ?? []
      const sameIds = said.slice(-seen).every((id, j) => list[list.length - seen + j]?.[1] === id)
      if (prompt_tokens !== length + said.length || !sameIds) {
        reading.memory.retokenized = true
        return fromStart(question, room)
      }
      const rows = draft.map((_, j): Row | null => {
        const at = list.length - draft.length + j
        const top = input_top_logprobs?.[input_top_logprobs.length - draft.length + j]
        const own = list[at]
        return own === null || own === undefined || top === null || top === undefined ? null : readRow([own, ...top].flatMap(candidate))
      })
      if (rows[0] !== null) return { after: 'draft', rows: [...rows, generated(answer)[0] ?? null] }
      return onwards(question, repairTokens(question))
    },
  }
}

function candidate([logprob, id]: z.infer<typeof tokenSchema>): Candidate[] {
  return logprob === null ? [] : [{ id, logprob }]
}
