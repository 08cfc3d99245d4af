// The model behind a server, as this family needs it: its name there, how it is asked, and its tokens.
import { SpecparseError } from '../../src/errors.ts'
import type { RegionKind } from '../../src/model/region.ts'
import type { ModelProfile, Tokenizer } from '../../src/seams/verifier.ts'
import { renderPrompt } from '../profiles/index.ts'
import { readingProfile } from '../profiles/reading-profile.ts'
import type { Sampling, VlmProfile } from '../profiles/vlm-profile.ts'
import type { ImageSize } from './image.ts'
import type { Prompt } from './protocol.ts'
import { certainRow, type Row } from './row.ts'

export interface ServedModel {
  /** What the server calls it. */
  readonly name: string
  readonly tokenizer: Tokenizer
  readonly profile: ModelProfile
  readonly prompt: (kind: RegionKind | null) => Prompt
  /** Pixels at which an image is handed over. */
  readonly handedSize: (size: ImageSize, kind: RegionKind | null) => ImageSize
  /** The whole conversation as the model's chat template writes it, with one placeholder for the image. */
  readonly conversation: (prompt: Prompt) => string
  /** Request fields for what its makers switch on besides greedy decoding; only a route that decodes plainly can send them. */
  readonly penalties: (kind: RegionKind | null) => Readonly<Record<string, number>>
  /** Request fields that routes of text need: where an output ends, and whether tags are left in. */
  readonly textFields: Readonly<Record<string, unknown>>
}

/**
 * The model `profile` describes, under the name that the server gives it. `eosIds`: end-of-sequence ids of its folder. `isVllm`: chat
 * messages are vLLM's.
 * @throws SpecparseError VERIFIER_UNAVAILABLE when no stop of the profile is a token
 */
export function describeModel(name: string, profile: VlmProfile, tokenizer: Tokenizer, eosIds: readonly number[], isVllm = false): ServedModel {
  const { prompts, stops } = profile
  const stopIds = [...new Set([...eosIds, ...stops.flatMap((stop) => {
    const ids = tokenizer.encode(stop)
    return ids.length === 1 ? [...ids] : []
  })])]
  if (stopIds.length === 0) {
    const why = `none of its stops (${stops.join(', ')}) is one token`
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `the tokenizer is not that of ${profile.id}: ${why}`)
  }
  return {
    name, tokenizer,
    profile: {
      name: profile.id, ...readingProfile(profile), stopIds, maxTokens: profile.maxTokens,
      maxAspect: null, alphabet: null, trust: null,
    },
    prompt(kind) {
      const text = (kind === null ? prompts.page : prompts.regions[kind]) ?? null
      const what = kind === null ? 'whole pages' : `crops of kind ${kind}`
      if (text === null) throw new SpecparseError('VERIFIER_FAILED', `${profile.id} does not read ${what}`)
      return { system: prompts.system, text, chatPrefix: isVllm ? prompts.chatPrefix : '', imageFirst: prompts.imageFirst }
    },
    handedSize: profile.image.send,
    conversation: ({ text }) => renderPrompt(profile, text),
    penalties: (kind) => penaltyFields(profile.sampling(kind)),
    textFields: { ...stops.length === 0 ? {} : { stop: stops }, ...profile.keepSpecialTokens ? { skip_special_tokens: false } : {} },
  }
}

/** Fields as vLLM and SGLang name them; the first two are OpenAI's. */
function penaltyFields({ presencePenalty, frequencyPenalty, repetitionPenalty }: Sampling): Record<string, number> {
  return {
    ...presencePenalty === 0 ? {} : { presence_penalty: presencePenalty },
    ...frequencyPenalty === 0 ? {} : { frequency_penalty: frequencyPenalty },
    ...repetitionPenalty === 1 ? {} : { repetition_penalty: repetitionPenalty },
  }
}

/** Every penalty off: what the profile does not ask for, the model's generation config must not add. */
export const NO_PENALTIES = { repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 }

/** Chat messages as OpenAI-style routes take them; `answer` is what the assistant has said so far. */
export function chatMessages({ system, text, chatPrefix, imageFirst }: Prompt, imageUrl: string, answer: string | null): object[] {
  const image = { type: 'image_url', image_url: { url: imageUrl } }
  const words = chatPrefix + text === '' ? [] : [{ type: 'text', text: chatPrefix + text }]
  return [
    ...system === null ? [] : [{ role: 'system', content: system }],
    { role: 'user', content: imageFirst ? [image, ...words] : [...words, image] },
    ...answer === null ? [] : [{ role: 'assistant', content: answer }],
  ]
}

/**
 * Rows of a plain generation that the engine says has ended: engines may leave the stop token out, or end with one that
 * the profile does not list.
 */
export function endedRows(rows: readonly Row[], stopIds: readonly number[], stoppedBy: number | null): Row[] {
  const last = rows.at(-1)
  if (last !== undefined && stopIds.includes(last.ids[0])) return [...rows]
  const said = last !== undefined && last.ids[0] === stoppedBy ? rows.slice(0, -1) : rows
  return [...said, certainRow(stopIds[0] ?? -1)]
}

/** The leading tokens that two lists share. */
export function commonLength(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return i
  return end
}
