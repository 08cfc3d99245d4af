// The tiny Qwen2-VL (random weights, 164 tokens) that recorded exchanges were made with.
import type { VerifyInput } from '../../../src/seams/verifier.ts'
import { describeModel, type ServedModel } from '../../../verifiers/http/served-model.ts'
import { readTokenizerFolder } from '../../../verifiers/http/tokenizer-folder.ts'
import { DOTS_OCR } from '../../../verifiers/profiles/dots-ocr.ts'
import { asItIs } from '../../../verifiers/profiles/image-rule.ts'
import type { VlmProfile } from '../../../verifiers/profiles/vlm-profile.ts'

const PROFILE: VlmProfile = {
  ...DOTS_OCR, id: 'tiny-vl', image: { send: asItIs, see: asItIs }, stops: ['<|im_end|>'], keepSpecialTokens: true, maxTokens: 40,
  prompts: {
    ...DOTS_OCR.prompts, page: 'Read all text',
    template: '<|im_start|>user\n{image}{text}<|im_end|>\n<|im_start|>assistant\n', imagePlaceholder: '<|vision_start|><|image_pad|><|vision_end|>',
  },
}

export function tinyModel(): ServedModel {
  const { tokenizer, eosIds } = readTokenizerFolder('tests/verifiers/http/fixtures/tiny-tokenizer', true)
  return describeModel('tiny-vl', PROFILE, tokenizer, eosIds)
}

/** Stripes: what a model with random weights says of them is as good as anything. */
export function stripes(period: number): VerifyInput {
  const data = Uint8Array.from({ length: 112 * 56 }, (_, i) => Math.floor(i % 112 / period) % 2 === 0 ? 255 : 30)
  return { image: { width: 112, height: 56, dpi: 72, data }, kind: null }
}
