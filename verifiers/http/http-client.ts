// JSON over HTTP as serving engines need it: bounded concurrency, time-outs, retries with back-off, real cancellation.
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import type { z } from 'zod'
import { SpecparseError, throwIfAborted, untilAborted } from '../../src/errors.ts'
import { type Lane, ServerPool } from './server-pool.ts'

export interface HttpSettings {
  /** Base URLs of equal servers. */
  readonly urls: readonly string[]
  /** Sent as a bearer token; null = none. */
  readonly apiKey: string | null
  /** One attempt may take this long, milliseconds: a long page decoded plainly on a busy server. */
  readonly timeoutMs?: number
  /** Attempts per request, the first included. */
  readonly attempts?: number
  /** Wait before the second attempt, milliseconds; doubles with each. */
  readonly backoffMs?: number
  /** Requests under way per server: enough to fill an engine's batch, few enough for its queue. */
  readonly concurrency?: number
}

const DEFAULTS = { timeoutMs: 240_000, attempts: 5, backoffMs: 500, concurrency: 16 }
/** Longest wait between attempts, milliseconds, also when Retry-After asks for more. */
const MAX_WAIT = 60_000
/** Characters of a server's own words that an error quotes. */
const QUOTED = 300

export interface RequestOptions<T> {
  readonly schema: z.ZodType<T>
  readonly lane: Lane
  readonly signal: AbortSignal
  /** In place of the settings'. */
  readonly attempts?: number
}

/** What went wrong in one attempt, and whether another may help. */
interface Failure {
  readonly message: string
  readonly status: number | null
  readonly retryable: boolean
  /** Milliseconds that the server asked for. */
  readonly wait: number | null
  readonly cause?: unknown
}

export class HttpClient {
  readonly pool: ServerPool
  readonly concurrency: number
  readonly #settings: Required<HttpSettings>
  readonly #limit: LimitFunction
  readonly #closing = new AbortController()
  /** Counted over the client's life: attempts, and bytes of their bodies. */
  readonly sent = { requests: 0, bytes: 0 }

  constructor(settings: HttpSettings) {
    this.#settings = { ...DEFAULTS, ...settings }
    this.pool = new ServerPool(settings.urls)
    this.concurrency = this.#settings.concurrency * this.pool.servers.length
    this.#limit = pLimit(this.concurrency)
  }

  get<T>(path: string, options: RequestOptions<T>): Promise<T> {
    return this.#request('GET', path, null, options)
  }

  /** What a path answers as plain text, asked once; null = it does not. @throws SpecparseError ABORTED */
  async getText(path: string, signal: AbortSignal): Promise<string | null> {
    const { apiKey, timeoutMs } = this.#settings
    const stop = new AbortController()
    const timer = setTimeout(() => { stop.abort() }, timeoutMs)
    try {
      const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
      const response = await untilAborted(signal, fetch(`${this.pool.servers[0]?.url ?? ''}${path}`, { headers, signal: stop.signal }))
      return response.ok ? await response.text() : null
    } catch {
      throwIfAborted(signal)
      return null
    } finally {
      clearTimeout(timer)
      stop.abort()
    }
  }

  /** @throws SpecparseError VERIFIER_FAILED (retryable when the server may recover), VERIFIER_UNAVAILABLE (refused the key), ABORTED */
  post<T>(path: string, body: object, options: RequestOptions<T>): Promise<T> {
    return this.#request('POST', path, JSON.stringify(body), options)
  }

  /** Cancels whatever is under way. */
  close(): void {
    this.#closing.abort()
  }

  async #request<T>(method: string, path: string, body: string | null, options: RequestOptions<T>): Promise<T> {
    const { signal, lane } = options
    const attempts = options.attempts ?? this.#settings.attempts
    const stop = new AbortController()
    const onStop = (): void => { stop.abort(signal.reason) }
    // By hand: AbortSignal.any keeps what it was made from alive, and the caller's signal lives long.
    for (const source of [signal, this.#closing.signal]) {
      // One listener per request under way is no leak.
      setMaxListeners(0, source)
      source.addEventListener('abort', onStop)
    }
    try {
      return await untilAborted(stop.signal, this.#limit(async () => {
        for (let attempt = 1; ; attempt++) {
          throwIfAborted(stop.signal)
          const answer = await this.#attempt(method, path, body, options, stop.signal)
          if ('value' in answer) return answer.value
          const { failure } = answer
          if (!failure.retryable || attempt >= attempts) throw this.#error(failure)
          if (failure.status !== 429) this.pool.leave(lane)
          const backoff = this.#settings.backoffMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)
          await sleep(Math.min(MAX_WAIT, Math.max(backoff, failure.wait ?? 0)), undefined, { signal: stop.signal })
        }
      }))
    } finally {
      for (const source of [signal, this.#closing.signal]) source.removeEventListener('abort', onStop)
    }
  }

  async #attempt<T>(
    method: string, path: string, body: string | null, { schema, lane }: RequestOptions<T>, stop: AbortSignal,
  ): Promise<Attempt<T>> {
    const { server } = lane
    const { apiKey, timeoutMs } = this.#settings
    const where = `${method} ${server.url}${path}`
    const cancel = new AbortController()
    const onStop = (): void => { cancel.abort() }
    const timer = setTimeout(onStop, timeoutMs)
    stop.addEventListener('abort', onStop)
    server.outstanding++
    this.sent.requests++
    this.sent.bytes += body?.length ?? 0
    try {
      const response = await fetch(`${server.url}${path}`, {
        method, body, signal: cancel.signal,
        headers: {
          ...body === null ? {} : { 'content-type': 'application/json' },
          ...apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
        },
      })
      return readAnswer(where, response.status, response.headers.get('retry-after'), await response.text(), schema)
    } catch (thrown) {
      throwIfAborted(stop)
      const why = cancel.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : networkReason(thrown)
      return { failure: { message: `${where}: ${why}`, status: null, retryable: true, wait: null, cause: thrown } }
    } finally {
      server.outstanding--
      clearTimeout(timer)
      stop.removeEventListener('abort', onStop)
    }
  }

  #error({ message, status, retryable, cause }: Failure): SpecparseError {
    const { apiKey } = this.#settings
    const safe = apiKey === null ? message : message.replaceAll(apiKey, '***')
    return new SpecparseError(status === 401 ? 'VERIFIER_UNAVAILABLE' : 'VERIFIER_FAILED', safe, { retryable, cause })
  }
}

type Attempt<T> = { readonly value: T } | { readonly failure: Failure }

function readAnswer<T>(where: string, status: number, retryAfter: string | null, text: string, schema: z.ZodType<T>): Attempt<T> {
  if (status < 200 || status > 299) {
    const retryable = status === 408 || status === 429 || status >= 500
    return { failure: { message: `${where}: status ${status}${quote(text)}`, status, retryable, wait: waitOf(retryAfter) } }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return { failure: { message: `${where}: the answer is not JSON${quote(text)}`, status, retryable: true, wait: null, cause } }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  const issue = parsed.error.issues[0]
  const message = `${where}: the answer is not what this route gives: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`
  return { failure: { message, status, retryable: false, wait: null } }
}

const quote = (text: string): string => text.trim() === '' ? '' : `: ${text.replace(/\s+/g, ' ').trim().slice(0, QUOTED)}`

/** Retry-After: seconds, or a date. Source: RFC 9110, section 10.2.3. */
function waitOf(header: string | null): number | null {
  if (header === null) return null
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}

/** fetch hides the reason ("ECONNREFUSED") in the cause of "fetch failed". */
function networkReason(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  return cause instanceof Error ? (cause.message === '' && 'code' in cause ? String(cause.code) : cause.message) : String(thrown)
}
