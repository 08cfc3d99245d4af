import { expect, test } from 'vitest'
import { captionsOf } from '../../src/formats/captions.ts'

type Piece = Parameters<typeof captionsOf>[0][number]

/** Tables and pictures by name, each with its caption; 'table A' is a table, 'A: sums' a caption, '.' running text. */
function tiesOf(names: readonly string[]): string[] {
  const kindOf = (name: string): Piece['kind'] => (name === '.' ? 'text' : /^(?:table|picture) \w$/u.test(name) ? name.split(' ')[0] as Piece['kind'] : 'caption')
  return [...captionsOf(names.map((text): Piece => ({ kind: kindOf(text), text })))].map(([block, caption]) => `${block.text} - ${caption.text}`)
}

test.each([
  ['above each of several', ['Table 1: A', 'table A', 'Table 2: B', 'table B'], ['table A - Table 1: A', 'table B - Table 2: B']],
  ['below each of several', ['picture A', 'Figure 1. A', 'picture B', 'Figure 2. B'], ['picture A - Figure 1. A', 'picture B - Figure 2. B']],
  ['between two of a kind: of the one before it', ['table A', 'Table 1: A', 'table B'], ['table A - Table 1: A']],
  ['above tables, below pictures', ['Table 1: A', 'table A', 'picture B', 'Figure 1. B'], ['picture B - Figure 1. B', 'table A - Table 1: A']],
  ['text between is a break', ['Table 1: A', 'table A', '.', 'table B', 'Table 2: B'], ['table A - Table 1: A', 'table B - Table 2: B']],
  ['a figure\'s caption is no table\'s', ['table A', 'Figure 1. B'], []],
  ['a word that only begins like one names nothing', ['picture A', 'Tabular view of it'], ['picture A - Tabular view of it']],
])('captions %s', (_, names, ties) => {
  expect(tiesOf(names)).toEqual(ties)
})
