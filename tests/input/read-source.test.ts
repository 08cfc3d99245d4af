import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveConfig, type Options } from '../../src/config.ts'
import { readSource, type InputSource } from '../../src/input/read-source.ts'

const CONTENT = Buffer.from('nine byte')
const never = new AbortController().signal
const read = (input: InputSource, options: Options = {}, signal = never): ReturnType<typeof readSource> =>
  readSource(input, resolveConfig(options), signal)
const refusal = (code: string, message: RegExp): unknown => expect.objectContaining({ code, message: expect.stringMatching(message) })
const small = { limits: { bytes: 8 } }

let folder = ''
let server: Server
let address = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specparse-'))
  await writeFile(join(folder, 'a.pdf'), CONTENT)
  server = createServer((request, response) => {
    if (request.url === '/missing.pdf') response.writeHead(404).end()
    else if (request.url === '/busy.pdf') response.writeHead(503).end()
    else if (request.url === '/endless.pdf') Readable.from(endless()).on('error', () => {}).pipe(response)
    else response.end(CONTENT)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    yield CONTENT
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

async function* silent(): AsyncGenerator<Buffer> {
  yield CONTENT
  await new Promise(() => {})
}

test('every kind of input gives its bytes', async () => {
  const path = join(folder, 'a.pdf')
  const inputs: [InputSource, string][] = [
    [path, 'a.pdf'], [pathToFileURL(path), 'a.pdf'], [pathToFileURL(path).href, 'a.pdf'], [new Uint8Array(CONTENT), 'document'],
    [new Uint8Array(CONTENT).buffer, 'document'], [new Blob([CONTENT]), 'document'], [new File([CONTENT], 'b.png'), 'b.png'],
    [Readable.from([CONTENT]), 'document'], [new Blob([CONTENT]).stream(), 'document'],
  ]
  for (const [input, name] of inputs) {
    const source = await read(input)
    expect([source.name, Buffer.from(source.bytes).toString()]).toEqual([name, 'nine byte'])
  }
})

test('the bytes are a copy: the caller keeps a buffer that works', async () => {
  const mine = new Uint8Array(CONTENT)
  const { bytes } = await read(mine)
  bytes.fill(0)
  expect(Buffer.from(mine).toString()).toBe('nine byte')
})

test('what cannot be read says why', async () => {
  await expect(read(join(folder, 'b.pdf'))).rejects.toThrow(refusal('INPUT_NOT_FOUND', /b\.pdf' does not exist/))
  await expect(read(join(folder, 'a.pdf', 'c'))).rejects.toThrow(refusal('INPUT_NOT_FOUND', /does not exist/))
  await expect(read(folder)).rejects.toThrow(refusal('INPUT_UNSUPPORTED', /is a directory/))
  await expect(read('ftp://host/a.pdf')).rejects.toThrow(refusal('INPUT_UNSUPPORTED', /not ftp:/))
  await expect(read('http://[')).rejects.toThrow(refusal('INPUT_UNSUPPORTED', /not a valid address/))
  await expect(read(Readable.from(['text', 'more']))).rejects.toThrow(refusal('INPUT_UNSUPPORTED', /string values, not of bytes/))
  await expect(read(42 as never)).rejects.toThrow(refusal('INPUT_UNSUPPORTED', /type number/))
})

test('the size limit holds for every kind of input', async () => {
  const inputs: InputSource[] = [join(folder, 'a.pdf'), new Uint8Array(CONTENT), new Blob([CONTENT]), Readable.from([CONTENT]),
    Readable.from(endless())]
  for (const input of inputs) await expect(read(input, small)).rejects.toThrow(refusal('LIMIT_EXCEEDED', /limit of 8 bytes/))
})

test('the network is used only when it is asked for', async () => {
  await expect(read(`${address}/a.pdf`)).rejects.toThrow(refusal('CONFIG_INVALID', /remote/))
  expect(await read(`${address}/a.pdf`, { remote: true })).toMatchObject({ name: 'a.pdf' })
})

test('a download fails with its status, and stops at the size limit', async () => {
  await expect(read(`${address}/missing.pdf`, { remote: true })).rejects.toThrow(refusal('INPUT_NOT_FOUND', /status 404/))
  await expect(read(`${address}/busy.pdf`, { remote: true })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND', retryable: true })
  await expect(read(`${address}/endless.pdf`, { remote: true, limits: { bytes: 100 } }))
    .rejects.toThrow(refusal('LIMIT_EXCEEDED', /100 bytes/))
  await expect(read('http://127.0.0.1:1/a.pdf', { remote: true })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND', retryable: true })
})

test('an abort ends the wait for a stream that has nothing to say', async () => {
  const inputs: InputSource[] = [Readable.from(silent()), ReadableStream.from(silent()) as ReadableStream<Uint8Array>]
  for (const input of inputs) await expect(read(input, {}, AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'TIMEOUT' })
  const stop = new AbortController()
  stop.abort()
  await expect(read(join(folder, 'a.pdf'), {}, stop.signal)).rejects.toMatchObject({ code: 'ABORTED' })
})
