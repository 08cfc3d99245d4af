import { expect, test } from 'vitest'
import { createTimedReplay } from '../../bench/models/timed-replay.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import type { VerifyInput } from '../../src/seams/verifier.ts'
import { createReplayVerifier } from '../../verifiers/replay/replay-verifier.ts'
import { toyInput, toyTokenizer, ToyVerifier } from '../support/toy-verifier.ts'

const STOP = 0
const { signal } = new AbortController()

test('the recording decides, the model sees every forward and every token', async () => {
  const model = new ToyVerifier()
  const seen: number[][] = []
  const close = model.close.bind(model)
  model.close = (sequence) => {
    seen.push(model.contexts.get(sequence.id) ?? [])
    close(sequence)
  }
  const texts = ['abc cab abc cab a', ' b ca ca ca b']
  const inputs = texts.map((text, i) => ({ input: toyInput(i), draft: { text: text.replace('ca', 'b'), confidence: 1 } }))
  const recorded = ({ image }: VerifyInput): Int32Array => toyTokenizer.encode(texts[image.data[0] ?? 0] ?? '')
  const history = Int32Array.of(4, 5)
  const verifier = createTimedReplay({
    model, recording: createReplayVerifier({ tokenizer: toyTokenizer, stopId: STOP, recorded, maxBatch: 2, budget: 8, costModel: null }),
    vocabularySize: toyTokenizer.vocabularySize, history: () => history,
  })
  const { decoded, stats } = await speculate(verifier, inputs, { drafter: createTreeDrafter(), signal })
  expect(decoded.map(({ text }) => text)).toEqual(texts)
  // one more forward for what came before
  expect(model.forwards).toBe(stats.forwards + 1)
  expect(model.contexts.size).toBe(0)
  // all but what the last forward said, which nobody commits
  for (const [i, context] of seen.entries()) {
    const whole = [i, ...history, ...toyTokenizer.encode(texts[i] ?? '')]
    expect(context).toEqual(whole.slice(0, context.length))
    expect(context.length).toBeGreaterThan(3)
  }
})
