import { expect, test } from 'vitest'
import { abstractPadding, fillPadding, TableLines } from '../../../src/decode/tree/table-lines.ts'

function after(text: string): TableLines {
  const lines = new TableLines()
  for (const character of text) lines.push(character)
  return lines
}

test('knows the line of dashes under a table\'s first row, also when it has begun, and under no other', () => {
  expect(after('| Name  | Age |\n').separator).toBe('|-------|-----|\n')
  expect(after('| Name  | Age |\n|---').separator).toBe('----|-----|\n')
  expect(after('| Name  | Age |\n| x').separator).toBeNull()
  expect(after('| Name  | Age |\n|-------|-----|\n').separator).toBeNull()
  expect(after('Name, age\n').separator).toBeNull()
})

test('padding that keeps the columns is a rule, other spaces are text', () => {
  const { line, bars } = after('| Name  | Age |\n| Bo')
  const padded = '    | 7'
  const abstract = abstractPadding(padded, line.length, bars)
  expect(abstract).not.toContain('  ')
  expect(fillPadding(abstract, line.length, bars)).toBe(padded)
  expect(fillPadding(abstract, line.length + 1, bars)).toBe('   | 7')
  expect(abstractPadding('  | 7', line.length, bars)).toBe('  | 7')
  expect(fillPadding(abstract, 99, bars)).toBeNull()
  expect(fillPadding(abstract, 4, null)).toBeNull()
})
