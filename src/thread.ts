// A worker thread that answers calls: keeps the PDF engine and OCR off the caller's event loop, and can be stopped at any time.
import { Worker } from 'node:worker_threads'
import { asSpecparseError, type ErrorCode, SpecparseError, throwIfAborted, untilAborted } from './errors.ts'

export interface ThreadCall {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

export type ThreadReply =
  | { readonly id: number, readonly value: unknown }
  | { readonly id: number, readonly error: { readonly code: ErrorCode, readonly message: string, readonly page: number | null } }

export interface ThreadOptions {
  /** URL of the worker module, see worker-file. */
  readonly entry: string
  /** Added to the environment of the thread. */
  readonly env?: Readonly<Record<string, string>>
  /** The error for a thread that broke down; null = it ended, because it was stopped. */
  readonly failed: (error: Error | null) => SpecparseError
}

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The owner's end. Keeps the process alive only while a call is running. */
export class Thread {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #failure: SpecparseError | null = null
  #stopping = false

  constructor({ entry, env = {}, failed }: ThreadOptions) {
    // output is caught, so that no engine writes on the user's terminal; flags of the process are not for its threads
    this.#worker = new Worker(new URL(entry), { stdout: true, stderr: true, execArgv: [], env: { ...process.env, ...env } })
    this.#worker.stdout.resume()
    this.#worker.stderr.resume()
    this.#worker.on('message', (reply: ThreadReply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#fail(failed(error)))
    this.#worker.on('exit', () => this.#fail(failed(null)))
    this.#worker.unref()
  }

  /** The answer to one call. @throws SpecparseError as the thread says, of `failed`, or ABORTED; an abort leaves the thread at work */
  async call(method: string, args: readonly unknown[], signal: AbortSignal, transfer: ArrayBuffer[] = []): Promise<unknown> {
    throwIfAborted(signal)
    if (this.#failure !== null) throw this.#failure
    const id = ++this.#lastId
    this.#worker.ref()
    try {
      return await untilAborted(signal, new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject })
        this.#worker.postMessage({ id, method, args } satisfies ThreadCall, transfer)
      }))
    } finally {
      this.#pending.delete(id)
      if (this.#pending.size === 0 && !this.#stopping) this.#worker.unref()
    }
  }

  /** Ends the thread at once; running calls fail. */
  async stop(): Promise<void> {
    // without a reference, which a late answer must not take away, the process could end before the promise settles
    this.#stopping = true
    this.#worker.ref()
    await this.#worker.terminate()
  }

  #settle(reply: ThreadReply): void {
    const pending = this.#pending.get(reply.id)
    if ('value' in reply) return pending?.resolve(reply.value)
    const { code, message, page } = reply.error
    pending?.reject(new SpecparseError(code, message, page === null ? {} : { page }))
  }

  #fail(error: SpecparseError): void {
    this.#failure ??= error
    for (const pending of this.#pending.values()) pending.reject(this.#failure)
  }
}

/** An error as it crosses to the owner; anything that is not ours becomes `code`. */
export function replyError(id: number, thrown: unknown, code: ErrorCode): ThreadReply {
  const error = asSpecparseError(thrown, code)
  return { id, error: { code: error.code, message: error.message, page: error.page ?? null } }
}
