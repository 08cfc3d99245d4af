// Worker threads, each with a model and a cache of its own, so that the caller's event loop stays free; a sequence stays
// with the thread that opened it.
import { Piscina } from 'piscina'
import { asSpecparseError, SpecparseError, throwIfAborted, untilAborted } from '../../src/errors.ts'
import type { Sequence, Verdict, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'
import { workerFile } from '../../src/worker-file.ts'
import type { OpenTask, Reply, VerifyTask, WorkerSettings } from './inference-worker.ts'
import type { Opened, SequenceChange, WorkerModel } from './worker-model.ts'

interface Worker {
  readonly pool: Piscina
  /** Decisions that travel with the next message. */
  changes: SequenceChange[]
}

export class ModelThreads {
  readonly #workers: readonly Worker[]
  readonly #workerOf = new Map<number, Worker>()
  #nextId = 0

  constructor(settings: WorkerSettings, workers: number) {
    this.#workers = Array.from({ length: workers }, () => ({
      pool: new Piscina({ filename: workerFile(import.meta.url, 'inference-worker'), workerData: settings, minThreads: 1, maxThreads: 1, idleTimeout: 0 }),
      changes: [],
    }))
  }

  /** Waits for every thread's model; they are all alike. @throws SpecparseError VERIFIER_UNAVAILABLE, CONFIG_INVALID, MISSING_DEPENDENCY */
  async load(): Promise<WorkerModel['capabilities']> {
    try {
      const never = new AbortController().signal
      const [capabilities] = await Promise.all(this.#workers.map((worker) => this.#run<WorkerModel['capabilities']>(worker, 'load', undefined, never)))
      if (capabilities === undefined) throw new RangeError('a model needs at least one thread')
      return capabilities
    } catch (thrown) {
      await this.dispose()
      if (thrown instanceof SpecparseError && thrown.code !== 'VERIFIER_FAILED') throw thrown
      const missing = thrown instanceof Error && /onnxruntime/.test(thrown.message) && /find|load|ENOENT/i.test(thrown.message)
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      throw new SpecparseError(missing ? 'MISSING_DEPENDENCY' : 'VERIFIER_UNAVAILABLE', message, { cause: thrown })
    }
  }

  /** `lane`: the thread that is to have them all; missing = they share them. */
  async open(inputs: readonly VerifyInput[], signal: AbortSignal, lane?: number): Promise<Sequence[]> {
    // Before any changes are taken: a message that is not sent must not lose them.
    throwIfAborted(signal)
    const workers = lane === undefined ? this.#workers : this.#workers.slice(lane, lane + 1)
    const share = Math.ceil(inputs.length / workers.length)
    const opened = workers.map(async (worker, w): Promise<Sequence[]> => {
      const mine = inputs.slice(w * share, (w + 1) * share)
      if (mine.length === 0) return []
      const ids = mine.map(() => this.#nextId++)
      for (const id of ids) this.#workerOf.set(id, worker)
      try {
        const task: OpenTask = { changes: take(worker), ids, inputs: mine }
        const opened = await this.#run<Opened[]>(worker, 'open', task, signal)
        return opened.map((one, i) => ({ id: ids[i] ?? -1, ...one }))
      } catch (thrown) {
        for (const id of ids) this.close({ id })
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

  close({ id }: Pick<Sequence, 'id'>): void {
    this.#workerOf.get(id)?.changes.push({ kind: 'close', id })
    this.#workerOf.delete(id)
  }

  async dispose(): Promise<void> {
    // A thread that is ended in the middle of a forward takes the whole process with it: let the forward end first.
    await Promise.all(this.#workers.map(({ pool }) => pool.close({ force: true })))
  }

  /** Runs a task; an abort rejects at once, while the forward under way ends by itself in its thread. */
  async #run<T>({ pool }: Worker, name: 'load' | 'open' | 'verify', task: OpenTask | VerifyTask | undefined, signal: AbortSignal): Promise<T> {
    let reply: Reply<T>
    try {
      reply = await untilAborted(signal, pool.run(task, { name }) as Promise<Reply<T>>)
    } catch (thrown) {
      throw asSpecparseError(thrown, 'VERIFIER_FAILED')
    }
    if ('error' in reply) throw new SpecparseError(reply.error.code, reply.error.message)
    return reply.value
  }
}

function take(worker: Worker): SequenceChange[] {
  const { changes } = worker
  worker.changes = []
  return changes
}
