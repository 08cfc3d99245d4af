import { expect, test } from 'vitest'
import { createAlignedDrafter, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { linearTree } from '../../src/model/tokens.ts'
import type { Sequence } from '../../src/seams/verifier.ts'
import { toyInput, ToyVerifier } from '../support/toy-verifier.ts'

const { signal } = new AbortController()
const inputs = Array.from({ length: 11 }, (_, seed) => ({ input: toyInput(seed), draft: null }))

test('keeps to the batch size, answers in order, closes what it opened', async () => {
  const verifier = new ToyVerifier(4)
  let most = 0
  const { verify } = verifier
  verifier.verify = (steps) => {
    most = Math.max(most, verifier.contexts.size)
    return verify.call(verifier, steps)
  }
  const together = await speculate(verifier, inputs, { drafter: plainDrafter, batch: 3, signal })
  expect(most).toBe(3)
  expect(verifier.contexts.size).toBe(0)
  for (const [i, input] of inputs.entries()) {
    const alone = await speculate(new ToyVerifier(), [input], { drafter: plainDrafter, signal })
    expect(together.decoded[i]?.ids).toEqual(alone.decoded[0]?.ids)
  }
})

test('counts what happened', async () => {
  const verifier = new ToyVerifier(2)
  const plain = await speculate(verifier, inputs, { drafter: plainDrafter, signal })
  expect(plain.stats.forwards).toBe(verifier.forwards)
  expect(plain.stats).toMatchObject({ sequences: 11, numDrafts: 0, numDraftTokens: 0, numAcceptedTokens: 0 })
  expect(plain.stats.tokens).toBe(plain.stats.steps)
  const drafted = inputs.map((input, i) => ({ ...input, draft: { text: plain.decoded[i]?.text ?? '', confidence: 1 } }))
  const { stats } = await speculate(new ToyVerifier(2), drafted, { drafter: createAlignedDrafter(), signal })
  expect(stats.tokens).toBe(plain.stats.tokens)
  expect(stats.tokens).toBe(stats.numAcceptedTokens + stats.steps)
  expect(stats.numAcceptedTokensPerPos.reduce((sum, count) => sum + count, 0)).toBe(stats.numAcceptedTokens)
})

test('what the target is known to say needs no drafter, and changes nothing even where it is wrong', async () => {
  const plain = await speculate(new ToyVerifier(), inputs, { drafter: plainDrafter, signal })
  for (const lie of [false, true]) {
    let proposals = 0
    const verifier = Object.assign(new ToyVerifier(1), { known: ({ id }: Sequence) => Array.from(plain.decoded[id]?.ids.slice((verifier.contexts.get(id)?.length ?? 1) - 1, -1) ?? [], (next) => lie ? 1 : next) })
    const { decoded, stats } = await speculate(verifier, inputs, { drafter: () => ({ propose: () => { proposals++; return linearTree(new Int32Array(0)) }, observe: () => undefined }), signal })
    expect(decoded.map(({ ids }) => ids)).toEqual(plain.decoded.map(({ ids }) => ids))
    expect(stats.numDraftTokens).toBe(0)
    if (!lie) expect(proposals).toBeLessThanOrEqual(inputs.length)
  }
})

test('nothing to do is no error', async () => {
  expect(await speculate(new ToyVerifier(), [], { drafter: createAlignedDrafter(), signal })).toMatchObject({ decoded: [], stats: { tokens: 0, forwards: 0 } })
})

test('an abort closes the open sequences', async () => {
  const verifier = new ToyVerifier(4)
  const controller = new AbortController()
  const { verify } = verifier
  verifier.verify = (steps) => {
    controller.abort()
    return verify.call(verifier, steps)
  }
  await expect(speculate(verifier, inputs, { drafter: plainDrafter, signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' })
  expect(verifier.contexts.size).toBe(0)
})

test('an error of the verifier reaches the caller, and closes the open sequences', async () => {
  const verifier = new ToyVerifier(4)
  verifier.verify = () => Promise.reject(new Error('out of memory'))
  await expect(speculate(verifier, inputs, { drafter: plainDrafter, signal })).rejects.toThrow('out of memory')
  expect(verifier.contexts.size).toBe(0)
})

test('a target that never stops is cut at its limit, speculation or not', async () => {
  const endless = (): ToyVerifier => {
    const verifier = new ToyVerifier(4)
    const { verify } = verifier
    verifier.verify = async (steps) => (await verify.call(verifier, steps)).map((verdict) => ({ ...verdict, ids: verdict.ids.map((id) => id === 0 ? 1 : id) }))
    return verifier
  }
  const plain = await speculate(endless(), inputs, { drafter: plainDrafter, signal })
  const drafted = inputs.map((input, i) => ({ ...input, draft: { text: `${plain.decoded[i]?.text ?? ''} and more of it`, confidence: 1 } }))
  const fast = await speculate(endless(), drafted, { drafter: createAlignedDrafter(), signal })
  expect(plain.decoded.every(({ ended, ids }) => ended === 'length' && ids.length === 40)).toBe(true)
  expect(fast.decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
})

test('a hopeless draft is soon followed only a little way', async () => {
  const hopeless = inputs.map((input) => ({ ...input, draft: { text: '漢é漢é漢é漢é漢é漢é漢é漢é漢é漢é', confidence: 1 } }))
  const { stats } = await speculate(new ToyVerifier(), hopeless, { drafter: createAlignedDrafter(), signal })
  expect(stats.numDraftTokens).toBeLessThanOrEqual(stats.sequences * 20 + (stats.steps - stats.sequences) * 2 + 2 * stats.numAcceptedTokens)
})
