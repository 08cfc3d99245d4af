import { expect, test } from 'vitest'
import { createAlignedDrafter } from '../../src/decode/drafter.ts'
import { ToyVerifier } from '../support/toy-verifier.ts'

const { tokenizer } = new ToyVerifier()
const LIMIT = { nodes: 100, depth: 100 }
const DRAFT = 'the quick brown fox jumps over the lazy dog'

test('the surer a draft, the more of it is proposed at first', () => {
  const first = (confidence?: number): number => createAlignedDrafter()([DRAFT], tokenizer, confidence).propose([], LIMIT).ids.length
  const all = first()
  expect(all).toBe(tokenizer.encode(DRAFT).length)
  expect([first(1), first(0.99)]).toEqual([all, all])
  expect(first(0.8)).toBeGreaterThan(first(0.5))
  expect([first(0.1), first(0)]).toEqual([1, 1])
})

test('a draft of which nothing comes true is followed less and less', () => {
  const drafter = createAlignedDrafter()([DRAFT], tokenizer)
  const said = tokenizer.encode('0')
  const emitted: number[] = []
  const proposed = Array.from({ length: 20 }, () => {
    const { ids } = drafter.propose(emitted, LIMIT)
    emitted.push(...said)
    drafter.observe([...said], '0')
    return ids.length
  })
  expect(proposed.slice(0, 8)).toEqual([tokenizer.encode(DRAFT).length, 2, 0, 2, 0, 0, 0, 2])
  expect(proposed.slice(8)).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
})

test('drafts of a target that are not what they say make it wary, until some come true again', () => {
  const factory = createAlignedDrafter()
  const long = 'abc cab bc a '.repeat(6)
  const read = (said: string): number => {
    const drafter = factory([long], tokenizer)
    const tokens = tokenizer.encode(said)
    let [at, proposed] = [0, 0]
    while (at < tokens.length) {
      const { ids } = drafter.propose([...tokens].slice(0, at), LIMIT)
      const wrong = ids.findIndex((id, i) => id !== tokens[at + i])
      const said = tokens.slice(at, at + 1 + (wrong === -1 ? ids.length : wrong))
      drafter.observe([...said], tokenizer.decode(said))
      at += said.length
      proposed += ids.length
    }
    return proposed
  }
  for (let i = 0; i < 3; i++) expect(read('漢漢漢漢')).toBeGreaterThan(0)
  read('漢漢漢漢')
  expect(read('漢漢漢漢')).toBe(0)
  for (let i = 0; i < 20; i++) expect(read(long)).toBeGreaterThan(0)
  expect(read('漢漢漢漢')).toBeGreaterThan(0)
})
