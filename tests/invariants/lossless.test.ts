// Exactness: whatever the drafts say, the emitted tokens are those of plain decoding.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstDivergences } from '../../src/decode/compare.ts'
import { createAlignedDrafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { resolveConfig } from '../../src/config.ts'
import { diffRealignment } from '../../bench/drafters/diff.ts'
import { hsdCode, hsdPaper } from '../../bench/drafters/hsd.ts'
import { promptLookup } from '../../bench/drafters/prompt-lookup.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { DRAFT_KINDS, makeDraft } from '../support/drafts.ts'
import { LINES, linePicture } from '../support/line-pictures.ts'
import { toyInput, ToyVerifier } from '../support/toy-verifier.ts'

const signal = new AbortController().signal

/** The benchmark's baselines, through the same loop. */
const BASELINES: readonly (readonly [string, () => DrafterFactory])[] = [
  ['PLD', () => promptLookup], ['HSD paper', () => hsdPaper], ['HSD code', () => hsdCode], ['diff', () => diffRealignment],
]
const DRAFTERS: readonly (readonly [string, () => DrafterFactory])[] = [['aligned', createAlignedDrafter], ['tree', createTreeDrafter]]

describe.each([...DRAFTERS, ...BASELINES])('a toy language model, %s drafter', (name, createDrafter) => {
  test('any draft, any batch size, any number of lanes', async () => {
    const draftText = fc.string({ unit: fc.constantFrom(...'aabbcc é漢\n<?'), maxLength: 60 })
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(255), fc.option(draftText)), { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }),
      async (cases, batch, lanes) => {
        const verifier = new ToyVerifier(4, lanes)
        const inputs = cases.map(([seed, text]) => ({ input: toyInput(seed), draft: text === null ? null : { text, confidence: 1 } }))
        const fast = await speculate(verifier, inputs, { drafter: createDrafter(), batch, signal })
        const plain = await speculate(new ToyVerifier(), inputs, { drafter: plainDrafter, signal })
        expect(fast.decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
        expect(fast.stats.tokens).toBe(plain.stats.tokens)
        expect(verifier.contexts.size).toBe(0)
      }), { numRuns: 300 })
  })

  test.each(DRAFT_KINDS)('%s drafts', async (kind) => {
    const seeds = Array.from({ length: 120 }, (_, i) => i)
    const plain = await speculate(new ToyVerifier(), seeds.map((seed) => ({ input: toyInput(seed), draft: null })), { drafter: plainDrafter, signal })
    const inputs = seeds.map((seed, i) => ({
      input: toyInput(seed),
      draft: { text: makeDraft(kind, plain.decoded[i]?.text ?? '', plain.decoded[(i + 1) % seeds.length]?.text ?? ''), confidence: 1 },
    }))
    const fast = await speculate(new ToyVerifier(), inputs, { drafter: createDrafter(), signal })
    expect(fast.decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
    // A perfect draft costs one forward per sequence, unless the target writes its text in another tokenization.
    if (kind === 'perfect' && DRAFTERS.some(([own]) => own === name)) expect(fast.stats.steps).toBeLessThan(plain.stats.steps / 2)
    expect(fast.stats.steps).toBeLessThanOrEqual(plain.stats.steps)
  })
})

describe.each(DRAFTERS)('nano on line pictures, %s drafter', (_, createDrafter) => {
  let nano: Verifier
  beforeAll(async () => { nano = await findVerifier(resolveConfig({ threads: 2 })).load() })
  afterAll(async () => { await nano.dispose() })

  test.each(DRAFT_KINDS)('%s drafts', async (kind) => {
    const pictures = LINES.map((text, i) => ({ image: linePicture(text, 22 + i % 3 * 8), kind: null }))
    const plain = await speculate(nano, pictures.map((input) => ({ input, draft: null })), { drafter: plainDrafter, signal })
    // Confidence 2 beats the reading of nano's own CTC head, so that the draft under test is the one in use.
    const inputs = pictures.map((input, i) => ({
      input, region: `line ${i}`,
      draft: { text: makeDraft(kind, plain.decoded[i]?.text ?? '', LINES[(i + 1) % LINES.length] ?? ''), confidence: 2 },
    }))
    const fast = await speculate(nano, inputs, { drafter: createDrafter(), signal })
    expect(firstDivergences(inputs, fast.decoded, plain.decoded)).toEqual([])
    expect(fast.decoded.map(({ text }) => text)).toEqual(plain.decoded.map(({ text }) => text))
    expect(fast.stats.steps).toBeLessThanOrEqual(plain.stats.steps)
  })

  test('its own CTC draft, and batches of every size', async () => {
    const inputs = LINES.map((text) => ({ input: { image: linePicture(text), kind: null }, draft: null, region: text }))
    const plain = await speculate(nano, inputs, { drafter: plainDrafter, batch: 1, signal })
    for (const batch of [1, 3, 64]) {
      const fast = await speculate(nano, inputs, { drafter: createDrafter(), batch, signal })
      expect(firstDivergences(inputs, fast.decoded, plain.decoded)).toEqual([])
    }
  })
})
