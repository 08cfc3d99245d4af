// The channel between pdf.js's two halves in one thread: what is posted arrives as it is, where pdf.js's own copies it.

type Listener = (event: { readonly data: unknown }) => void

export class SharedPort {
  readonly #listeners: Set<Listener>
  readonly #hearers: ReadonlySet<Listener>

  private constructor(listeners: Set<Listener>, hearers: ReadonlySet<Listener>) {
    this.#listeners = listeners
    this.#hearers = hearers
  }

  /** Two ends; what is posted on one is heard on the other. */
  static pair(): readonly [SharedPort, SharedPort] {
    const [near, far] = [new Set<Listener>(), new Set<Listener>()]
    return [new SharedPort(near, far), new SharedPort(far, near)]
  }

  postMessage(message: unknown): void {
    const data = detached(message)
    queueMicrotask(() => {
      for (const listener of this.#hearers) listener({ data })
    })
  }

  addEventListener(_: 'message', listener: Listener, { signal }: { signal?: AbortSignal } = {}): void {
    this.#listeners.add(listener)
    signal?.addEventListener('abort', () => this.#listeners.delete(listener))
  }

  removeEventListener(_: 'message', listener: Listener): void {
    this.#listeners.delete(listener)
  }
}

/** pdf.js empties the arrays of an operator list when it has posted them. */
function detached(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('chunk' in message)) return message
  const { chunk } = message
  if (typeof chunk !== 'object' || chunk === null || !('fnArray' in chunk && 'argsArray' in chunk)) return message
  if (!Array.isArray(chunk.fnArray) || !Array.isArray(chunk.argsArray)) return message
  return { ...message, chunk: { ...chunk, fnArray: chunk.fnArray.slice(), argsArray: chunk.argsArray.slice() } }
}
