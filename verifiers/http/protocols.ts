// Registry of protocols: name -> how a verifier is made of it. A new one is one file and one line here.
import { createAssistantSegments } from './assistant-segments.ts'
import { inCharacters } from './character-tokens.ts'
import type { HttpClient } from './http-client.ts'
import { HttpVerifier } from './http-verifier.ts'
import { createOpenAiPrediction } from './openai-prediction.ts'
import type { Protocol } from './protocol.ts'
import type { ServedModel } from './served-model.ts'
import { createSglangGenerate } from './sglang-generate.ts'
import { createVllmChat } from './vllm-chat.ts'
import { createVllmTokens } from './vllm-tokens.ts'

interface Entry {
  readonly create: (client: HttpClient, model: ServedModel) => Protocol
  /** True: the engine gives text only, so characters stand for tokens. */
  readonly text: boolean
}

const PROTOCOLS = {
  'vllm-tokens': { create: createVllmTokens, text: false },
  'vllm-chat': { create: createVllmChat, text: false },
  'sglang-generate': { create: createSglangGenerate, text: false },
  'openai-prediction': { create: createOpenAiPrediction, text: true },
  'assistant-segments': { create: createAssistantSegments, text: true },
} as const satisfies Readonly<Record<string, Entry>>

export type ProtocolName = keyof typeof PROTOCOLS

/** True: drafts have to be the model's own tokens, so its tokenizer has to be known. */
export const needsTokens = (name: ProtocolName): boolean => !PROTOCOLS[name].text

/** `refusals`: why better protocols are not used, by their names. */
export function createHttpVerifier(
  id: string, name: ProtocolName, client: HttpClient, model: ServedModel, refusals: Readonly<Record<string, string>> = {},
): HttpVerifier {
  const { create, text } = PROTOCOLS[name]
  const seen = text ? inCharacters(model) : model
  return new HttpVerifier(id, client, seen, create(client, seen), refusals)
}
