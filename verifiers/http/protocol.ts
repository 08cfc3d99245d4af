// What a protocol is: one way of asking a serving engine what its model says next. One file each.
import { SpecparseError } from '../../src/errors.ts'
import type { Image } from './image.ts'
import type { Row } from './row.ts'
import type { Lane } from './server-pool.ts'

/** The question about an image. */
export interface Prompt {
  /** null = no system message. */
  readonly system: string | null
  readonly text: string
  /** Stands before the text in chat messages, see Prompts.chatPrefix. */
  readonly chatPrefix: string
  /** True: the image stands before the text. */
  readonly imageFirst: boolean
}

/** One open sequence, as protocols see it. */
export interface Reading {
  readonly lane: Lane
  readonly image: Image
  readonly prompt: Prompt
  /** See ServedModel. */
  readonly penalties: Readonly<Record<string, number>>
  /** What a protocol remembers of it: a rendered prompt, how far it can trust the server. */
  readonly memory: Memory
}

export interface Memory {
  /** The prompt's tokens with the image's, as the engine counts them; null until it has said so. */
  base?: readonly number[]
  /** What the token route needs besides tokens: where the image is, and how its cache calls it. */
  features?: unknown
  /** True once the engine would not take the target's own text back as the same tokens. */
  retokenized?: boolean
  /** True after a draft that soon went wrong, on a route where asking is dear. */
  plainNext?: boolean
  /** Tokens decoded plainly the last time there was no draft; 0 = there was one since. */
  run?: number
  /** Tokens to decode plainly at the next position whose score cannot be trusted; doubles each time. */
  repair?: number
}

export interface Question {
  readonly reading: Reading
  /** Tokens that the target has said. */
  readonly prefix: readonly number[]
  /** Tokens that are proposed to follow. */
  readonly draft: readonly number[]
  /** Tokens that the sequence may still get, `draft` included. */
  readonly room: number
  readonly signal: AbortSignal
}

/** What was learnt about the positions after the prefix, at least one. */
export interface Answer {
  /**
   * 'draft': row j is what the target says after the prefix and j draft tokens; null = not to be trusted, but the first
   * never is null. 'target': row j is what it says after the prefix and its own j tokens before.
   */
  readonly after: 'draft' | 'target'
  readonly rows: readonly (Row | null)[]
}

export interface Protocol {
  readonly name: string
  /** @throws SpecparseError VERIFIER_FAILED, VERIFIER_UNAVAILABLE, ABORTED */
  ask(question: Question): Promise<Answer>
}

/** Plain decoding came to other tokens than before. */
export const unrepeatable = (): SpecparseError =>
  new SpecparseError('VERIFIER_FAILED', 'the server does not repeat itself at temperature 0', { retryable: true })

/** Plain tokens at the first position whose score cannot be trusted. */
const FIRST_REPAIR = 16

/** Plain tokens where there is no draft, at first: the drafter may find its place again soon. */
const FIRST_RUN = 64

/** How many tokens to decode plainly where there is no draft: twice as many each time in a row, so that plain decoding asks rarely. */
export function plainTokens({ reading: { memory }, room }: Question): number {
  memory.run = Math.max(FIRST_RUN, (memory.run ?? 0) * 2)
  return Math.min(room, memory.run)
}

/** How many tokens to decode plainly where scores fail; an engine that goes on failing is soon left to decode alone. */
export function repairTokens({ reading: { memory }, room }: Question): number {
  const tokens = memory.repair ?? FIRST_REPAIR
  memory.repair = tokens * 2
  return Math.min(room, tokens)
}
