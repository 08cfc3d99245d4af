// The one error class of specparse. `code` is stable: programs branch on it, the CLI maps it to an exit status.

export const ERROR_CODES = [
  'INPUT_NOT_FOUND', 'INPUT_UNSUPPORTED', 'PASSWORD_REQUIRED', 'PASSWORD_WRONG', 'CORRUPT_PDF', 'LIMIT_EXCEEDED',
  'MISSING_DEPENDENCY', 'DRAFT_FAILED', 'VERIFIER_UNAVAILABLE', 'VERIFIER_FAILED', 'OUTPUT_FAILED', 'CONFIG_INVALID',
  'ABORTED', 'TIMEOUT', 'INTERNAL',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export interface ErrorDetails {
  /** Page number, from 1. */
  readonly page?: number
  /** Region id within the page. */
  readonly region?: string
  /** True when the same call may succeed later (a busy server, a time-out). */
  readonly retryable?: boolean
  readonly cause?: unknown
}

/** An error that a caller is meant to handle: one sentence for people, a code for programs. */
export class SpecparseError extends Error {
  override readonly name = 'SpecparseError'
  readonly code: ErrorCode
  readonly page: number | undefined
  readonly region: string | undefined
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.page = details.page
    this.region = details.region
    this.retryable = details.retryable ?? false
  }
}

/** Turns whatever was thrown into a SpecparseError; an abort stays an abort, our own errors pass unchanged. */
export function asSpecparseError(thrown: unknown, code: ErrorCode, details: ErrorDetails = {}): SpecparseError {
  if (thrown instanceof SpecparseError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') return aborted(thrown)
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return new SpecparseError('TIMEOUT', 'the time limit was reached', { ...details, retryable: true, cause: thrown })
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new SpecparseError(code, message.split('\n')[0] ?? message, { ...details, cause: thrown })
}

export function aborted(cause?: unknown): SpecparseError {
  return new SpecparseError('ABORTED', 'stopped before the end', { cause })
}

/** Throws ABORTED, or TIMEOUT when the signal's reason is a time-out. */
export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw asSpecparseError(signal.reason ?? aborted(), 'ABORTED')
}

/** Settles as `work` does, or rejects with ABORTED or TIMEOUT as soon as `signal` says so; stopping the work is the caller's part. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort = (): void => {}
  try {
    return await Promise.race([work, new Promise<never>((_, reject) => {
      onAbort = () => reject(asSpecparseError(signal.reason ?? aborted(), 'ABORTED'))
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    })])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
