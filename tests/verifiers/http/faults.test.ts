// Faults of the network and the server: what can be recovered is, what cannot fails alone and with a code.
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Dialect, DIALECTS, type EngineOptions, type EngineServer, startEngine } from '../../../bench/engine/engine-server.ts'
import { type Fault, FAULTS } from '../../../bench/engine/faults.ts'
import { pieceTokenizer, reciter } from '../../../bench/engine/toy-language.ts'
import { numberedPicture, servedToy, toyHttpVerifier } from '../../../bench/engine/toy-verifier.ts'
import type { Decoded } from '../../../src/decode/decoding.ts'
import { createAlignedDrafter } from '../../../src/decode/drafter.ts'
import { speculate } from '../../../src/decode/speculate.ts'
import type { HttpSettings } from '../../../verifiers/http/http-client.ts'
import type { HttpVerifier } from '../../../verifiers/http/http-verifier.ts'

const signal = new AbortController().signal
const textOf = (image: number): string => Array.from({ length: 4 + image % 3 }, (_, i) => ['abc', 'cab', 'bcb', 'a'][(image + i) % 4]).join(' ')
const model = reciter(pieceTokenizer, textOf)

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => { for (const one of opened.splice(0)) await one.close() })

async function start(options: Partial<EngineOptions> & { readonly dialect: Dialect }): Promise<EngineServer> {
  const server = await startEngine({ model, ...options })
  opened.unshift(server)
  return server
}

function verifierOf(dialect: Dialect, servers: readonly EngineServer[], settings: Partial<HttpSettings> = {}): HttpVerifier {
  const verifier = toyHttpVerifier(dialect, servers.map(({ url }) => url), servedToy(pieceTokenizer, 60), { timeoutMs: 1000, ...settings })
  opened.unshift({ close: () => verifier.dispose() })
  return verifier
}

/** Reads pictures whose drafts have an error each. */
async function read(verifier: HttpVerifier, images: readonly number[]): Promise<readonly Decoded[]> {
  const inputs = images.map((image) => ({ input: numberedPicture(image), draft: { text: textOf(image).replace('b', 'c'), confidence: 1 } }))
  return (await speculate(verifier, inputs, { drafter: createAlignedDrafter(), signal })).decoded
}

test.each(DIALECTS)('%s: any faults that leave every request an attempt', async (dialect) => {
  const plan: (Fault | null)[] = []
  const server = await start({ dialect, fault: () => plan.shift() ?? null })
  const verifier = verifierOf(dialect, [server], { attempts: 8 })
  await fc.assert(fc.asyncProperty(fc.array(fc.option(fc.constantFrom(...FAULTS)), { maxLength: 4 }), fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }), async (faults, images) => {
    plan.splice(0, plan.length, ...faults)
    expect((await read(verifier, images)).map(({ text }) => text)).toEqual(images.map(textOf))
  }), { numRuns: 5 })
})

test.each(DIALECTS)('%s: a region that cannot be recovered fails with a code, the others are read', async (dialect) => {
  let doomed = -1
  const server = await start({ dialect, model: { ...model, scores: (image, said) => {
    if (image === doomed) throw new Error('CUDA error: device-side assert')
    return model.scores(image, said)
  } } })
  const verifier = verifierOf(dialect, [server], { attempts: 2 })
  doomed = 2
  const decoded = await read(verifier, [1, 2, 3])
  expect(decoded.map(({ error }) => error?.code ?? null)).toEqual([null, 'VERIFIER_FAILED', null])
  expect(decoded[1]?.error).toMatchObject({ retryable: true, message: expect.stringMatching(/status 500: .*device-side assert/) })
  expect([decoded[0]?.text, decoded[2]?.text]).toEqual([textOf(1), textOf(3)])
})

describe('the client', () => {
  test('waits as long as Retry-After asks, and not for ever', async () => {
    let busy = 1
    const server = await start({ dialect: 'segments', fault: () => busy-- > 0 ? 'busy' : null })
    expect((await read(verifierOf('segments', [server]), [5]))[0]?.text).toBe(textOf(5))
    const dead = await start({ dialect: 'segments', fault: () => 'busy' })
    expect((await read(verifierOf('segments', [dead], { attempts: 3 }), [5]))[0]?.error).toMatchObject({ code: 'VERIFIER_FAILED', retryable: true })
    expect(dead.seen.requests).toBe(3)
  })

  test('says what went wrong: a hang, a cut connection, a page of HTML, nobody there', async () => {
    const reason = async (fault: Fault): Promise<string | undefined> =>
      (await read(verifierOf('segments', [await start({ dialect: 'segments', fault: () => fault })], { attempts: 1 }), [1]))[0]?.error?.message
    expect(await reason('hang')).toMatch(/no answer within 1 s/)
    expect(await reason('cut')).toMatch(/other side closed|terminated|ECONNRESET/)
    expect(await reason('not-json')).toMatch(/the answer is not JSON: <html>bad gateway/)
    const gone = await start({ dialect: 'segments' })
    await gone.close()
    expect((await read(verifierOf('segments', [gone], { attempts: 1 }), [1]))[0]?.error?.message).toMatch(/ECONNREFUSED/)
    opened.splice(opened.indexOf(gone), 1)
  })

  test('an abort hangs up on the server at once', async () => {
    const server = await start({ dialect: 'vllm-chat', fault: () => 'hang' })
    const verifier = verifierOf('vllm-chat', [server], { timeoutMs: 60_000 })
    const stop = new AbortController()
    const reading = speculate(verifier, [1, 2, 3].map((image) => ({ input: numberedPicture(image), draft: null })), { drafter: createAlignedDrafter(), signal: stop.signal })
    while (server.seen.requests < 3) await new Promise((resolve) => { setTimeout(resolve, 5) })
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' })
    while (server.seen.cancelled < 3) await new Promise((resolve) => { setTimeout(resolve, 5) })
  })

  test('never has more requests under way than it may', async () => {
    let [now, most] = [0, 0]
    const server = await start({ dialect: 'segments', model: { ...model, scores: (image, said) => model.scores(image, said) } })
    const verifier = verifierOf('segments', [server], { concurrency: 3 })
    const watch = setInterval(() => { now = verifier.client.pool.servers[0]?.outstanding ?? 0; most = Math.max(most, now) }, 0)
    await read(verifier, Array.from({ length: 12 }, (_, i) => i))
    clearInterval(watch)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3)
    expect(now).toBeLessThanOrEqual(3)
  })

  test('a sequence stays with its server, many share the work, and a dead server is left', async () => {
    const servers = await Promise.all([start({ dialect: 'vllm-tokens' }), start({ dialect: 'vllm-tokens' })])
    const verifier = verifierOf('vllm-tokens', servers)
    const first = await read(verifier, Array.from({ length: 10 }, (_, i) => i))
    expect(first.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => textOf(i)))
    // Half of the pictures each: an image that had moved would have been rendered twice.
    for (const { seen } of servers) expect(seen.requests).toBeGreaterThan(10)
    await servers[0]?.close()
    opened.splice(opened.indexOf(servers[0] as EngineServer), 1)
    expect((await read(verifier, [20, 21, 22, 23])).map(({ text }) => text)).toEqual([20, 21, 22, 23].map(textOf))
  })

  test('keys reach the server, and nothing else', async () => {
    const server = await start({ dialect: 'vllm-chat', apiKey: 'sk-right-key' })
    expect((await read(verifierOf('vllm-chat', [server], { apiKey: 'sk-right-key' }), [1]))[0]?.text).toBe(textOf(1))
    const [refused] = await read(verifierOf('vllm-chat', [server], { apiKey: 'sk-wrong-key' }), [1])
    // The server's answer quotes the key that it was sent.
    expect(refused?.error).toMatchObject({ code: 'VERIFIER_UNAVAILABLE', message: expect.stringMatching(/status 401: .*wrong key 'Bearer \*\*\*'/) })
    expect(JSON.stringify([refused?.error?.message, refused?.error?.stack, String(refused?.error?.cause)])).not.toContain('sk-wrong-key')
  })
})
