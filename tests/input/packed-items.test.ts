import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packItems, unpackItems } from '../../src/input/packed-items.ts'

const number = fc.double({ noNaN: true })
const item = fc.record({
  text: fc.string(), box: fc.record({ x0: number, y0: number, x1: number, y1: number }), fontSize: number, fontName: fc.constantFrom('', 'Times', 'Times true'),
  bold: fc.boolean(), italic: fc.boolean(), rotation: fc.constantFrom(0, 90, 180, 270), direction: fc.constantFrom('ltr' as const, 'rtl' as const, 'ttb' as const),
  spaceBefore: fc.boolean(), hidden: fc.boolean(),
})

test('items come out as they went in, copied between threads or not', () => {
  fc.assert(fc.property(fc.array(item, { maxLength: 30 }), (items) => {
    expect(unpackItems(structuredClone(packItems(items)))).toEqual(items)
  }))
})
