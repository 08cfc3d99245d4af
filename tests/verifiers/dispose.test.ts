// A process of its own: what goes wrong here takes the whole process along.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { exportFolder, HAS_PEER } from '../support/exports.ts'

const PROGRAM = (verifier: string): string => `
  import { resolveConfig } from './dist/src/config.js'
  import { plainDrafter } from './dist/src/decode/drafter.js'
  import { speculate } from './dist/src/decode/speculate.js'
  import { findVerifier } from './dist/verifiers/index.js'
  const image = { width: 400, height: 32, dpi: 200, data: Uint8Array.from({ length: 400 * 32 }, (_, i) => i * 7919 % 255) }
  const inputs = Array.from({ length: 100 }, () => ({ input: { image, kind: null }, draft: null }))
  for (const milliseconds of [0, 60, 120]) {
    const verifier = await findVerifier(resolveConfig({ threads: 2, verifier: '${verifier}' })).load()
    const run = speculate(verifier, inputs, { drafter: plainDrafter, signal: new AbortController().signal }).then(() => 'DONE', ({ code }) => code)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    await verifier.dispose()
    console.log(await run)
  }`

const VERIFIERS = ['nano', ...HAS_PEER ? [`onnx:${exportFolder('lighton-ocr')}`] : []]

test.each(VERIFIERS)('%s, disposed of in the middle of its work, ends it with a code, and the process goes on', async (verifier) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM(verifier)])
  const codes = stdout.trim().split('\n')
  expect(codes).toHaveLength(3)
  for (const code of codes) expect(['ABORTED', 'VERIFIER_FAILED', 'DONE']).toContain(code)
  expect(codes[0]).not.toBe('DONE')
})
