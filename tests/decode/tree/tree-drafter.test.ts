import { expect, test } from 'vitest'
import type { Drafter } from '../../../src/decode/drafter.ts'
import { createTreeDrafter } from '../../../src/decode/tree/tree-drafter.ts'
import type { DraftTree } from '../../../src/model/tokens.ts'
import type { Tokenizer } from '../../../src/seams/verifier.ts'

/** A token a character, so that tests read easily. */
const characters: Tokenizer = {
  vocabularySize: 0x110000,
  encode: (text) => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  decode: (ids) => Array.from(ids, (id) => String.fromCodePoint(id)).join(''),
}

/** Decodes `target`; what each forward has accepted and emitted. */
function decode(drafter: Drafter, target: string, nodes = 64): string[] {
  const said = [...characters.encode(target)]
  const emitted: number[] = []
  const steps: string[] = []
  while (emitted.length < said.length) {
    const tree = drafter.propose(emitted, { nodes, depth: 200 })
    expect(tree.ids.length).toBeLessThanOrEqual(nodes)
    const ids = said.slice(emitted.length, emitted.length + agreeing(tree, said.slice(emitted.length)) + 1)
    steps.push(characters.decode(ids))
    drafter.observe(ids, steps.at(-1) ?? '')
    emitted.push(...ids)
  }
  return steps
}

function agreeing({ ids, parents }: DraftTree, said: readonly number[]): number {
  let [at, count] = [-1, 0]
  for (let node = 0; node < ids.length; node++) if (parents[node] === at && ids[node] === said[count]) [at, count] = [node, count + 1]
  return count
}

const LINES = Array.from({ length: 12 }, (_, i) => `word${i} ${String.fromCharCode(97 + i).repeat(5)}\nnext${i * 37}`)

test('a perfect draft is taken in steps of the budget', () => {
  expect(decode(createTreeDrafter()([LINES.join('\n')], characters), LINES.join('\n')).length).toBeLessThan(12)
})

test('learns how the target sets text, within a page and from page to page', () => {
  const factory = createTreeDrafter()
  const target = LINES.join('\n').replaceAll('\n', ' <br> ')
  const first = decode(factory([LINES.join('\n')], characters), target)
  const second = decode(factory([LINES.join('\n')], characters), target)
  const without = decode(createTreeDrafter(['rewrites', 'own output'])([LINES.join('\n')], characters), target)
  expect(first.length).toBeLessThan(without.length / 2)
  expect(second.length).toBeLessThan(first.length)
})

test('a draft that turns up while decoding is used', () => {
  const [start, rest] = ['the first part of a page, which nobody drafted; ', LINES.join(' ')]
  const drafter = createTreeDrafter(['own output'])([], characters)
  expect(decode(drafter, start)).toHaveLength(start.length)
  drafter.add?.(start + rest)
  const all = start + rest
  const tree = drafter.propose([...characters.encode(start)], { nodes: 64, depth: 64 })
  expect(agreeing(tree, [...characters.encode(all.slice(start.length))])).toBeGreaterThan(20)
})

test('worth is a probability, and never more than the parent\'s', () => {
  const drafter = createTreeDrafter()([LINES.join('\n'), LINES.toReversed().join(' ')], characters)
  decode(drafter, LINES.slice(0, 4).join('\n'))
  const { ids, parents, worth } = drafter.propose([], { nodes: 128, depth: 50 })
  expect(ids.length).toBe(128)
  worth?.forEach((value, node) => {
    expect(value).toBeGreaterThan(0)
    expect(value).toBeLessThanOrEqual(parents[node] === -1 ? 1 : worth[parents[node] ?? 0] ?? 0)
  })
})

test('raised marks are followed and learnt, whatever the target makes of them', () => {
  const draft = LINES.join('\n').replace(/next\d+/g, (_, at) => `next${'¹²³'.charAt(at % 3)}⁴`)
  const steps = (mark: (digits: string) => string): number =>
    decode(createTreeDrafter(['own output'])([draft], characters), draft.replace(/[¹²³]⁴/g, (digits) => mark(digits.normalize('NFKC')))).length
  const unchanged = decode(createTreeDrafter(['own output'])([draft], characters), draft).length
  expect(steps((digits) => digits)).toBeLessThan(unchanged + 4)
  expect(steps((digits) => `$^{${digits}}$`)).toBeLessThan(unchanged + 8)
  expect(steps((digits) => `[^${digits}]`)).toBeLessThan(unchanged + 8)
  expect(steps((digits) => `<sup>${digits}</sup>`)).toBeLessThan(unchanged + 16)
})
