import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GapReader } from '../../../src/decode/tree/gap-reader.ts'
import { writeShifted } from '../../../src/decode/tree/shifted-marks.ts'

function cut(text: string): { readonly content: string, readonly gaps: readonly string[] } {
  let content = ''
  const gaps: string[] = []
  const reader = new GapReader((letter, gap) => {
    content += letter
    gaps.push(gap)
  })
  for (const character of text) reader.read(character)
  reader.end()
  return { content, gaps: [...gaps, reader.gap] }
}

test('what is cut is written back as it was', () => {
  const text = fc.array(fc.constantFrom('a', '1', '.', '¹', '⁻', '²', '₂', ' ', '<', '>', '/', '<td>', '<b', '="')).map((parts) => parts.join(''))
  fc.assert(fc.property(text, (written) => {
    const { content, gaps } = cut(written)
    expect(writeShifted(gaps.map((gap, i) => gap + content.charAt(i)).join(''), null)).toBe(written)
  }))
})

test('a mark is the same content however it is written', () => {
  expect(cut('word¹², H₂O, 10⁻³').content).toBe('word12H2O103')
  expect(cut('word<sup>12</sup>, H$_{2}$O, 10^{-3}').content).toBe('word12H2O103')
})

test('tags are gaps; what only looks like one is content', () => {
  expect(cut('<td colspan="2">a</td><td>b</td>').gaps).toEqual(['<td colspan="2">', '</td><td>', '</td>'])
  expect(cut('a<b and b>a').content).toBe('abandba')
  expect(cut('if x <y').content).toBe('ifxy')
})

test('letters go on as the one before them stands', () => {
  const reader = new GapReader(() => undefined)
  reader.read('¹')
  expect(writeShifted('2', reader.shift)).toBe('²')
  reader.read('.')
  expect(writeShifted('2', reader.shift)).toBe('2')
})
