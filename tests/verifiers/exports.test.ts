// Public exports as verifiers: the contract, what is found of their graphs, and what is said of folders that cannot be used.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import type { SpecparseError } from '../../src/errors.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { describeVerifier } from '../conformance/verifier-suite.ts'
import { EXPORTS, exportFolder, exportPicture, HAS_PEER, openTiny } from '../support/exports.ts'

const SIZES = [[64, 32], [48, 32], [32, 48], [56, 40]] as const
const inputs = SIZES.map(([width, height], seed) => exportPicture(width, height, seed))

describe.skipIf(!HAS_PEER)('conformance', () => {
  for (const { name } of EXPORTS) describeVerifier(name, { create: () => openTiny(name), inputs })
  describeVerifier('idefics3 in fp16', { create: () => openTiny('idefics3', 'fp16'), inputs })
  describeVerifier('donut with a mask in its cached branch', { create: () => openTiny('donut', 'uint8'), inputs })
})

describe.skipIf(!HAS_PEER)('what a graph can do is found out', () => {
  test.each([
    // GroupQueryAttention: several rows, or several tokens
    ['idefics3', 'fp32', { trees: false, maxBatch: 4, invariant: true }],
    ['lighton-ocr', 'fp32', { trees: false, maxBatch: 4, invariant: true }],
    ['qwen2-vl', 'fp32', { trees: false, maxBatch: 4, invariant: true }],
    // No mask: rows of different length cannot share a forward
    ['donut', 'fp32', { trees: false, maxBatch: 1, invariant: true }],
    // Dynamic int8: what is quantized together changes together
    ['idefics3', 'int8', { trees: false, invariant: false }],
  ] as const)('%s %s', async (name, dtype, expected) => {
    const verifier = await openTiny(name, dtype)
    expect(verifier.capabilities).toMatchObject(expected)
    await verifier.dispose()
  })
})

describe('folders that cannot be used', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'specparse-exports-'))
  afterAll(() => rmSync(scratch, { recursive: true }))

  async function failure(id: string): Promise<Pick<SpecparseError, 'code' | 'message'>> {
    try {
      const verifier = await findVerifier(resolveConfig({ verifier: id, threads: 1 }))()
      await verifier.dispose()
    } catch (thrown) {
      const { code, message } = thrown as SpecparseError
      return { code, message }
    }
    throw new Error('it was opened')
  }

  /** A copy of a good folder, with one thing changed. */
  function spoiled(name: string, spoil: (folder: string) => void): string {
    const folder = join(mkdtempSync(join(scratch, 'model-')), name)
    cpSync(exportFolder(name), folder, { recursive: true })
    spoil(folder)
    return `onnx:${folder}`
  }

  const edit = (file: string, change: object) => (folder: string): void => {
    const path = join(folder, file)
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')) as object, ...change }))
  }

  test.each(['config.json', 'preprocessor_config.json', 'tokenizer.json', 'onnx/vision_encoder.onnx', 'onnx/embed_tokens.onnx'])('without %s', async (file) => {
    const { code, message } = await failure(spoiled('idefics3', (folder) => rmSync(join(folder, file))))
    expect(code).toBe('VERIFIER_UNAVAILABLE')
    expect(message).toContain(`no ${file}`)
  })

  test('without the precision that is asked for, but with others', async () => {
    const { code, message } = await failure(`onnx:${exportFolder('idefics3')}?dtype=q4`)
    expect(code).toBe('VERIFIER_UNAVAILABLE')
    expect(message).toMatch(/no onnx\/decoder_model_merged_q4\.onnx; there is dtype=fp32, dtype=fp16, dtype=int8/)
  })

  test('an unknown architecture', async () => {
    const { code, message } = await failure(spoiled('idefics3', edit('config.json', { model_type: 'whisper' })))
    expect(code).toBe('VERIFIER_UNAVAILABLE')
    expect(message).toMatch(/config\.json: model_type 'whisper' is not supported; these are: idefics3, /)
  })

  test('a rule of generation that is not known', async () => {
    const { code, message } = await failure(spoiled('idefics3', edit('generation_config.json', { guidance_scale: 2 })))
    expect(code).toBe('CONFIG_INVALID')
    expect(message).toMatch(/generation_config\.json sets guidance_scale/)
  })

  test('options that are not known', async () => {
    expect(await failure(`onnx:${exportFolder('idefics3')}?precision=q4`)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('precision') as string })
    expect(await failure(`onnx:${exportFolder('idefics3')}?dtype=q5`)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('dtype') as string })
  })

  test.skipIf(!HAS_PEER).each(['vision_encoder.onnx', 'decoder_model_merged.onnx'])('a broken %s', async (file) => {
    const { code, message } = await failure(spoiled('idefics3', (folder) => writeFileSync(join(folder, 'onnx', file), 'no graph')))
    expect(code).toBe('VERIFIER_UNAVAILABLE')
    expect(message).toContain(`${file} cannot be loaded`)
  })

  test.skipIf(!HAS_PEER)('an operator that the runtime lacks', async () => {
    const { code, message } = await failure(spoiled('idefics3', (folder) => {
      const path = join(folder, 'onnx/decoder_model_merged.onnx')
      const graph = readFileSync(path, 'latin1').replaceAll('GroupQueryAttention', 'GroupQueryAttentioX')
      writeFileSync(path, graph, 'latin1')
    }))
    expect(code).toBe('VERIFIER_UNAVAILABLE')
    expect(message).toMatch(/decoder_model_merged\.onnx cannot be loaded: .*GroupQueryAttentioX/)
  })
})
