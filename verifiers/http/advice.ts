// What would make a server faster for verification, as far as it can be seen from outside.
import { z } from 'zod'
import type { HttpVerifier } from './http-verifier.ts'

const sglangInfoSchema = z.looseObject({ disable_radix_cache: z.boolean().optional() })

/** As vLLM's metrics say it. */
const PREFIX_CACHE_OFF = /cache_config_info\{[^}]*enable_prefix_caching="False"/

const BY_ROUTE: Readonly<Record<string, string | undefined>> = {
  'vllm-chat': 'without the token route every verify prefills the whole page: --enable-scale-out switches it on',
  'assistant-segments': 'drafts are verified as text, a segment per request: the token routes of vLLM and SGLang need one request',
  'openai-prediction': 'the engine speculates by itself; whether it does can be seen only from its speed',
}

/** One sentence each; none = nothing to improve. @throws SpecparseError ABORTED */
export async function adviceFor({ client, protocol, asked, refusals }: HttpVerifier, signal: AbortSignal): Promise<readonly string[]> {
  const route = BY_ROUTE[protocol.name]
  const cacheFlag = protocol.name.startsWith('vllm') ? '--no-enable-prefix-caching' : '--disable-radix-cache'
  const isOff = protocol.name.startsWith('vllm') && PREFIX_CACHE_OFF.test(await client.getText('/metrics', signal) ?? '')
    || protocol.name.startsWith('sglang') && isRadixCacheOff(await client.getText('/get_server_info', signal))
  return [
    ...Object.entries(refusals).map(([name, why]) => `${name} is not used: ${why}`),
    ...route === undefined ? [] : [route],
    ...isOff ? [`the server's prefix cache is off, so every request computes the image again: start it without ${cacheFlag}`] : [],
    ...asked.unscored === 0 ? [] : [
      `${asked.unscored} of ${asked.questions} questions could not be scored and were decoded plainly: the server changes the `
      + 'tokens that it is sent, or reports fewer than two per position (vLLM: --max-logprobs 2 or more)',
    ],
  ]
}

function isRadixCacheOff(info: string | null): boolean {
  if (info === null) return false
  try {
    return sglangInfoSchema.parse(JSON.parse(info)).disable_radix_cache === true
  } catch {
    return false
  }
}
