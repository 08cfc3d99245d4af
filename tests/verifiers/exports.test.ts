// Public exports as verifiers: the contract, what is found of their graphs, and what is said of folders that cannot be used.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import type { SpecparseError } from '../../src/errors.ts'
import { EMPTY_TREE } from '../../src/model/tokens.ts'
import type { RegionKind } from '../../src/model/region.ts'
import type { Verdict, Verifier, VerifyInput } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { openExport } from '../../verifiers/onnx/open-folder.ts'
import { describeVerifier } from '../conformance/verifier-suite.ts'
import { EXPORTS, exportFolder, exportPicture, HAS_PEER, openTiny } from '../support/exports.ts'

const signal = new AbortController().signal
const SIZES = [[64, 32], [48, 32], [32, 48], [53, 37]] as const
const inputs = SIZES.map(([width, height], seed) => exportPicture(width, height, seed))

describe.skipIf(!HAS_PEER)('conformance', () => {
  for (const { name } of EXPORTS) describeVerifier(name, { create: () => openTiny(name), inputs })
  describeVerifier('idefics3 in fp16', { create: () => openTiny('idefics3', 'fp16'), inputs })
  describeVerifier('donut with a mask in its cached branch', { create: () => openTiny('donut', 'uint8'), inputs })
})

describe.skipIf(!HAS_PEER)('what a graph can do is found out', () => {
  test.each([
    // GroupQueryAttention: several rows, or several tokens; with positions of its own, a tree of them
    ['idefics3', 'fp32', { trees: true, maxBatch: 4, invariant: true }],
    ['idefics3', 'fp16', { trees: false, maxBatch: 4 }],
    ['lighton-ocr', 'fp32', { trees: false, maxBatch: 4, invariant: true }],
    ['qwen2-vl', 'fp32', { trees: false, maxBatch: 4, invariant: true }],
    // No mask: rows of different length cannot share a forward
    ['donut', 'fp32', { trees: false, maxBatch: 1, invariant: true }],
    // Dynamic int8: what is quantized together changes together
    ['idefics3', 'int8', { trees: true, invariant: false }],
  ] as const)('%s %s', async (name, dtype, expected) => {
    const verifier = await openTiny(name, dtype)
    expect(verifier.capabilities).toMatchObject(expected)
    await verifier.dispose()
  })
})

test.skipIf(!HAS_PEER)('a model that is known by its name is used as its makers do', async () => {
  const verifier = await openExport(exportFolder('idefics3'), { name: 'ibm-granite/granite-docling-258M-ONNX', dtype: 'fp32', prompt: null, threads: 1 })
  const asked = await openTiny('idefics3')
  const { profile, tokenizer } = verifier
  expect(profile).toMatchObject({ unit: 'page', format: { id: 'doctags' }, regionKinds: ['table', 'formula', 'code'], maxTokens: 24 })
  expect(profile.seenSize?.({ width: 1000, height: 500 }, null)).toEqual({ width: 2048, height: 1024 })
  expect(profile.stopIds).toContain(tokenizer.encode('</doctag>')[0])
  expect(tokenizer.decode(tokenizer.encode('<doctag><text>a</text></doctag>'))).toBe('<doctag><text>a</text>')
  // The profile's template and the folder's own say the same, for pages.
  const first = async (one: Verifier, kind: RegionKind | null): Promise<Verdict | undefined> => {
    const [sequence] = await one.open([{ image: (inputs[0] as VerifyInput).image, kind }], signal)
    return sequence === undefined ? undefined : (await one.verify([{ sequence, draft: EMPTY_TREE }], signal))[0]
  }
  expect(await first(verifier, null)).toEqual(await first(asked, null))
  expect(await first(verifier, 'table')).not.toEqual(await first(asked, null))
  await Promise.all([verifier.dispose(), asked.dispose()])
})

describe('folders that cannot be used', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'specparse-exports-'))
  afterAll(() => rmSync(scratch, { recursive: true }))

  async function failure(id: string): Promise<Pick<SpecparseError, 'code' | 'message'>> {
    try {
      const verifier = await findVerifier(resolveConfig({ verifier: id, threads: 1 })).load()
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

  test.skipIf(!HAS_PEER)('a chat template in a file of its own will do, none at all will not', async () => {
    const move = (keep: boolean) => (folder: string): void => {
      const path = join(folder, 'tokenizer_config.json')
      const { chat_template: template, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { chat_template: string }
      writeFileSync(path, JSON.stringify(rest))
      if (keep) writeFileSync(join(folder, 'chat_template.jinja'), template)
    }
    const verifier = await findVerifier(resolveConfig({ verifier: spoiled('idefics3', move(true)), threads: 1 })).load()
    await verifier.dispose()
    expect(await failure(spoiled('idefics3', move(false)))).toMatchObject({ code: 'VERIFIER_UNAVAILABLE', message: expect.stringContaining('no chat template') as string })
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
