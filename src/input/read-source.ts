// First step of the path: the caller's input, whatever its form, as bytes in memory within the size limit.
import { readFile, stat } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { asSpecparseError, SpecparseError, throwIfAborted, untilAborted } from '../errors.ts'

/** A path, a `file:` or (with `remote`) `http(s):` URL, or the content itself. */
export type InputSource = string | URL | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | NodeJS.ReadableStream

export interface SourceBytes {
  /** File name; 'document' when the input has none. */
  readonly name: string
  /** Never the caller's own buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Reads all bytes of `input`.
 * @throws SpecparseError INPUT_NOT_FOUND, INPUT_UNSUPPORTED, LIMIT_EXCEEDED, CONFIG_INVALID (a URL without `remote`), ABORTED
 */
export async function readSource(input: InputSource, config: Config, signal: AbortSignal): Promise<SourceBytes> {
  throwIfAborted(signal)
  const limit = config.limits.bytes
  if (typeof input === 'string' || input instanceof URL) {
    const url = typeof input !== 'string' ? input : /^[a-z][a-z0-9+.-]+:\/\//i.test(input) ? parseUrl(input) : null
    if (url === null) return readPath(String(input), limit, signal)
    if (url.protocol === 'file:') return readPath(filePath(url), limit, signal)
    if (url.protocol === 'http:' || url.protocol === 'https:') return download(url, config, signal)
    throw new SpecparseError('INPUT_UNSUPPORTED', `'${url.href}': specparse reads paths, file: and http(s): addresses, not ${url.protocol}`)
  }
  if (input instanceof Uint8Array || input instanceof ArrayBuffer) {
    checkSize('the input', input.byteLength, limit)
    return { name: 'document', bytes: new Uint8Array(input instanceof Uint8Array ? input : input.slice(0)).slice() }
  }
  if (input instanceof Blob) {
    const name = input instanceof File && input.name !== '' ? input.name : 'document'
    checkSize(`'${name}'`, input.size, limit)
    return { name, bytes: new Uint8Array(await input.arrayBuffer()) }
  }
  if (typeof input !== 'object' || input === null) {
    throw new SpecparseError('INPUT_UNSUPPORTED', `an input of type ${typeof input} cannot be read`)
  }
  return { name: 'document', bytes: await collect('the input', asReadable(input), limit, signal) }
}

function parseUrl(text: string): URL {
  if (URL.canParse(text)) return new URL(text)
  throw new SpecparseError('INPUT_UNSUPPORTED', `'${text}' is not a valid address`)
}

function filePath(url: URL): string {
  try {
    return fileURLToPath(url)
  } catch (error) {
    throw new SpecparseError('INPUT_UNSUPPORTED', `'${url.href}' does not name a local file`, { cause: error })
  }
}

async function readPath(path: string, limit: number, signal: AbortSignal): Promise<SourceBytes> {
  const name = basename(path)
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw new SpecparseError('INPUT_UNSUPPORTED', `'${path}' is a directory, not a file`)
    if (!stats.isFile()) return { name, bytes: await collect(`'${name}'`, createReadStream(path), limit, signal) }
    checkSize(`'${name}'`, stats.size, limit)
    const bytes = await readFile(path, { signal })
    checkSize(`'${name}'`, bytes.length, limit)
    // small files come from a pool that others share
    return { name, bytes: bytes.buffer.byteLength === bytes.length ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes) }
  } catch (error) {
    throwIfAborted(signal)
    throw fileError(path, error)
  }
}

function fileError(path: string, error: unknown): SpecparseError {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') {
    return new SpecparseError('INPUT_NOT_FOUND', `'${path}' does not exist`, { cause: error })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new SpecparseError('INPUT_NOT_FOUND', `'${path}' may not be read: permission denied`, { cause: error })
  }
  return asSpecparseError(error, 'INPUT_NOT_FOUND')
}

async function download(url: URL, config: Config, signal: AbortSignal): Promise<SourceBytes> {
  if (!config.remote) {
    throw new SpecparseError('CONFIG_INVALID', `'${url.href}' is on the network: set the option remote (--remote) to fetch it`)
  }
  const name = basename(url.pathname) || url.hostname
  try {
    const response = await fetch(url, { signal })
    if (!response.ok || response.body === null) {
      const retryable = response.status === 429 || response.status >= 500
      throw new SpecparseError('INPUT_NOT_FOUND', `'${url.href}' answered with status ${response.status}`, { retryable })
    }
    return { name, bytes: await collect(`'${name}'`, asReadable(response.body), config.limits.bytes, signal) }
  } catch (error) {
    throwIfAborted(signal)
    if (error instanceof SpecparseError) throw error
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new SpecparseError('INPUT_NOT_FOUND', `'${url.href}' cannot be fetched: ${reason}`, { retryable: true, cause: error })
  }
}

function asReadable(stream: ReadableStream<Uint8Array> | NodeJS.ReadableStream): Readable {
  if (stream instanceof Readable) return stream
  if (stream instanceof ReadableStream) return Readable.fromWeb(stream as NodeWebStream)
  if (Symbol.asyncIterator in stream) return Readable.from(stream)
  throw new SpecparseError('INPUT_UNSUPPORTED', 'the input is neither a path, a URL, bytes, a Blob nor a readable stream')
}

async function collect(what: string, stream: Readable, limit: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await untilAborted(signal, readAll(what, stream, limit))
  } catch (error) {
    // an error the stream reports of its own destruction concerns nobody
    stream.on('error', () => {}).destroy()
    throw asSpecparseError(error, 'INPUT_NOT_FOUND')
  }
}

async function readAll(what: string, stream: Readable, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) {
      throw new SpecparseError('INPUT_UNSUPPORTED', `${what} is a stream of ${typeof chunk} values, not of bytes`)
    }
    checkSize(what, size += chunk.length, limit)
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function checkSize(what: string, size: number, limit: number): void {
  if (size > limit) throw new SpecparseError('LIMIT_EXCEEDED', `${what} is larger than the limit of ${limit} bytes (option limits.bytes)`)
}
