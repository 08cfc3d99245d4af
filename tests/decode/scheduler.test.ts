import { expect, test } from 'vitest'
import { createAlignedDrafter, plainDrafter } from '../../src/decode/drafter.ts'
import { CostMeter } from '../../src/decode/cost-meter.ts'
import { Scheduler } from '../../src/decode/scheduler.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import { SpecparseError } from '../../src/errors.ts'
import type { Capabilities } from '../../src/seams/verifier.ts'
import { toyInput, ToyVerifier } from '../support/toy-verifier.ts'

const { signal } = new AbortController()
const page = (start: number, length: number): { input: ReturnType<typeof toyInput>, draft: null }[] =>
  Array.from({ length }, (_, i) => ({ input: toyInput(start + i), draft: null }))

class Server extends ToyVerifier {
  override readonly capabilities: Capabilities = { maxBatch: 3, lockstep: false, trees: false, maxDraftTokens: 40, costModel: null }
}

test('pages share forwards, and early ones are finished first', async () => {
  const verifier = new ToyVerifier(4)
  const scheduler = new Scheduler(verifier, { drafter: plainDrafter })
  const finished: number[] = []
  const runs = [3, 2, 1].map((number) => scheduler.run(page(number * 10, 4), { priority: number, signal }).then((run) => {
    finished.push(number)
    return run
  }))
  const decoded = await Promise.all(runs)
  // Page 3 was there first and its sequences were begun; of those that waited, page 1 goes before page 2.
  expect(finished.indexOf(1)).toBeLessThan(finished.indexOf(2))
  const alone = new ToyVerifier(4)
  for (const [i, number] of [3, 2, 1].entries()) {
    const { decoded: expected } = await speculate(alone, page(number * 10, 4), { drafter: plainDrafter, signal })
    expect(decoded[i]?.decoded.map(({ ids }) => [...ids])).toEqual(expected.map(({ ids }) => [...ids]))
  }
  expect(verifier.forwards).toBeLessThan(alone.forwards)
  expect(decoded.reduce((sum, { stats }) => sum + stats.forwards, 0)).toBe(verifier.forwards)
})

test('lanes get equal shares, and one computes while the other is judged', async () => {
  const verifier = new ToyVerifier(8, 2)
  const { verify } = verifier
  let [running, most] = [0, 0]
  verifier.verify = async (steps) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return verify.call(verifier, steps)
  }
  await new Scheduler(verifier, { drafter: plainDrafter }).run(page(10, 6), { signal })
  expect(verifier.lanes).toEqual([0, 0, 0, 1, 1, 1])
  expect(most).toBe(2)
  // one sequence at a time is one lane
  const alone = new ToyVerifier(8, 2)
  await speculate(alone, page(10, 6), { drafter: plainDrafter, batch: 1, signal })
  expect(alone.lanes).toEqual([0, 0, 0, 0, 0, 0])
})

test('one caller leaves, the others go on', async () => {
  const verifier = new ToyVerifier(8)
  const scheduler = new Scheduler(verifier, { drafter: plainDrafter })
  const leaving = new AbortController()
  const left = scheduler.run(page(10, 3), { signal: leaving.signal })
  const stayed = scheduler.run(page(20, 3), { signal })
  leaving.abort()
  await expect(left).rejects.toMatchObject({ code: 'ABORTED' })
  expect((await stayed).decoded.every(({ ended }) => ended !== 'failed')).toBe(true)
  expect(verifier.contexts.size).toBe(0)
})

test('after a failed forward the scheduler is as good as new', async () => {
  const verifier = new ToyVerifier(4)
  const { verify } = verifier
  let broken = true
  verifier.verify = (steps) => broken ? Promise.reject(new Error('out of memory')) : verify.call(verifier, steps)
  const scheduler = new Scheduler(verifier, { drafter: plainDrafter })
  await expect(scheduler.run(page(10, 9), { signal })).rejects.toMatchObject({ code: 'VERIFIER_FAILED' })
  broken = false
  expect((await scheduler.run(page(10, 2), { signal })).decoded).toHaveLength(2)
  expect(verifier.contexts.size).toBe(0)
})

test('a server gets one sequence a call, a few at a time, and says the same', async () => {
  const server = new Server()
  let most = 0
  const { verify } = server
  server.verify = (steps) => {
    expect(steps).toHaveLength(1)
    most = Math.max(most, server.contexts.size)
    return verify.call(server, steps)
  }
  const { decoded } = await speculate(server, page(10, 9), { drafter: createTreeDrafter(), signal })
  const plain = await speculate(new ToyVerifier(), page(10, 9), { drafter: plainDrafter, signal })
  expect(decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
  expect(most).toBe(3)
  expect(server.contexts.size).toBe(0)
})

test('at a server, a sequence that fails fails alone and says why', async () => {
  const server = new Server()
  const { verify } = server
  let calls = 0
  server.verify = (steps) => ++calls === 5 ? Promise.reject(new SpecparseError('VERIFIER_FAILED', 'status 500')) : verify.call(server, steps)
  const { decoded } = await speculate(server, page(10, 6), { drafter: plainDrafter, signal })
  const failed = decoded.filter(({ ended }) => ended === 'failed')
  expect(failed).toHaveLength(1)
  expect(failed[0]?.error).toMatchObject({ code: 'VERIFIER_FAILED', message: 'status 500' })
  expect(server.contexts.size).toBe(0)
})

test('at a server, an abort ends every sequence', async () => {
  const server = new Server()
  const controller = new AbortController()
  const run = speculate(server, page(10, 6), { drafter: plainDrafter, signal: controller.signal })
  controller.abort()
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' })
  expect(server.contexts.size).toBe(0)
})

test('a budget changes what is verified, never what is said', async () => {
  const plain = await speculate(new ToyVerifier(), page(0, 30), { drafter: plainDrafter, signal })
  const drafted = page(0, 30).map((input, i) => ({ ...input, draft: { text: plain.decoded[(i + i % 3) % 30]?.text ?? '', confidence: 1 } }))
  for (const drafter of [createAlignedDrafter(), createTreeDrafter()]) {
    const dear = await speculate(new ToyVerifier(), drafted, { drafter, meter: new CostMeter(), signal })
    expect(dear.decoded.map(({ ids }) => [...ids])).toEqual(plain.decoded.map(({ ids }) => [...ids]))
  }
})

test('drafts that turn up while a sequence is decoded are used', async () => {
  const verifier = new ToyVerifier(1)
  const [plain] = (await speculate(verifier, page(0, 40), { drafter: plainDrafter, signal })).decoded.filter(({ ids }) => ids.length > 15)
  const seed = (await speculate(verifier, page(0, 40), { drafter: plainDrafter, signal })).decoded.findIndex(({ text }) => text === plain?.text)
  const more: string[] = []
  const { verify } = verifier
  let steps = 0
  verifier.verify = (batch) => {
    if (++steps === 3) more.push(plain?.text ?? '')
    return verify.call(verifier, batch)
  }
  const { decoded: [late] } = await speculate(verifier, [{ input: toyInput(seed), draft: null, more }], { drafter: createTreeDrafter(), signal })
  expect([...late?.ids ?? []]).toEqual([...plain?.ids ?? []])
  expect(late?.stats.numAcceptedTokens).toBeGreaterThan(3)
})
