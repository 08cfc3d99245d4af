// Models of the hub, from a hub in this process: what is fetched, what is cached, and what is said when it fails.
import { createReadStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { loadTransformers } from '../../verifiers/onnx/image-processor.ts'
import { exportFolder, HAS_PEER } from '../support/exports.ts'

const MODEL = 'specparse-tests/idefics3'

describe.skipIf(!HAS_PEER)('hub:', () => {
  let server: Server
  let cache: string
  let asked: string[]

  beforeAll(async () => {
    cache = join((await loadTransformers()).env.cacheDir, 'specparse-tests')
    server = createServer((request, response) => {
      const url = request.url ?? ''
      asked.push(url)
      const files = readdirSync(exportFolder('idefics3'), { recursive: true, encoding: 'utf8' })
      const file = url.startsWith(`/${MODEL}/resolve/main/`) ? join(exportFolder('idefics3'), url.slice(`/${MODEL}/resolve/main/`.length)) : null
      if (url === `/api/models/${MODEL}`) response.end(JSON.stringify({ siblings: [...files, 'README.md', 'onnx/model.onnx'].map((rfilename) => ({ rfilename })) }))
      else if (file !== null && existsSync(file) && statSync(file).isFile()) createReadStream(file).pipe(response)
      else response.writeHead(url.includes('gated') ? 401 : 404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => {
    asked = []
    rmSync(cache, { recursive: true, force: true })
    vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  afterEach(() => { vi.unstubAllEnvs() })
  afterAll(() => {
    rmSync(cache, { recursive: true, force: true })
    server.close()
  })

  const open = (id: string, offline = false): Promise<Verifier> => findVerifier(resolveConfig({ verifier: id, offline, threads: 1 })).load()

  test('fetches what a precision needs once; then it is there without the network', async () => {
    await (await open(`hub:${MODEL}?dtype=int8`)).dispose()
    expect(asked.filter((url) => url.includes('/onnx/')).map((url) => url.split('/').at(-1)).sort())
      .toEqual(['decoder_model_merged_int8.onnx', 'embed_tokens.onnx', 'vision_encoder.onnx'])
    expect(asked.some((url) => /README|reference/.test(url))).toBe(false)
    asked = []
    await (await open(`hub:${MODEL}?dtype=int8`)).dispose()
    expect(asked).toEqual([`/api/models/${MODEL}`])
    asked = []
    const verifier = await open(`hub:${MODEL}?dtype=int8`, true)
    expect(verifier.id).toBe(`${MODEL}:int8`)
    await verifier.dispose()
    expect(asked).toEqual([])
  })

  test('offline, without a cache', async () => {
    await expect(open(`hub:${MODEL}`, true)).rejects.toMatchObject({ code: 'VERIFIER_UNAVAILABLE', message: expect.stringContaining(`${MODEL} is not in the cache`) as string })
    expect(asked).toEqual([])
  })

  test('models that are not there, or closed, or no models', async () => {
    await expect(open('hub:nobody/nothing')).rejects.toMatchObject({ code: 'VERIFIER_UNAVAILABLE', message: expect.stringContaining('404') as string })
    vi.stubEnv('HF_TOKEN', 'hf_secret')
    const error = await open('hub:someone/gated').catch((thrown: unknown) => thrown as Error)
    expect(error).toMatchObject({ code: 'VERIFIER_UNAVAILABLE', message: expect.stringContaining('401') as string })
    expect(JSON.stringify([(error as Error).message, (error as Error).stack])).not.toContain('hf_secret')
    await expect(open('hub:../../etc')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('a hub that is away', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9')
    await expect(open(`hub:${MODEL}`)).rejects.toMatchObject({ code: 'VERIFIER_UNAVAILABLE', retryable: true })
  })
})
