// Any model folder: our own line readers, and public exports.
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { parseExportId } from './export-id.ts'
import { LINE_READER, readJson } from './model-folder.ts'
import { createExportVerifier, createLineVerifier } from './onnx-verifier.ts'

/** Tokens after which an output is cut where nobody says: the longest pages of OmniDocBench have some 8,000 (FACTS section 1). */
const MAX_TOKENS = 8192

/** `id`: a folder, with options. @throws SpecparseError VERIFIER_UNAVAILABLE, CONFIG_INVALID, MISSING_DEPENDENCY */
export function openFolder(id: string, threads: number): Promise<Verifier> {
  const { place, dtype, prompt } = parseExportId(id)
  const folder = resolve(place)
  if (!existsSync(join(folder, 'config.json'))) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder} is not a model folder: it has no config.json`)
  const config = z.looseObject({ model_type: z.string().optional() }).safeParse(readJson(folder, 'config.json'))
  if (config.data?.model_type === LINE_READER) return createLineVerifier({ folder, workers: threads, trust: null })
  return createExportVerifier({
    name: basename(folder), unit: 'page', format: null, folder, dtype, maxTokens: MAX_TOKENS, threads, texts: { page: prompt, regions: {}, template: null },
  })
}
