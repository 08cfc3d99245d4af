// Exchanges with a real engine, played back: the adapters ask what they asked then, and read the answers as they read them then.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createAlignedDrafter, plainDrafter } from '../../../src/decode/drafter.ts'
import { speculate } from '../../../src/decode/speculate.ts'
import { HttpClient } from '../../../verifiers/http/http-client.ts'
import { createHttpVerifier } from '../../../verifiers/http/protocols.ts'
import { playRecording, type Recording } from './recorded-engine.ts'
import { stripes, tinyModel } from './tiny-model.ts'

const signal = new AbortController().signal

test.each(['vllm-chat', 'vllm-tokens', 'assistant-segments'] as const)('vLLM 0.32.0, %s', async (name) => {
  const recording = JSON.parse(readFileSync(`tests/verifiers/http/fixtures/${name}.json`, 'utf8')) as Recording
  const engine = await playRecording(recording)
  const verifier = createHttpVerifier('recorded', name, new HttpClient({ urls: [engine.url], apiKey: null, attempts: 1, concurrency: 1 }), tinyModel())
  const plain = await speculate(verifier, [{ input: stripes(5), draft: null }], { drafter: plainDrafter, signal })
  expect(plain.decoded[0]).toMatchObject({ text: recording.plain, error: null })
  const fast = await speculate(verifier, [{ input: stripes(5), draft: { text: recording.draft, confidence: 1 } }], { drafter: createAlignedDrafter(), signal })
  expect(fast.decoded[0]?.error).toBeNull()
  expect([...fast.decoded[0]?.ids ?? []]).toEqual([...plain.decoded[0]?.ids ?? []])
  expect(fast.stats.steps).toBeLessThan(plain.stats.tokens / 2)
  expect(engine.left()).toBe(0)
  await verifier.dispose()
  await engine.close()
})
