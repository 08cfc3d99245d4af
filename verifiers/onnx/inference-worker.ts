// Worker thread entry: one model, driven by the messages of ModelThreads.
import { workerData } from 'node:worker_threads'
import { asSpecparseError, type ErrorCode } from '../../src/errors.ts'
import type { Verdict, VerifyInput } from '../../src/seams/verifier.ts'
import type { PromptTexts } from './export-prompt.ts'
import type { Dtype } from './export-folder.ts'
import type { ModelStep, Opened, SequenceChange, WorkerModel } from './worker-model.ts'

export type WorkerSettings =
  | { readonly kind: 'line', readonly folder: string, readonly threads: number }
  | { readonly kind: 'text', readonly folder: string, readonly threads: number }
  | { readonly kind: 'export', readonly folder: string, readonly threads: number, readonly dtype: Dtype, readonly texts: PromptTexts }

export interface OpenTask {
  readonly changes: readonly SequenceChange[]
  readonly ids: readonly number[]
  readonly inputs: readonly VerifyInput[]
}

export interface VerifyTask {
  readonly changes: readonly SequenceChange[]
  readonly steps: readonly ModelStep[]
}

const model = loadModel(workerData as WorkerSettings)

async function loadModel(settings: WorkerSettings): Promise<WorkerModel> {
  if (settings.kind === 'line') return (await import('./line-model.ts')).LineModel.load(settings.folder, settings.threads)
  if (settings.kind === 'text') return (await import('./text-model.ts')).TextModel.load(settings.folder, settings.threads)
  return (await import('./load-export.ts')).loadExport(settings)
}

// Whoever calls sees the failure; without this the thread would end before anyone does.
model.catch(() => {})

/** Errors lose their code on the way between threads, so they travel as data. */
export type Reply<T> = { readonly value: T } | { readonly error: { readonly code: ErrorCode, readonly message: string } }

async function answer<T>(work: (model: WorkerModel) => Promise<T> | T, changes: readonly SequenceChange[] = []): Promise<Reply<T>> {
  try {
    const loaded = await model
    for (const change of changes) loaded.apply(change)
    return { value: await work(loaded) }
  } catch (thrown) {
    const { code, message } = asSpecparseError(thrown, 'VERIFIER_FAILED')
    return { error: { code, message } }
  }
}

/** Answers when the model is loaded. */
export const load = (): Promise<Reply<WorkerModel['capabilities']>> => answer(({ capabilities }) => capabilities)

export const open = ({ changes, ids, inputs }: OpenTask): Promise<Reply<Opened[]>> =>
  answer((loaded) => loaded.open(ids, inputs), changes)

export const verify = ({ changes, steps }: VerifyTask): Promise<Reply<Verdict[]>> => answer((loaded) => loaded.verify(steps), changes)
