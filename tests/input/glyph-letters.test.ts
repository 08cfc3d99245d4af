import { expect, test } from 'vitest'
import { encodingOf, letterOf } from '../../src/input/glyph-letters.ts'

const simple = encodingOf('Times', false, [])

test('suffixes of glyph names are no part of them', () => {
  const names = encodingOf('LMRoman10-Regular', false, [undefined, 'one.oldstyle', 'eacute.sc', 'B.alt', 'germandbls.sc', 'unheardof'])
  expect([1, 2, 3, 4].map((code) => letterOf(String.fromCharCode(code), code, names))).toEqual(['1', 'é', 'B', 'ß'])
  expect(letterOf('\u0005', 5, names)).toBe('\u0005')
})

test('what is clear stays, whatever the name says', () => {
  expect(letterOf('x', 1, encodingOf('Times', false, [undefined, 'one.oldstyle']))).toBe('x')
  expect(letterOf('한', 1, encodingOf('Batang', true, []))).toBe('한')
})

test('codes of TeX\'s mathematics fonts that were left as they are', () => {
  const italic = encodingOf('CMMI10', false, [])
  expect([0x0b, 0x16, 0x1b, 0x0f].map((code) => letterOf(String.fromCharCode(code), code, italic)).join('')).toBe('αμσϵ')
  expect([letterOf('!', 0x21, italic), letterOf('a', 0x61, italic), letterOf('.', 0x3a, italic), letterOf('α', 0x0b, italic)]).toEqual(['ω', 'a', '.', 'α'])
  const symbols = encodingOf('CMSY7', false, [])
  expect([0x00, 0x14, 0x1d, 0x32, 0x66, 0x67, 0x70].map((code) => letterOf(String.fromCharCode(code), code, symbols)).join('')).toBe('−≤≫∈{}√')
  expect([letterOf('A', 0x41, symbols), letterOf('\u0016', 0x16, encodingOf('CMR10', false, []))]).toEqual(['A', '\u0016'])
})

test('Adobe\'s private characters are what they look like, but not in fonts of pictograms', () => {
  expect(['\uf731', '\uf773', '\uf7e9', '\uf8f1', '\uf8fe'].map((text) => letterOf(text, 1, simple)).join('')).toBe('1sé⎧⎭')
  expect(letterOf('\uf731', 1, encodingOf('FontAwesome', false, []))).toBe('\uf731')
})

test('mathematical letters that lost their first digit are none of Korean', () => {
  expect([letterOf('\ud465', 1, simple), letterOf('푥', 1, encodingOf('Batang', true, []))]).toEqual(['𝑥', '푥'])
})
