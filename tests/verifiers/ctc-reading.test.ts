import { expect, test } from 'vitest'
import { ctcReading } from '../../verifiers/onnx/ctc-reading.ts'

const CTC = { alphabet: ' abc', blank: 0 }

/** One column for each letter; '-' is the blank. */
function read(columns: string, probabilities: readonly number[] = []) {
  const classes = BigInt64Array.from([...columns], (letter) => BigInt(letter === '-' ? 0 : CTC.alphabet.indexOf(letter) + 1))
  return ctcReading(classes, Float32Array.from([...columns], (_, i) => Math.log(probabilities[i] ?? 1)), CTC)
}

test('runs are one character, blanks part equal ones, spaces part words', () => {
  expect(read('aab-b cc').text).toBe('abb c')
  expect(read('aab-b cc').words.map(({ text }) => text)).toEqual(['abb', 'c'])
  expect(read(' -a-  -b ').words.map(({ text }) => text)).toEqual(['a', 'b'])
  expect(read('----')).toMatchObject({ text: '', words: [], confidence: 1 })
  expect(read('')).toEqual({ text: '', words: [], confidence: 1 })
})

test('a word is as sure as the surest columns of its characters together, whatever the blanks say', () => {
  const { words } = read('aa-b-c', [0.5, 0.8, 0.1, 0.5, 0.1, 0.9])
  expect(words[0]?.confidence).toBeCloseTo(0.8 * 0.5 * 0.9)
  expect(read('a c', [0.5, 0.1, 0.9]).words.map(({ confidence }) => confidence)).toEqual([expect.closeTo(0.5), expect.closeTo(0.9)])
})
