// `specparse doctor` as a user runs it.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type EngineServer, startEngine } from '../../bench/engine/engine-server.ts'
import { FOLDER_TOY_TEXT, folderToy, tokenizerFolder } from '../verifiers/http/folder-toy.ts'

const FOLDER = tokenizerFolder()
afterAll(() => { rmSync(FOLDER, { recursive: true }) })

let server: EngineServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds from the interrupt to the end. */
  readonly stopped: number
}

function doctor(args: readonly string[], interruptWhen?: () => boolean): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/src/cli/main.js', 'doctor', ...args])
    let [stdout, stderr, interrupted] = ['', '', 0]
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString() })
    const watch = setInterval(() => {
      if (interrupted > 0 || interruptWhen?.() !== true) return
      interrupted = performance.now()
      child.kill('SIGINT')
    }, 20)
    child.on('close', (status) => {
      clearInterval(watch)
      resolve({ status, stdout, stderr, stopped: performance.now() - interrupted })
    })
  })
}

test('a server that can be used', async () => {
  server = await startEngine({ dialect: 'vllm-tokens', model: folderToy(FOLDER) })
  const { status, stdout, stderr } = await doctor(['--verifier', `vllm:${server.url}`, '--tokenizer', FOLDER])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^route +vllm-tokens$/m)
  expect(stdout).toMatch(/^the same output +yes$/m)
  expect(stdout).toContain(JSON.stringify(FOLDER_TOY_TEXT.slice(0, 60)))
})

test('one that cannot: the exit status is the error\'s', async () => {
  expect(await doctor(['--verifier', 'vllm:http://127.0.0.1:1'])).toMatchObject({ status: 6, stdout: '', stderr: expect.stringMatching(/^specparse: VERIFIER_UNAVAILABLE: /) })
  expect(await doctor(['--verifier', 'magic'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^specparse: CONFIG_INVALID: unknown verifier 'magic'/) })
})

test('Ctrl-C while the server hangs', async () => {
  server = await startEngine({ dialect: 'vllm-chat', model: folderToy(FOLDER), fault: () => 'hang' })
  const { seen } = server
  const { status, stopped } = await doctor(['--verifier', `vllm:${server.url}`, '--tokenizer', FOLDER], () => seen.requests > 0)
  expect(status).toBe(130)
  expect(stopped).toBeLessThan(1000)
})
