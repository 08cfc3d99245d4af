import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EmittedText } from '../../src/decode/emitted-text.ts'
import { readTokenizer } from '../../verifiers/onnx/model-folder.ts'

const tokenizer = readTokenizer('models/nano')

test('pieces add up to the text, whatever arrives together', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 200, maxLength: 200 }), (text, sizes) => {
    const ids = [...tokenizer.encode(text)]
    const emitted = new EmittedText(tokenizer)
    let joined = ''
    for (const size of sizes) joined += emitted.append(ids.splice(0, size))
    expect(joined).toBe(text)
  }), { numRuns: 100 })
})

test('waits for the bytes of a character', () => {
  const ids = [...tokenizer.encode('漢')]
  expect(ids.length).toBeGreaterThan(1)
  const emitted = new EmittedText(tokenizer)
  expect(ids.map((id) => emitted.append([id])).join('|')).toBe(`${'|'.repeat(ids.length - 1)}漢`)
})
