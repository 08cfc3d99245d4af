// Registry of verifiers: id -> factory. A new family is one folder and one line here.
import { type Config, threadCount } from '../src/config.ts'
import { SpecparseError } from '../src/errors.ts'
import { packageFolder } from '../src/package-folder.ts'
import type { Verifier } from '../src/seams/verifier.ts'
import type { Family } from './http/connect.ts'

type Factory = (argument: string, config: Config) => Promise<Verifier>

/** Servers: 'family:URL', or several equal ones with commas between them. */
const served = (family: Family): Factory => async (urls, { model, tokenizer }) => (await import('./http/connect.ts')).connect({ family, urls, model, tokenizer })

const VERIFIERS: Readonly<Record<string, Factory>> = {
  nano: async (_, config) => (await import('./nano.ts')).createNano(packageFolder('models/nano'), threadCount(config)),
  onnx: async (id, config) => (await import('./onnx/open-folder.ts')).openFolder(id, threadCount(config)),
  hub: async (id, config) => (await import('./onnx/open-folder.ts')).openHub(id, threadCount(config), config.offline),
  vllm: served('vllm'),
  sglang: served('sglang'),
  openai: served('openai'),
  segments: served('segments'),
}

/**
 * A function that loads the verifier named by `config.verifier`: an id, or `id:argument`.
 * Loading may throw VERIFIER_UNAVAILABLE or MISSING_DEPENDENCY. @throws SpecparseError CONFIG_INVALID for an unknown id
 */
export function findVerifier(config: Config): () => Promise<Verifier> {
  const [id = '', ...argument] = config.verifier.split(':')
  const factory = VERIFIERS[id]
  if (factory === undefined) {
    throw new SpecparseError('CONFIG_INVALID', `unknown verifier '${config.verifier}': expected nano, onnx:DIR, hub:OWNER/NAME, or a server as vllm:URL, sglang:URL, openai:URL or segments:URL`)
  }
  return () => factory(argument.join(':'), config)
}

/** True when the verifier is known, without loading it, to read single lines. */
export const readsLines = ({ verifier }: Config): boolean => verifier === 'nano'

/** What would make a loaded verifier faster, or is not as it should be; one sentence each. @throws SpecparseError ABORTED */
export async function adviceFor(verifier: Verifier, signal: AbortSignal): Promise<readonly string[]> {
  const { HttpVerifier } = await import('./http/http-verifier.ts')
  return verifier instanceof HttpVerifier ? (await import('./http/advice.ts')).adviceFor(verifier, signal) : []
}
