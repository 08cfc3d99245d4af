// The decoder with random weights that benchmarks use: 52 MB, drawn on first use and kept in the system's cache folder.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstDivergences } from '../../src/decode/compare.ts'
import { plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { createTextVerifier } from '../../verifiers/onnx/onnx-verifier.ts'
import { DAMAGES } from '../../bench/data/damaged-drafts.ts'
import { DEFAULT_CACHE, randomDecoder } from '../../bench/models/random-decoder.ts'
import { describeVerifier } from '../conformance/verifier-suite.ts'
import { toyInput } from '../support/toy-verifier.ts'

const signal = new AbortController().signal
const create = async (): Promise<Verifier> => createTextVerifier({ folder: await randomDecoder('m13', DEFAULT_CACHE), workers: 1, threads: 1 })

describeVerifier('a random text decoder', { create, inputs: [1, 2, 3, 4].map(toyInput) })

describe('exactness with trees', () => {
  let verifier: Verifier
  beforeAll(async () => { verifier = await create() })
  afterAll(async () => { await verifier.dispose() })

  test.each(Object.keys(DAMAGES))('%s drafts', async (kind) => {
    const inputs = [1, 2, 3].map((seed) => ({ input: toyInput(seed), draft: null, region: `${seed}` }))
    const { decoded: plain } = await speculate(verifier, inputs, { drafter: plainDrafter, signal })
    expect(new Set(plain.map(({ text }) => text)).size).toBe(3)
    const drafted = inputs.map((input, i) => {
      const [text = '', ...more] = DAMAGES[kind]?.(plain[i]?.text ?? '', plain[(i + 1) % 3]?.text ?? '') ?? []
      return { ...input, draft: { text, confidence: 1 }, more }
    })
    const fast = await speculate(verifier, drafted, { drafter: createTreeDrafter(), signal })
    expect(firstDivergences(inputs, fast.decoded, plain)).toEqual([])
    if (kind === 'perfect') expect(fast.stats.steps).toBeLessThan(10)
  })
})
