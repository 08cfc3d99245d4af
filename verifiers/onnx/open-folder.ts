// Any model folder, local or from the hub: our own line readers, and public exports.
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findProfile, renderPrompt } from '../profiles/index.ts'
import type { Dtype } from './export-folder.ts'
import { parseExportId } from './export-id.ts'
import type { PromptTexts } from './export-prompt.ts'
import { hubFolder } from './hub-folder.ts'
import { LINE_READER, readJson } from './model-folder.ts'
import { createExportVerifier, createLineVerifier } from './onnx-verifier.ts'

/** `id`: a folder, with options. @throws SpecparseError VERIFIER_UNAVAILABLE, CONFIG_INVALID, MISSING_DEPENDENCY */
export function openFolder(id: string, threads: number): Promise<Verifier> {
  const { place, dtype, prompt } = parseExportId(id)
  const folder = resolve(place)
  if (!existsSync(join(folder, 'config.json'))) throw new SpecparseError('VERIFIER_UNAVAILABLE', `${folder} is not a model folder: it has no config.json`)
  const config = z.looseObject({ model_type: z.string().optional() }).safeParse(readJson(folder, 'config.json'))
  if (config.data?.model_type === LINE_READER) return createLineVerifier({ folder, workers: threads, trust: null })
  return openExport(folder, { dtype, prompt, threads, name: basename(folder) })
}

/** `id`: OWNER/NAME on the hub, with options. @throws as `openFolder` */
export async function openHub(id: string, threads: number, offline: boolean): Promise<Verifier> {
  const { place, dtype, prompt } = parseExportId(id)
  return openExport(await hubFolder(place, { dtype, offline }), { name: place, dtype, prompt, threads })
}

export interface OpenExportOptions {
  /** The name that it is published under: says which profile is its own. */
  readonly name: string
  readonly dtype: Dtype
  /** What it is asked of a page; null = as the profile says. */
  readonly prompt: string | null
  readonly threads: number
}

/** A public export with its profile; one without is asked `prompt` and taken to write Markdown. @throws as `openFolder` */
export function openExport(folder: string, { name, dtype, prompt, threads }: OpenExportOptions): Promise<Verifier> {
  const known = findProfile(name)
  const texts: PromptTexts = {
    page: prompt ?? (known === null ? '' : known.prompts.page), regions: known?.prompts.regions ?? {},
    template: known === null ? null : renderPrompt(known, '{text}'),
  }
  // What is learnt of a model's speed is kept under its name.
  return createExportVerifier({ name: dtype === 'fp32' ? name : `${name}:${dtype}`, folder, dtype, texts, known, threads })
}
