import { expect, test } from 'vitest'
import { LoopGuard } from '../../src/decode/loop-guard.ts'
import type { Tokenizer } from '../../src/seams/verifier.ts'

/** One token per character. */
const characters: Tokenizer = {
  vocabularySize: 0x110000,
  encode: (text) => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  decode: (ids) => String.fromCodePoint(...Array.from(ids)),
}

/** What is left of a text, or null when the guard lets it pass. */
function guarded(text: string): string | null {
  const guard = new LoopGuard(characters)
  const ids = characters.encode(text)
  for (const id of ids) {
    const sound = guard.push(id)
    if (sound !== null) return characters.decode(ids.slice(0, sound))
  }
  return null
}

test('cuts a loop back to its first turn', () => {
  expect(guarded(`A title. ${'again and '.repeat(40)}`)).toBe('A title. again and')
  expect(guarded('.'.repeat(200))).toBe('..........')
})

test('lets a pattern pass that comes ten times, and any text without a pattern', () => {
  expect(guarded(`${'again and '.repeat(10)}`)).toBeNull()
  expect(guarded(Array.from({ length: 500 }, (_, i) => `line ${i * 7919} `).join(''))).toBeNull()
})

test.each([
  ['HTML', `<table>${'<tr><td></td></tr>'.repeat(40)}</table>`],
  ['OTSL', `<otsl>${'<ecel><ecel><nl>'.repeat(40)}</otsl>`],
  ['pipes', '| a | b | c |\n'.repeat(40)],
])('tables in %s may repeat themselves', (_, table) => {
  expect(guarded(table)).toBeNull()
})

test('what follows a table is watched again', () => {
  expect(guarded(`<table><tr><td>1</td></tr></table>${'and on '.repeat(60)}`)).not.toBeNull()
})
