// The edited graph computes what the file's does, and its bias counts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { BIAS_INPUT, withAttentionBias } from '../../verifiers/onnx/attention-bias.ts'
import { exportFolder } from '../support/exports.ts'

const decoder = (name: string): Buffer => readFileSync(join(exportFolder(name), 'onnx/decoder_model_merged.onnx'))

/** Three new tokens after five cached ones; `bias` null = the file's own inputs. */
async function logits(session: ort.InferenceSession, bias: Float32Array | null): Promise<Float32Array> {
  const feeds: Record<string, ort.Tensor> = {
    inputs_embeds: new ort.Tensor('float32', Float32Array.from({ length: 3 * 32 }, (_, i) => Math.sin(i)), [1, 3, 32]),
    attention_mask: new ort.Tensor('int64', new BigInt64Array(8).fill(1n), [1, 8]),
    position_ids: new ort.Tensor('int64', BigInt64Array.of(5n, 6n, 7n), [1, 3]),
    ...bias === null ? {} : { [BIAS_INPUT]: new ort.Tensor('float32', bias, [1, 1, 3, 8]) },
  }
  for (const { name } of session.inputMetadata.filter((input) => input.name.startsWith('past_key_values'))) {
    feeds[name] = new ort.Tensor('float32', Float32Array.from({ length: 5 * 16 }, (_, i) => Math.cos(i)), [1, 1, 5, 16])
  }
  return (await session.run(feeds))['logits']?.data as Float32Array
}

test('a bias of nothing changes nothing; one that hides the second token from the third changes the third alone', async () => {
  const edited = withAttentionBias(decoder('idefics3'))
  const session = await ort.InferenceSession.create(edited ?? new Uint8Array(0))
  expect(session.inputNames).toContain(BIAS_INPUT)
  const plain = await logits(await ort.InferenceSession.create(decoder('idefics3')), null)
  expect(await logits(session, new Float32Array(24))).toEqual(plain)
  const hidden = await logits(session, new Float32Array(24).fill(-1e9, 22, 23))
  const row = plain.length / 3
  expect(hidden.subarray(0, 2 * row)).toEqual(plain.subarray(0, 2 * row))
  expect(hidden.subarray(2 * row)).not.toEqual(plain.subarray(2 * row))
})

test('a graph without the operator, or with a bias already, is left alone', () => {
  expect(withAttentionBias(decoder('qwen2-vl'))).toBeNull()
  expect(withAttentionBias(withAttentionBias(decoder('idefics3')) ?? new Uint8Array(0))).toBeNull()
})
