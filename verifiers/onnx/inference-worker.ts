// Worker thread entry: one model, driven by the messages of OnnxVerifier.
import { workerData } from 'node:worker_threads'
import type { Raster } from '../../src/model/raster.ts'
import type { TokenTree } from '../../src/model/tokens.ts'
import type { Verdict } from '../../src/seams/verifier.ts'
import { LineModel, type OwnDraft, type SequenceChange } from './line-model.ts'

export interface WorkerSettings {
  readonly folder: string
  readonly threads: number
}

export interface OpenTask {
  readonly changes: readonly SequenceChange[]
  readonly ids: readonly number[]
  readonly images: readonly Raster[]
}

export interface VerifyTask {
  readonly changes: readonly SequenceChange[]
  readonly steps: readonly { readonly id: number, readonly draft: TokenTree }[]
}

const { folder, threads } = workerData as WorkerSettings
const model = LineModel.load(folder, threads)

/** Resolves when the model is loaded. */
export async function load(): Promise<void> {
  await model
}

export async function open({ changes, ids, images }: OpenTask): Promise<(OwnDraft | null)[]> {
  const loaded = await model
  for (const change of changes) loaded.apply(change)
  return loaded.open(ids, images)
}

export async function verify({ changes, steps }: VerifyTask): Promise<Verdict[]> {
  const loaded = await model
  for (const change of changes) loaded.apply(change)
  return loaded.verify(steps)
}
