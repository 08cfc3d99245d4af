import { expect, test } from 'vitest'
import { readDegradedLines } from '../../bench/data/degraded-lines.ts'
import { calibrationError, wordClaims } from '../../bench/metrics/calibration-error.ts'

test('calibration error: nought for honest claims, one for claims that are all wrong', () => {
  const claims = (confidence: number, ...right: boolean[]): { confidence: number, right: boolean }[] => right.map((one) => ({ confidence, right: one }))
  expect(calibrationError(claims(0.75, true, true, true, false))).toBe(0)
  expect(calibrationError(claims(1, false, false))).toBe(1)
  expect(calibrationError([...claims(0.75, true, true, true, false), ...claims(1, false, false)])).toBeCloseTo(1 / 3)
  expect(calibrationError([])).toBeNull()
})

test('a word is right where the truth has it at its place', () => {
  const words = ['the', 'cat', 'sat in', 'it'].map((text) => ({ text, confidence: 0.5 }))
  expect(wordClaims(words, 'the cat sat on it').map(({ right }) => right)).toEqual([true, true, false, true])
})

test('the degraded lines that ship: every kind at three severities, the same lines everywhere', async () => {
  const sheets = await readDegradedLines('bench/fixtures/degraded-lines')
  expect(sheets).toHaveLength(1 + 35 * 3)
  const texts = sheets.map(({ lines }) => lines.map(({ text }) => text).join('\n'))
  expect(new Set(texts).size).toBe(1)
  const [clean] = sheets
  expect(clean?.lines.every(({ crop }) => crop.data.length === crop.width * crop.height && Math.min(...crop.data) < 128)).toBe(true)
})
