import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeBlock, escapeCell, escapeHeading } from '../../src/formats/escape-markdown.ts'
import { visibleText } from '../assemble/visible-text.ts'

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()

const piece = fc.constantFrom(
  'word', 'a', '1', '1.', '12)', '#', '##', '-', '+', '*', '**', '_', '__', '~', '~~', '`', '``', '>', '|', '\\', '<b>', '<', '</p>', '<!--',
  '&amp;', '&', '&#65;', '[x](y)', '[x]', '[1]:', '[^1]', '![i](u)', '!', '---', '===', '***', '- - -', 'snake_case', '*em*', '_em_', '2*3*4', ':', '$',
  ' http://a.example/b_c_d ', '\\*', '(', ')', 'é', '漢',
)
const text = fc.array(fc.tuple(piece, fc.constantFrom(' ', ' ', '')), { minLength: 1, maxLength: 9 })
  .map((parts) => squeeze(parts.map(([part, space]) => part + space).join(''))).filter((made) => made !== '')

describe('escaped text', () => {
  it('reads as itself in a paragraph', () => {
    fc.assert(fc.property(text, (made) => {
      expect(visibleText(escapeBlock(made))).toBe(made)
    }), { numRuns: 3000, seed: 1 })
  })

  it('reads as itself in a heading, a list item and a table cell', () => {
    fc.assert(fc.property(text, (made) => {
      expect(visibleText(`## ${escapeHeading(made)}`)).toBe(made)
      expect(visibleText(`- ${escapeBlock(made)}`)).toBe(made)
      expect(visibleText(`| head |\n| --- |\n| ${escapeCell(made)} |`)).toBe(`head ${made}`)
    }), { numRuns: 2000, seed: 2 })
  })

  it.each([
    'Prices rose 5 % - see p. 3.', 'snake_case and 2 * 3', 'AT&T', 'a < b', 'Section [1] of (2)', '#5 of 10', '-5 degrees', '1.5 litres', 'C:\\temp',
    'one * only', '3 > 2', 'Ltd. & Co', '(a) first',
  ])('leaves %j as it is', (plain) => expect(escapeBlock(plain)).toBe(plain))

  it.each([
    ['# not a heading', '\\# not a heading'], ['1. not a list', '1\\. not a list'], ['- dash', '\\- dash'], ['*em*', '\\*em\\*'], ['<b>', '\\<b>'],
  ])('escapes %j', (plain, escaped) => expect(escapeBlock(plain)).toBe(escaped))
})
