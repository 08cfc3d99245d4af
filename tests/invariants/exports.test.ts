// Exactness with public exports in process: whatever the drafts say, the tokens are those of plain decoding.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAlignedDrafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { DRAFT_KINDS, makeDraft } from '../support/drafts.ts'
import { EXPORTS, exportPicture, HAS_PEER, openTiny } from '../support/exports.ts'

const signal = new AbortController().signal
const DRAFTERS: readonly (readonly [string, () => DrafterFactory])[] = [['aligned', createAlignedDrafter], ['tree', createTreeDrafter]]

describe.skipIf(!HAS_PEER).each(EXPORTS)('$name', ({ name }) => {
  const inputs = Array.from({ length: 7 }, (_, seed) => exportPicture(48 + seed % 3 * 8, 32, seed))
  let verifier: Verifier
  let plain: Awaited<ReturnType<typeof speculate>>
  beforeAll(async () => {
    verifier = await openTiny(name)
    plain = await speculate(verifier, inputs.map((input) => ({ input, draft: null })), { drafter: plainDrafter, batch: 1, signal })
  })
  afterAll(async () => { await verifier.dispose() })

  test.each(DRAFTERS.flatMap(([drafter, create]) => DRAFT_KINDS.map((kind) => ({ drafter, create, kind }))))('$drafter drafter, $kind drafts', async ({ drafter, create, kind }) => {
    const drafted = inputs.map((input, i) => ({
      input, draft: { text: makeDraft(kind, plain.decoded[i]?.text ?? '', plain.decoded[(i + 1) % inputs.length]?.text ?? ''), confidence: 1 },
    }))
    const fast = await speculate(verifier, drafted, { drafter: create(), signal })
    expect(fast.decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
    expect(fast.stats.steps).toBeLessThanOrEqual(plain.stats.steps)
    // Random models write bytes that are no text, so even a perfect draft is not their tokens throughout, and the aligned drafter gets wary.
    if (kind === 'perfect') expect(fast.stats.steps).toBeLessThan(plain.stats.steps * (drafter === 'tree' ? 0.8 : 1))
  })
})
