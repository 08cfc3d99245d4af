// Plays a recorded exchange with a real engine: answers come back in order, and requests have to be the recorded ones.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'

export interface Recording {
  /** Engine with its version and flags, model, day. */
  readonly engine: string
  readonly model: string
  readonly recorded: string
  /** What the engine wrote by itself, and the draft that was verified after it. */
  readonly plain: string
  readonly draft: string
  readonly exchanges: readonly { readonly path: string, readonly request: unknown, readonly status: number, readonly response: unknown }[]
}

/** Prompt tokens of the question, at least. */
const QUESTION = 30

/** Without pixels, and without the question's log-probabilities: large, and nobody reads them. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('data:image/png;base64,') ? 'data:image/png;base64,' : value
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  if ('prompt_logprobs' in value && Array.isArray(value.prompt_logprobs)) {
    return { ...masked({ ...value, prompt_logprobs: null }) as object, prompt_logprobs: value.prompt_logprobs.map((row, i) => i < QUESTION ? null : row as unknown) }
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, (key === 'kwargs_data' || key === 'mm_metadata') && inner !== null ? '(pixels)' : masked(inner)]))
}

export async function playRecording({ exchanges }: Recording): Promise<{ readonly url: string, readonly left: () => number, close(): Promise<void> }> {
  const left = [...exchanges]
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => { chunks.push(chunk) })
    request.on('end', () => {
      const next = left.shift()
      const asked = masked(JSON.parse(Buffer.concat(chunks).toString()))
      const same = next !== undefined && next.path === request.url && isDeepStrictEqual(asked, next.request)
      response.writeHead(same ? next.status : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(same ? next.response : { error: `not the recorded request: ${JSON.stringify(asked)}` }))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, left: () => left.length,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}
