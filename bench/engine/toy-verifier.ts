// Verifiers over the conformance server, for tests and for the benchmark alike.
import type { Raster } from '../../src/model/raster.ts'
import type { VerifyInput } from '../../src/seams/verifier.ts'
import { HttpClient, type HttpSettings } from '../../verifiers/http/http-client.ts'
import type { HttpVerifier } from '../../verifiers/http/http-verifier.ts'
import { createHttpVerifier, type ProtocolName } from '../../verifiers/http/protocols.ts'
import type { ServedModel } from '../../verifiers/http/served-model.ts'
import { type Dialect, TOY_MODEL_NAME } from './engine-server.ts'
import type { SpecialTokenizer } from './toy-language.ts'

const PROTOCOL_OF: Readonly<Record<Dialect, ProtocolName>> = {
  'vllm-tokens': 'vllm-tokens', 'vllm-chat': 'vllm-chat', sglang: 'sglang-generate', prediction: 'openai-prediction', segments: 'assistant-segments',
}

export function servedToy(tokenizer: SpecialTokenizer, maxTokens: number): ServedModel {
  return {
    name: TOY_MODEL_NAME, tokenizer,
    profile: { name: 'toy', unit: 'page', format: null, stopIds: [tokenizer.special('</s>')], maxTokens, maxAspect: null, alphabet: null, trust: null },
    prompt: () => ({ system: null, text: 'abc', chatPrefix: '', imageFirst: true }),
    handedSize: (size) => size,
    conversation: ({ text }) => `<user><image>${text}<assistant>`,
    penalties: () => ({}),
    textFields: {},
  }
}

export function toyHttpVerifier(dialect: Dialect, urls: readonly string[], model: ServedModel, settings: Partial<HttpSettings> = {}): HttpVerifier {
  const client = new HttpClient({ urls, apiKey: null, backoffMs: 1, ...settings })
  return createHttpVerifier('toy', PROTOCOL_OF[dialect], client, model)
}

/** A picture that is only a number; `width` decides how many image tokens it has. */
export function numberedPicture(number: number, width = 3): VerifyInput {
  const data = Uint8Array.from({ length: width }, (_, i) => i < 3 ? Math.floor(number / 256 ** i) % 256 : 0)
  const image: Raster = { width, height: 1, dpi: 72, data }
  return { image, kind: null }
}
