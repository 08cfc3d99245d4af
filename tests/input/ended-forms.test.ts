import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { withEndedForms } from '../../src/input/ended-forms.ts'

const { save, restore, showText, paintFormXObjectBegin: form, paintFormXObjectEnd: formEnd, beginGroup: group, endGroup: groupEnd } = OPS
const ended = (fnArray: readonly number[]): readonly number[] => withEndedForms({ fnArray, argsArray: fnArray.map(() => null) }).fnArray

test('a form without an end ends where what was set before it is taken back', () => {
  expect(ended([save, form, restore, showText])).toEqual([save, form, formEnd, restore, showText])
  expect(ended([save, form, save, showText, restore, restore, showText])).toEqual([save, form, save, showText, restore, formEnd, restore, showText])
  expect(ended([save, group, form, restore, showText])).toEqual([save, group, form, formEnd, groupEnd, restore, showText])
  expect(ended([save, form, save, form, restore, formEnd, restore])).toEqual([save, form, save, form, formEnd, restore, formEnd, restore])
})

test('what is whole stays as it is', () => {
  const list = { fnArray: [save, group, form, save, restore, formEnd, groupEnd, restore], argsArray: Array.from({ length: 8 }, () => null) }
  expect(withEndedForms(list)).toBe(list)
})
