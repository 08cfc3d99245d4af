// Every dialect against the conformance server: a Verifier like any other, exact whatever the draft and the engine's habits.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dialect, DIALECTS, type EngineServer, startEngine } from '../../../bench/engine/engine-server.ts'
import type { Traits } from '../../../bench/engine/faults.ts'
import { babbler, greedy, mix, pieceTokenizer, reciter, type ToyModel } from '../../../bench/engine/toy-language.ts'
import { numberedPicture, servedToy, toyHttpVerifier } from '../../../bench/engine/toy-verifier.ts'
import { createAlignedDrafter, plainDrafter } from '../../../src/decode/drafter.ts'
import { speculate } from '../../../src/decode/speculate.ts'
import type { HttpVerifier } from '../../../verifiers/http/http-verifier.ts'
import { describeVerifier } from '../../conformance/verifier-suite.ts'

const signal = new AbortController().signal
/** Token routes cut some outputs; text routes count in characters, and end by themselves. */
const maxTokens = (dialect: Dialect): number => dialect === 'prediction' || dialect === 'segments' ? 80 : 40

/** Texts of words, as different per image as per seed; in the tokens that a tokenizer would give them. */
const words = (image: number): string =>
  Array.from({ length: 1 + mix([image]) % 12 }, (_, i) => ['abc', 'cab', 'a', 'bcb', 'aé', '漢', 'b.'][mix([image, i]) % 7]).join(mix([image, 7]) % 3 === 0 ? '\n' : ' ')

const babbling = babbler(pieceTokenizer)
const reciting = reciter(pieceTokenizer, words)
/** Segments rely on a model that writes words in the tokens that a tokenizer gives them. */
const modelFor = (dialect: Dialect): ToyModel => dialect === 'segments' ? reciting : babbling

/** What the model says by itself: the oracle. */
function plainText(model: ToyModel, image: number, limit: number): string {
  const { tokenizer } = model
  return tokenizer.decode(greedy(model, image, [], limit).filter((id) => id !== tokenizer.special('</s>')))
}

const TRAITS: readonly (readonly [string, Partial<Traits>])[] = [
  ['well-behaved', {}], ['short cached rows', { cachedRows: 'short' }], ['garbage in cached rows', { cachedRows: 'garbage' }], ['not even numbers there', { cachedRows: 'infinite' }], ['ties', { ties: true }],
  ['trimmed prefill', { trimsPrefill: true }], ['truncated top-k', { truncatesTop: true }], ['images forgotten', { forgetsImages: true }],
  ['tokens retokenized', { retokenizes: true }], ['everything', { cachedRows: 'garbage', ties: true, trimsPrefill: true, truncatesTop: true, forgetsImages: true, retokenizes: true }],
]

describe.each(DIALECTS)('%s', (dialect) => {
  const limit = maxTokens(dialect)
  const model = modelFor(dialect)
  describe.each(TRAITS)('%s', (_, traits) => {
    let server: EngineServer
    let verifier: HttpVerifier
    beforeAll(async () => {
      server = await startEngine({ dialect, model, traits })
      verifier = toyHttpVerifier(dialect, [server.url], servedToy(pieceTokenizer, limit))
    })
    afterAll(async () => {
      await verifier.dispose()
      await server.close()
    })

    test('any draft', async () => {
      const text = fc.string({ unit: fc.constantFrom(...'aabbcc é漢\n<?.', '</s>', ' abc'), maxLength: 60 })
      const draft = fc.oneof(fc.constant(null), text, fc.constant('own'), fc.tuple(fc.nat(30), text))
      await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 3, max: 6 }), draft), { minLength: 1, maxLength: 4 }), async (cases) => {
        const oracle = cases.map(([image]) => plainText(model, image, limit))
        const inputs = cases.map(([image, width, kind], i) => ({
          input: numberedPicture(image, width), draft: kind === null ? null : { text: draftOf(kind, oracle[i] ?? ''), confidence: 1 },
        }))
        const { decoded } = await speculate(verifier, inputs, { drafter: createAlignedDrafter(), signal })
        expect(decoded.map((one) => one.text)).toEqual(oracle)
        if (dialect !== 'prediction' && dialect !== 'segments') expect(decoded.map(({ ids }) => [...ids])).toEqual(cases.map(([image]) => greedy(model, image, [], limit)))
      }), { numRuns: 6 })
    })

    test('no draft costs no more than one request a sequence, and a perfect one not many more', async () => {
      const inputs = Array.from({ length: 6 }, (_, i) => ({ input: numberedPicture(1000 + i), draft: null }))
      const before = server.seen.requests
      const { decoded } = await speculate(verifier, inputs, { drafter: plainDrafter, signal })
      // Rendering is a request of its own, and so is what an engine that forgets makes us repeat.
      expect(server.seen.requests - before).toBeLessThanOrEqual(dialect === 'vllm-tokens' ? 12 : 6)
      const drafted = decoded.map(({ text }, i) => ({ input: numberedPicture(1000 + i), draft: { text, confidence: 1 } }))
      const again = await speculate(verifier, drafted, { drafter: createAlignedDrafter(), signal })
      expect(again.decoded.map(({ text }) => text)).toEqual(decoded.map(({ text }) => text))
    })
  })
})

/** A draft: any text, what the target will say, or that with something put in the middle. */
function draftOf(kind: string | readonly [number, string], own: string): string {
  return kind === 'own' ? own : typeof kind === 'string' ? kind : own.slice(0, kind[0]) + kind[1] + own.slice(kind[0])
}

for (const dialect of DIALECTS) {
  const servers: EngineServer[] = []
  describeVerifier(`${dialect} over HTTP`, {
    create: async () => {
      servers.push(await startEngine({ dialect, model: modelFor(dialect) }))
      return toyHttpVerifier(dialect, servers.map(({ url }) => url), servedToy(pieceTokenizer, maxTokens(dialect)))
    },
    inputs: [1, 2, 5, 8].map((number) => numberedPicture(number)),
  })
  afterAll(async () => { for (const server of servers) await server.close() })
}
