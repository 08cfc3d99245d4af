import { expect, test } from 'vitest'
import { lineNumbers, type Mark } from '../../src/model/line-numbers.ts'

const PITCH = 14

function mark(text: string, u0: number, row: number, size = 10): Mark {
  return { text, u0, u1: u0 + text.length * size / 2, baseline: 100 + row * PITCH, size }
}

/** Rows of prose, each of two pieces, from x on. */
const prose = (rows: number, x = 100): Mark[] => Array.from({ length: rows }, (_, row) => [mark('many words of a manuscript', x, row), mark('that goes on like this', x + 135, row)]).flat()

/** Every `step`-th row's number, ending or starting at x. */
function numbers(rows: number, { x = 90, step = 1, size = 7, from = 1, align = 'end' as 'end' | 'start' } = {}): Mark[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) => (row + from) % step === 0).map((row) => {
    const text = String(row + from)
    return mark(text, align === 'end' ? x - text.length * size / 2 : x, row, size)
  })
}

const found = (marks: readonly Mark[]): string[][] => lineNumbers(marks).map((run) => run.map(({ text }) => text))

test('small numbers of every line, of every fifth line, and in the right margin', () => {
  expect(found([...prose(12), ...numbers(12, { from: 95 })])).toEqual([Array.from({ length: 12 }, (_, i) => String(i + 95))])
  expect(found([...prose(22), ...numbers(22, { step: 5 })])).toEqual([['5', '10', '15', '20']])
  expect(found([...prose(12), ...numbers(12, { x: 360, align: 'start' })])[0]).toHaveLength(12)
})

test('of two columns both', () => {
  expect(found([...prose(12), ...numbers(12), ...prose(12, 400), ...numbers(12, { x: 390, from: 13 })]).map((run) => run.length)).toEqual([12, 12])
})

test('numbers of the text\'s size where they stand apart from it', () => {
  expect(found([...prose(25), ...numbers(25, { size: 10, x: 80 })])[0]).toHaveLength(25)
  expect(found([...prose(25), ...numbers(25, { size: 10, x: 95 })])).toEqual([])
})

test('a list is no margin, nor is a column of a table, nor the numbers of verses', () => {
  const contents = Array.from({ length: 25 }, (_, row) => [mark('A short title', 100, row), mark(' .'.repeat(30), 170, row)]).flat()
  expect(found([...contents, ...numbers(25, { size: 10, x: 80 })])).toEqual([])
  const entries = prose(12).filter(({ baseline }) => Math.round((baseline - 100) / PITCH) % 2 === 0)
  expect(found([...prose(24), ...numbers(12).map((number, i) => ({ ...number, baseline: 100 + 2 * i * PITCH }))])).toEqual([])
  expect(found([...entries.map((text) => ({ ...text, text: 'cell' })), ...numbers(12)])).toEqual([])
  expect(found([...prose(12), ...[3, 9, 4, 7, 1].map((n, row) => mark(String(n), 85, row, 7))])).toEqual([])
})
