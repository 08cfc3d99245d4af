import { expect, test } from 'vitest'
import { shiftLetters, unshifted } from '../../src/model/raised-letters.ts'

test('letters are raised and lowered where Unicode can, and known again', () => {
  expect(shiftLetters('-10a', 'raised')).toBe('⁻¹⁰ᵃ')
  expect(shiftLetters('2Q', 'lowered')).toBe('₂Q')
  expect(unshifted('⁻')).toEqual({ letter: '-', shift: 'raised' })
  expect(unshifted('₂')).toEqual({ letter: '2', shift: 'lowered' })
  expect(unshifted('2')).toBeNull()
})
