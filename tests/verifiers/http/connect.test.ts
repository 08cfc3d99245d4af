// From a URL to a verifier: which route is taken, which are passed over and why, and what is refused.
import { rmSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { type EngineOptions, startEngine } from '../../../bench/engine/engine-server.ts'
import { numberedPicture } from '../../../bench/engine/toy-verifier.ts'
import { createAlignedDrafter } from '../../../src/decode/drafter.ts'
import { speculate } from '../../../src/decode/speculate.ts'
import { parseDocument } from '../../../src/parser.ts'
import { adviceFor } from '../../../verifiers/http/advice.ts'
import { connect, type ConnectOptions } from '../../../verifiers/http/connect.ts'
import type { HttpVerifier } from '../../../verifiers/http/http-verifier.ts'
import { FOLDER_TOY_TEXT, folderToy, tokenizerFolder } from './folder-toy.ts'

const FOLDER = tokenizerFolder()
afterAll(() => { rmSync(FOLDER, { recursive: true }) })
const signal = new AbortController().signal
const cleanUp: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const end of cleanUp.splice(0)) await end()
})

async function reach(engine: Omit<EngineOptions, 'model'>, options: Partial<ConnectOptions> = {}): Promise<HttpVerifier> {
  const server = await startEngine({ ...engine, model: folderToy(FOLDER) })
  cleanUp.push(() => server.close())
  const verifier = await connect({ family: 'vllm', urls: server.url, model: null, tokenizer: FOLDER, settings: { backoffMs: 1 }, ...options }, signal)
  cleanUp.unshift(() => verifier.dispose())
  return verifier
}

async function textRead(verifier: HttpVerifier): Promise<string | undefined> {
  const draft = { text: FOLDER_TOY_TEXT.replace('fox', 'f0x'), confidence: 1 }
  return (await speculate(verifier, [{ input: numberedPicture(1), draft }], { drafter: createAlignedDrafter(), signal })).decoded[0]?.text
}

test.each([
  ['vllm', 'vllm-tokens', {}, 'vllm-tokens'], ['vllm', 'vllm-tokens', { scaleOut: false }, 'vllm-chat'], ['vllm', 'vllm-chat', {}, 'vllm-chat'],
  ['sglang', 'sglang', {}, 'sglang-generate'], ['openai', 'prediction', {}, 'openai-prediction'], ['segments', 'segments', {}, 'assistant-segments'],
] as const)('%s: at a server that speaks %s %j the route is %s', async (family, dialect, engine, route) => {
  const verifier = await reach({ dialect, ...engine }, { family })
  expect(verifier.protocol.name).toBe(route)
  expect(verifier.id).toBe(`${family}:dots.ocr-toy`)
  expect(verifier.profile).toMatchObject({ name: 'dots.ocr', unit: 'page', format: { id: expect.any(String) } })
  expect(await textRead(verifier)).toBe(FOLDER_TOY_TEXT)
})

test('a route that is switched off is named with the server\'s own words', async () => {
  const advice = await adviceFor(await reach({ dialect: 'vllm-tokens', scaleOut: false }), signal)
  expect(advice.join('\n')).toMatch(/vllm-tokens is not used: .*403.*--enable-scale-out/)
})

test('without a tokenizer the draft is verified as text', async () => {
  const verifier = await reach({ dialect: 'vllm-tokens' }, { tokenizer: null })
  expect(verifier.protocol.name).toBe('assistant-segments')
  expect(await textRead(verifier)).toBe(FOLDER_TOY_TEXT)
  expect((await adviceFor(verifier, signal)).join('\n')).toMatch(/tokenizer of the model is not known \(--tokenizer DIR\)/)
})

test('several servers, and a key from the environment', async () => {
  vi.stubEnv('SPECPARSE_API_KEY', 'sk-from-the-environment')
  const other = await startEngine({ dialect: 'vllm-tokens', model: folderToy(FOLDER), apiKey: 'sk-from-the-environment' })
  cleanUp.push(() => other.close())
  const first = await startEngine({ dialect: 'vllm-tokens', model: folderToy(FOLDER), apiKey: 'sk-from-the-environment' })
  cleanUp.push(() => first.close())
  const verifier = await connect({ family: 'vllm', urls: `${first.url}/v1,${other.url}/`, model: 'dots.ocr-toy', tokenizer: FOLDER }, signal)
  cleanUp.unshift(() => verifier.dispose())
  expect([await textRead(verifier), await textRead(verifier)]).toEqual([FOLDER_TOY_TEXT, FOLDER_TOY_TEXT])
  expect(Math.min(first.seen.requests, other.seen.requests)).toBeGreaterThan(0)
})

describe('refusals', () => {
  const refusal = (code: string, message: RegExp): unknown => expect.objectContaining({ code, message: expect.stringMatching(message) })

  test('a URL that is none, and one with a password in it', async () => {
    const at = (urls: string): Promise<unknown> => connect({ family: 'vllm', urls, model: null, tokenizer: null }, signal)
    await expect(at('host:8000')).rejects.toEqual(refusal('CONFIG_INVALID', /'host:8000' is not the URL of a server/))
    await expect(at('http://me:secret@host:8000')).rejects.toEqual(refusal('CONFIG_INVALID', /^keys do not belong in a server's URL: put them into SPECPARSE_API_KEY$/))
  })

  test('nobody there, a wrong key, a model that is not served', async () => {
    const settings = { backoffMs: 1 }
    await expect(connect({ family: 'vllm', urls: 'http://127.0.0.1:1', model: null, tokenizer: null, settings }, signal)).rejects.toEqual(refusal('VERIFIER_UNAVAILABLE', /GET http:\/\/127.0.0.1:1\/v1\/models/))
    await expect(reach({ dialect: 'vllm-chat', apiKey: 'sk-right' })).rejects.toEqual(refusal('VERIFIER_UNAVAILABLE', /status 401/))
    await expect(reach({ dialect: 'vllm-chat' }, { model: 'dots.ocr' })).rejects.toEqual(refusal('CONFIG_INVALID', /no model 'dots.ocr', but dots.ocr-toy/))
  })
})

test('an abort ends the wait for a server that hangs, for the caller of a whole parse as well', async () => {
  const server = await startEngine({ dialect: 'vllm-chat', model: folderToy(FOLDER), fault: () => 'hang' })
  cleanUp.push(() => server.close())
  const stop = new AbortController()
  const connected = connect({ family: 'vllm', urls: server.url, model: null, tokenizer: FOLDER }, stop.signal)
  const parsed = parseDocument('samples/scanned-letter.png', { verifier: `vllm:${server.url}`, tokenizer: FOLDER, effort: 'full', signal: stop.signal })
  setTimeout(() => { stop.abort() }, 300)
  await expect(connected).rejects.toMatchObject({ code: 'ABORTED' })
  await expect(parsed).rejects.toMatchObject({ code: 'ABORTED' })
})
