// Registry of verifiers: id -> factory. A new family is one folder and one line here.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, threadCount } from '../src/config.ts'
import { SpecparseError } from '../src/errors.ts'
import type { Verifier } from '../src/seams/verifier.ts'

type Factory = (argument: string, config: Config) => Promise<Verifier>

const VERIFIERS: Readonly<Record<string, Factory>> = {
  nano: async (_, config) => (await import('./nano.ts')).createNano(packageFolder('models/nano'), threadCount(config)),
  onnx: async (id, config) => (await import('./onnx/open-folder.ts')).openFolder(id, threadCount(config)),
  hub: async (id, config) => (await import('./onnx/open-folder.ts')).openHub(id, threadCount(config), config.offline),
}

/**
 * A function that loads the verifier named by `config.verifier`: an id, or `id:argument`.
 * Loading may throw VERIFIER_UNAVAILABLE or MISSING_DEPENDENCY. @throws SpecparseError CONFIG_INVALID for an unknown id
 */
export function findVerifier(config: Config): () => Promise<Verifier> {
  const [id = '', ...argument] = config.verifier.split(':')
  const factory = VERIFIERS[id]
  if (factory === undefined) {
    throw new SpecparseError('CONFIG_INVALID', `unknown verifier '${config.verifier}': expected nano, onnx:DIR or hub:OWNER/NAME`)
  }
  return () => factory(argument.join(':'), config)
}

/** True when the verifier is known, without loading it, to read single lines. */
export const readsLines = ({ verifier }: Config): boolean => verifier === 'nano'

/** A folder that ships with the package, from the sources as well as from dist. */
function packageFolder(path: string): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, path)
}
