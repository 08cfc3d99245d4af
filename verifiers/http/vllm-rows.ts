// Rows out of what vLLM reports: a dictionary per prompt position, and OpenAI-style log-probabilities per generated token.
import { z } from 'zod'
import { type Candidate, chosenRow, readRow, type Row } from './row.ts'

/** Tokens reported per position: the two that a verdict needs. */
export const TOP = 2

const positionSchema = z.record(z.string(), z.looseObject({ logprob: z.number() }))
/** The token is an id of its own (the token route of 0.32) or inside a text, `token_id:N`. */
const logprobSchema = z.looseObject({ token_id: z.int().nullish(), token: z.string().nullish(), logprob: z.number() })
export const logprobsSchema = z.looseObject({
  content: z.array(logprobSchema.extend({ top_logprobs: z.array(logprobSchema).nullish() })).nullish(),
}).nullish()
/** Only the last rows are read, so the others are not checked: a page has thousands. */
export const promptLogprobsSchema = z.array(z.unknown()).nullish()

/**
 * The row of prompt position `at` of `length`, whose token is `own`. One model runner returns a list that is shorter by
 * the cached positions, another a full one with garbage there: so positions count from the end, and a row must know its
 * own token. null = not to be trusted.
 */
export function promptRow(list: readonly unknown[], length: number, at: number, own: number): Row | null {
  const parsed = positionSchema.safeParse(list[list.length - length + at])
  if (!parsed.success || !(String(own) in parsed.data)) return null
  return readRow(Object.entries(parsed.data).map(([id, { logprob }]) => ({ id: Number(id), logprob })))
}

/** The rows of generated tokens. */
export function generatedRows(tokenIds: readonly number[], logprobs: z.infer<typeof logprobsSchema>): Row[] {
  return tokenIds.map((id, i) => {
    const said = logprobs?.content?.[i]
    return chosenRow(id, said === undefined ? [] : [said, ...said.top_logprobs ?? []].flatMap(candidate))
  })
}

function candidate({ token_id, token, logprob }: z.infer<typeof logprobSchema>): Candidate[] {
  const id = token_id ?? /^token_id:(\d+)$/.exec(token ?? '')?.[1]
  return id === undefined ? [] : [{ id: Number(id), logprob }]
}
