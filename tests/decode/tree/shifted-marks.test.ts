import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ShiftReader, spellOut, writeShifted } from '../../../src/decode/tree/shifted-marks.ts'

test('what is spelled out is written back as it was', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', '.', '¹', '⁻', '²', '₂', 'ₓ', ' ') })
  fc.assert(fc.property(text, (written) => writeShifted(spellOut(written), null) === written))
})

test('a mark is the same content however it is written', () => {
  const content = (text: string): string => spellOut(text).replace(/[^\p{L}\p{N}]/gu, '')
  expect(content('word¹², H₂O, 10⁻³')).toBe(content('word$^{12}$, H2O, 10^{-3}'))
})

test('letters go on as the one before them stands', () => {
  const reader = new ShiftReader()
  reader.read('¹')
  expect(writeShifted('2', reader.shift)).toBe('²')
  reader.read('.')
  expect(writeShifted('2', reader.shift)).toBe('2')
})
