// The Verifier over a local ONNX model folder. Inference runs in worker threads, each with a model and cache of its own,
// so the caller's event loop stays free; a sequence stays with the worker that opened it.
import { basename } from 'node:path'
import { Piscina } from 'piscina'
import { asSpecparseError, throwIfAborted, untilAborted } from '../../src/errors.ts'
import type { Capabilities, ModelProfile, Sequence, Tokenizer, Trust, Verdict, Verifier, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'
import { workerFile } from '../../src/worker-file.ts'
import type { OpenTask, VerifyTask, WorkerSettings } from './inference-worker.ts'
import type { OwnDraft, SequenceChange } from './line-model.ts'
import { readModelConfig, readTokenizer } from './model-folder.ts'

/** Sequences per worker and forward: two workers take the crops of half a dense page at a time. */
const BATCH_PER_WORKER = 32

export interface OnnxVerifierOptions {
  /** Model folder in Hugging Face layout. */
  readonly folder: string
  /** Worker threads, one model each. */
  readonly workers: number
  /** When to believe the model; null = always. */
  readonly trust: Trust | null
}

/** Loads a model folder. @throws SpecparseError VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY */
export async function createOnnxVerifier(options: OnnxVerifierOptions): Promise<Verifier> {
  const verifier = new OnnxVerifier(options)
  try {
    await verifier.ready()
  } catch (thrown) {
    await verifier.dispose()
    const missing = thrown instanceof Error && /onnxruntime/.test(thrown.message) && /find|load|ENOENT/i.test(thrown.message)
    throw asSpecparseError(thrown, missing ? 'MISSING_DEPENDENCY' : 'VERIFIER_UNAVAILABLE')
  }
  return verifier
}

interface Worker {
  readonly pool: Piscina
  /** Decisions that travel with the next message. */
  changes: SequenceChange[]
}

class OnnxVerifier implements Verifier {
  readonly id: string
  readonly tokenizer: Tokenizer
  readonly profile: ModelProfile
  readonly capabilities: Capabilities
  readonly #workers: readonly Worker[]
  readonly #workerOf = new Map<number, Worker>()
  #nextId = 0

  constructor({ folder, workers, trust }: OnnxVerifierOptions) {
    const config = readModelConfig(folder)
    this.id = basename(folder)
    this.tokenizer = readTokenizer(folder)
    this.profile = {
      name: this.id, unit: 'line', format: null, stopIds: [config.eosTokenId], maxTokens: config.maxNewTokens,
      maxAspect: config.image.maxWidth / config.image.height, alphabet: config.ctc?.alphabet ?? null, trust,
    }
    this.capabilities = { maxBatch: BATCH_PER_WORKER * workers, lockstep: true, trees: true, maxDraftTokens: config.maxNewTokens, costModel: null }
    const workerData: WorkerSettings = { folder, threads: 1 }
    this.#workers = Array.from({ length: workers }, () => ({
      pool: new Piscina({ filename: workerFile(import.meta.url, 'inference-worker'), workerData, minThreads: 1, maxThreads: 1, idleTimeout: 0 }),
      changes: [],
    }))
  }

  async ready(): Promise<void> {
    await Promise.all(this.#workers.map(({ pool }) => pool.run(undefined, { name: 'load' })))
  }

  async open(inputs: readonly VerifyInput[], signal: AbortSignal): Promise<Sequence[]> {
    // Before any changes are taken: a message that is not sent must not lose them.
    throwIfAborted(signal)
    const share = Math.ceil(inputs.length / this.#workers.length)
    const opened = this.#workers.map(async (worker, w): Promise<Sequence[]> => {
      const images = inputs.slice(w * share, (w + 1) * share).map(({ image }) => image)
      if (images.length === 0) return []
      const ids = images.map(() => this.#nextId++)
      for (const id of ids) this.#workerOf.set(id, worker)
      const sequences = ids.map((id) => ({ id, ownDraft: null }))
      try {
        const task: OpenTask = { changes: take(worker), ids, images }
        const own = await this.#run<(OwnDraft | null)[]>(worker, 'open', task, signal)
        return sequences.map((sequence, i) => ({ ...sequence, ownDraft: own[i] ?? null }))
      } catch (thrown) {
        for (const sequence of sequences) this.close(sequence)
        throw thrown
      }
    })
    return (await Promise.all(opened)).flat()
  }

  async verify(steps: readonly VerifyStep[], signal: AbortSignal): Promise<Verdict[]> {
    throwIfAborted(signal)
    const verdicts = new Array<Verdict>(steps.length)
    await Promise.all(this.#workers.map(async (worker) => {
      const mine = steps.flatMap((step, i) => this.#workerOf.get(step.sequence.id) === worker ? [i] : [])
      if (mine.length === 0) return
      const task: VerifyTask = {
        changes: take(worker),
        steps: mine.map((i) => ({ id: (steps[i] as VerifyStep).sequence.id, draft: (steps[i] as VerifyStep).draft })),
      }
      const answers: Verdict[] = await this.#run(worker, 'verify', task, signal)
      mine.forEach((i, a) => { verdicts[i] = answers[a] as Verdict })
    }))
    return verdicts
  }

  commit({ id }: Sequence, path: readonly number[], next: number): void {
    this.#workerOf.get(id)?.changes.push({ kind: 'commit', id, path, next })
  }

  close({ id }: Sequence): void {
    this.#workerOf.get(id)?.changes.push({ kind: 'close', id })
    this.#workerOf.delete(id)
  }

  async dispose(): Promise<void> {
    // A thread that is ended in the middle of a forward takes the whole process with it: let the forward end first.
    await Promise.all(this.#workers.map(({ pool }) => pool.close({ force: true })))
  }

  /** Runs a task; an abort rejects at once, while the forward under way ends by itself in its thread. */
  async #run<T>({ pool }: Worker, name: string, task: unknown, signal: AbortSignal): Promise<T> {
    try {
      return await untilAborted(signal, pool.run(task, { name }) as Promise<T>)
    } catch (thrown) {
      throw asSpecparseError(thrown, 'VERIFIER_FAILED')
    }
  }
}

function take(worker: Worker): SequenceChange[] {
  const { changes } = worker
  worker.changes = []
  return changes
}
