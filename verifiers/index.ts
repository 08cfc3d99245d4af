// Registry of verifiers: id -> factory. A new family is one folder and one line here.
import { type Config, threadCount } from '../src/config.ts'
import { SpecparseError } from '../src/errors.ts'
import { packageFolder } from '../src/package-folder.ts'
import type { Verifier } from '../src/seams/verifier.ts'
import type { Family as ServedFamily } from './http/connect.ts'

interface Family {
  readonly open: (argument: string, config: Config, signal: AbortSignal) => Promise<Verifier>
  /** Reads single lines; the others read whole regions or pages. Known before anything is loaded. */
  readonly readsLines?: true
}

/** Servers: 'family:URL', or several equal ones with commas between them. */
const served = (family: ServedFamily): Family => ({
  open: async (urls, { model, tokenizer }, signal) => (await import('./http/connect.ts')).connect({ family, urls, model, tokenizer }, signal),
})

const VERIFIERS: Readonly<Record<string, Family>> = {
  nano: {
    open: async (_, config) => (await import('./nano.ts')).createNano(packageFolder('models/nano'), threadCount(config)),
    readsLines: true,
  },
  onnx: { open: async (id, config) => (await import('./onnx/open-folder.ts')).openFolder(id, threadCount(config)) },
  hub: { open: async (id, config) => (await import('./onnx/open-folder.ts')).openHub(id, threadCount(config), config.offline) },
  vllm: served('vllm'),
  sglang: served('sglang'),
  openai: served('openai'),
  segments: served('segments'),
}

const NEVER = new AbortController().signal

export interface FoundVerifier {
  /** @throws SpecparseError VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY, CONFIG_INVALID, ABORTED */
  readonly load: (signal?: AbortSignal) => Promise<Verifier>
  readonly readsLines: boolean
}

/** The verifier named by `config.verifier`: an id, or `id:argument`. @throws SpecparseError CONFIG_INVALID for an unknown id */
export function findVerifier(config: Config): FoundVerifier {
  const [id = '', ...argument] = config.verifier.split(':')
  const family = VERIFIERS[id]
  if (family === undefined) {
    throw new SpecparseError('CONFIG_INVALID', `unknown verifier '${config.verifier}': expected nano, onnx:DIR, hub:OWNER/NAME, or a server as vllm:URL, sglang:URL, openai:URL or segments:URL`)
  }
  return { load: (signal = NEVER) => family.open(argument.join(':'), config, signal), readsLines: family.readsLines ?? false }
}

/** What would make a loaded verifier faster, or is not as it should be; one sentence each. @throws SpecparseError ABORTED */
export async function adviceFor(verifier: Verifier, signal: AbortSignal): Promise<readonly string[]> {
  const { HttpVerifier } = await import('./http/http-verifier.ts')
  return verifier instanceof HttpVerifier ? (await import('./http/advice.ts')).adviceFor(verifier, signal) : []
}
