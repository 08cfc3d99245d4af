import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOtsl, writeOtsl } from '../../src/formats/otsl.ts'
import { plainText, table } from './block-samples.ts'

describe('OTSL', () => {
  it('writes spans as docling-core does', () => {
    const cells = [
      { row: 0, column: 0, rowSpan: 2, columnSpan: 2, text: 'a' }, { row: 0, column: 2, rowSpan: 1, columnSpan: 1, text: 'b' },
      { row: 1, column: 2, rowSpan: 1, columnSpan: 1, text: '' },
    ]
    expect(writeOtsl({ rows: 2, columns: 3, headerRows: 1, cells }, '<ched>')).toBe('<ched>a<lcel><ched>b<nl><ucel><xcel><ecel><nl>')
  })

  it('reads what it writes, spans and heading rows too', () => {
    fc.assert(fc.property(table(plainText), (made) => {
      expect(readOtsl(writeOtsl(made, '<ched>'))).toEqual(made)
    }), { seed: 1 })
  })

  it('keeps every text of any sequence of fields', () => {
    const field = fc.constantFrom('<fcel>', '<ecel>', '<lcel>', '<ucel>', '<xcel>', '<nl>', '<ched>', '<srow>', 'word', 'other')
    fc.assert(fc.property(fc.array(field), (fields) => {
      const said = fields.filter((part) => !part.startsWith('<')).join('')
      expect(readOtsl(fields.join(''))?.cells.map((cell) => cell.text).join('') ?? '').toBe(said)
    }), { seed: 2 })
  })
})
