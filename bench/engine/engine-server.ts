// The conformance server: a toy language model behind real HTTP that speaks the dialects of serving engines, well or badly.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { readConversation, textChat, vllmChat } from './chat-dialect.ts'
import { type Fault, NO_TRAITS, type Traits } from './faults.ts'
import { chatSchema, generateSchema, readRequest, Refusal, sglangSchema } from './request.ts'
import { type ImageCache, sglangGenerate, vllmGenerate, vllmRender } from './token-dialects.ts'
import { ToyEngine } from './toy-engine.ts'
import type { ToyModel } from './toy-language.ts'

export type Dialect = 'vllm-tokens' | 'vllm-chat' | 'sglang' | 'prediction' | 'segments'

export const DIALECTS: readonly Dialect[] = ['vllm-tokens', 'vllm-chat', 'sglang', 'prediction', 'segments']
/** Begins like a model that there is a profile for. */
export const TOY_MODEL_NAME = 'dots.ocr-toy'

export interface EngineOptions {
  readonly dialect: Dialect
  readonly model: ToyModel
  readonly traits?: Partial<Traits>
  /** What befalls the next request that asks the model something; null = nothing. */
  readonly fault?: () => Fault | null
  /** False: vLLM's token route is there but answers 403, as without --enable-scale-out. */
  readonly scaleOut?: boolean
  /** How long answers take, milliseconds: a request, a token decoded, a prompt token computed. None by default. */
  readonly times?: { readonly request: number, readonly decoded: number, readonly computed: number }
  /** A key that requests must bring. */
  readonly apiKey?: string
}

export interface EngineServer {
  readonly url: string
  readonly engine: ToyEngine
  /** Requests that asked the model something; those whose client hung up before the answer; and their headers' keys. */
  readonly seen: { requests: number, cancelled: number }
  close(): Promise<void>
}

/** Listens on a free local port. */
export async function startEngine({ dialect, model, traits, fault, scaleOut = true, times, apiKey }: EngineOptions): Promise<EngineServer> {
  const engine = new ToyEngine(model, { ...NO_TRAITS, ...traits })
  const images: ImageCache = new Map()
  const seen = { requests: 0, cancelled: 0 }
  const server = createServer((request, response) => {
    response.on('close', () => { if (!response.writableFinished) seen.cancelled++ })
    void serve(request, response).catch((thrown: unknown) => {
      const status = thrown instanceof Refusal ? thrown.status : 500
      send(response, status, { error: { message: thrown instanceof Error ? thrown.message : String(thrown), type: 'Error', code: status } })
    })
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) throw new Refusal(401, `wrong key '${request.headers.authorization ?? ''}'`)
    if (request.method === 'GET') return send(response, 200, about(dialect, request.url ?? ''))
    const body = JSON.parse(await readBody(request)) as unknown
    seen.requests++
    const befalls = fault?.() ?? null
    if (befalls !== null) return misbehave(befalls, request, response)
    const before = { ...engine.counts }
    const said = await answer(request.url ?? '', body)
    const { decoded, computed } = engine.counts
    if (times !== undefined) await setTimeout(times.request + times.decoded * (decoded - before.decoded) + times.computed * (computed - before.computed))
    send(response, 200, said)
  }

  async function answer(path: string, body: unknown): Promise<object> {
    if (path === '/v1/chat/completions' && dialect !== 'sglang') {
      const chat = readRequest(chatSchema, body)
      if (chat.model !== TOY_MODEL_NAME) throw new Refusal(404, `The model ${chat.model} does not exist.`)
      if (dialect === 'prediction' && chat.messages.at(-1)?.role === 'assistant') throw new Refusal(400, 'assistant prefill is not supported')
      const conversation = await readConversation(engine, chat)
      return dialect === 'vllm-chat' || dialect === 'vllm-tokens' ? vllmChat(engine, chat, conversation) : textChat(engine, chat, conversation)
    }
    if (!scaleOut && (path === '/v1/chat/completions/render' || path === '/inference/v1/generate')) {
      throw new Refusal(403, 'Scale-out endpoints are disabled. Restart vllm serve with --enable-scale-out')
    }
    if (path === '/v1/chat/completions/render' && dialect === 'vllm-tokens') return vllmRender(engine, readRequest(chatSchema, body))
    if (path === '/inference/v1/generate' && dialect === 'vllm-tokens') return vllmGenerate(engine, images, readRequest(generateSchema, body))
    if (path === '/generate' && dialect === 'sglang') return sglangGenerate(engine, readRequest(sglangSchema, body))
    throw new Refusal(404, 'Not Found')
  }

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, engine, seen,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve() })
      server.closeAllConnections()
    }),
  }
}

function about(dialect: Dialect, path: string): object {
  if (path === '/v1/models') return { object: 'list', data: [{ id: TOY_MODEL_NAME, object: 'model', owned_by: 'toy', max_model_len: 100_000 }] }
  if (path === '/version' && dialect.startsWith('vllm')) return { version: '0.0.0+toy' }
  if (path === '/get_server_info' && dialect === 'sglang') return { version: '0.0.0+toy', disable_radix_cache: false }
  throw new Refusal(404, 'Not Found')
}

function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (fault === 'busy') {
    response.setHeader('retry-after', '0')
    send(response, 429, { error: { message: 'too many requests' } })
  } else if (fault === 'error') send(response, 500, { error: { message: 'CUDA out of memory' } })
  else if (fault === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"choices": [', () => { request.socket.destroy() })
  } else if (fault === 'not-json') {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<html>bad gateway</html>')
  }
  // 'hang': no answer until the client hangs up.
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
