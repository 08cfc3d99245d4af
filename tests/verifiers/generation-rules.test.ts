import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromFloat16, toFloat16 } from '../../verifiers/onnx/float16.ts'
import { applyRules, readGenerationConfig } from '../../verifiers/onnx/generation-rules.ts'
import { writeTopTokens } from '../../verifiers/onnx/top-tokens.ts'

/** Tokens that may still come, after `context` whose first `prompt` tokens are the prompt's. */
function allowed(config: object, context: readonly number[], prompt = 1): number[] {
  const logits = new Float32Array(8).fill(1)
  applyRules(readGenerationConfig({ eos_token_id: 7, ...config }, 'generation_config.json'), logits, context, prompt)
  return [...logits.keys()].filter((id) => (logits[id] ?? 0) > -1e6)
}

describe('rules of a generation config', () => {
  test('no n-gram comes twice', () => {
    expect(allowed({ no_repeat_ngram_size: 3 }, [1, 2, 3, 1, 2])).toEqual([0, 1, 2, 4, 5, 6, 7])
    expect(allowed({ no_repeat_ngram_size: 3 }, [1, 2])).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(allowed({ no_repeat_ngram_size: 1 }, [1, 2])).toEqual([0, 3, 4, 5, 6, 7])
  })

  test('bad words, the end of longer ones only after their beginning; never the stop', () => {
    expect(allowed({ bad_words_ids: [[3], [4, 5], [7]] }, [1, 2])).toEqual([0, 1, 2, 4, 5, 6, 7])
    expect(allowed({ bad_words_ids: [[3], [4, 5], [7]] }, [1, 4])).toEqual([0, 1, 2, 4, 6, 7])
  })

  test('first, last, too early', () => {
    expect(allowed({ forced_bos_token_id: 2 }, [0])).toEqual([2])
    expect(allowed({ forced_eos_token_id: 7, max_length: 4 }, [0, 1, 2])).toEqual([7])
    expect(allowed({ forced_eos_token_id: 7, max_length: 9, max_new_tokens: 2 }, [0, 1, 2], 2)).toEqual([7])
    expect(allowed({ min_new_tokens: 2 }, [0, 1])).not.toContain(7)
    expect(allowed({ min_new_tokens: 2 }, [0, 1, 2])).toContain(7)
    expect(allowed({ suppress_tokens: [5] }, [0, 1])).not.toContain(5)
    expect(allowed({ begin_suppress_tokens: [5] }, [0])).not.toContain(5)
    expect(allowed({ begin_suppress_tokens: [5] }, [0, 1])).toContain(5)
  })

  test('a repetition penalty counts a token once, and pushes it down on either side of zero', () => {
    const logits = Float32Array.of(2, -2, 1)
    applyRules(readGenerationConfig({ repetition_penalty: 2 }, ''), logits, [0, 1, 0], 1)
    expect([...logits]).toEqual([1, -4, 1])
  })

  test('sampling is ignored; what would change greedy output and is not known is refused by name', () => {
    expect(() => readGenerationConfig({ do_sample: true, temperature: 0.2, top_p: 0.9, num_beams: 4, guidance_scale: 1 }, 'x')).not.toThrow()
    for (const name of ['encoder_no_repeat_ngram_size', 'guidance_scale']) expect(() => readGenerationConfig({ [name]: 3 }, 'x')).toThrow(name)
    expect(() => readGenerationConfig({ sequence_bias: [[[1], 2]] }, 'x')).toThrow('sequence_bias')
    expect(() => readGenerationConfig({ repetition_penalty: 'high' }, 'the file')).toThrow(/the file: repetition_penalty/)
  })
})

test('half-precision numbers: every half survives, and rounding is to the nearest', () => {
  const halves = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half)
  const back = toFloat16(fromFloat16(halves))
  const values = fromFloat16(halves)
  halves.forEach((half, i) => { if (!Number.isNaN(values[i])) expect(back[i]).toBe(half) })
  expect([...fromFloat16(toFloat16(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, 2 ** -25, 3 * 2 ** -26, -1e-9)))])
    .toEqual([1, 1 + 2 ** -9, 65504, Infinity, 0, 2 ** -24, -0])
})

test('the likeliest tokens, as sorting would have them', () => {
  fc.assert(fc.property(fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), { minLength: 4, maxLength: 40 }), (values) => {
    const ids = new Int32Array(5).fill(-7)
    const logprobs = new Float32Array(5)
    writeTopTokens(Float32Array.from(values), ids, logprobs, 1)
    const sum = values.reduce((all, value) => all + Math.exp(Math.fround(value)), 0)
    const sorted = values.map((value, id) => ({ value, id })).sort((a, b) => b.value - a.value || a.id - b.id).slice(0, 4)
    expect([...ids]).toEqual([-7, ...sorted.map(({ id }) => id)])
    sorted.forEach(({ value }, rank) => expect(logprobs[rank + 1]).toBeCloseTo(value - Math.log(sum), 3))
  }))
})
