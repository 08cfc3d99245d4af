import { expect, test } from 'vitest'
import { alignedDrafter } from '../../src/decode/drafter.ts'
import { ToyVerifier } from '../support/toy-verifier.ts'

const { tokenizer } = new ToyVerifier()
const LIMIT = { nodes: 100, depth: 100 }
const DRAFT = 'the quick brown fox jumps over the lazy dog'

test('the surer a draft, the more of it is proposed at first', () => {
  const first = (confidence?: number): number => alignedDrafter([DRAFT], tokenizer, confidence).propose([], LIMIT).ids.length
  const all = first()
  expect(all).toBe(tokenizer.encode(DRAFT).length)
  expect([first(1), first(0.99)]).toEqual([all, all])
  expect(first(0.8)).toBeGreaterThan(first(0.5))
  expect([first(0.1), first(0)]).toEqual([1, 1])
})

test('a draft of which nothing comes true is followed less and less', () => {
  const drafter = alignedDrafter([DRAFT], tokenizer)
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
