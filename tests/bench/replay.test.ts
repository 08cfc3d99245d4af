// The replay benchmark's parts, on pages of our own.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diffRealignment } from '../../bench/drafters/diff.ts'
import { copyOracle } from '../../bench/drafters/oracle.ts'
import { rewrite } from '../../bench/replay/engine-formats.ts'
import { hopelessDrafts } from '../../bench/replay/hopeless.ts'
import { joinPages, readPairs } from '../../bench/replay/pairs.ts'
import { tokensPerForward } from '../../bench/replay/tokens-per-forward.ts'
import { tokenizer } from '../../bench/replay/tokens.ts'
import { plainDrafter } from '../../src/decode/drafter.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'

const LINES = Array.from({ length: 40 }, (_, i) => `Line ${i} of the page speaks of number ${i * 7919 % 1000}.`)

function folder(pages: Readonly<Record<string, readonly [draft: string, target: string]>>): string {
  const root = mkdtempSync(join(tmpdir(), 'replay-'))
  for (const side of ['draft', 'target']) mkdirSync(join(root, 'docling -> marker', side), { recursive: true })
  for (const [name, [draft, target]] of Object.entries(pages)) {
    writeFileSync(join(root, 'docling -> marker/draft', `${name}.md`), draft)
    writeFileSync(join(root, 'docling -> marker/target', `${name}.md`), target)
  }
  return root
}

test('reads pairs, measures them, and ours beats plain decoding and the copy oracle where only the format differs', async () => {
  const [pair] = readPairs(folder({ a: [LINES.join('\n'), LINES.join(' <br> ')], b: [LINES.toReversed().join('\n'), LINES.toReversed().join(' <br> ')] }), 10)
  if (pair === undefined) throw new Error('no pair')
  expect(pair.pages).toHaveLength(2)
  expect(await tokensPerForward(pair, () => plainDrafter, 64)).toBe(1)
  const oracle = copyOracle(pair.pages.map(({ draft, target }) => ({ draft: tokenizer.encode(draft), target })), 64)
  expect(await tokensPerForward(pair, createTreeDrafter, 64)).toBeGreaterThan(oracle)
})

test('a hopeless draft costs next to nothing', async () => {
  const page = (from: number): string => LINES.slice(from, from + 20).join('\n')
  const [pair] = readPairs(folder({ a: [page(0), page(0)], b: [page(20), page(20)] }), 10)
  if (pair === undefined) throw new Error('no pair')
  const { nodesPerForward, timeVsPlain } = await hopelessDrafts(pair, 64)
  expect(nodesPerForward).toBeGreaterThan(0)
  expect(timeVsPlain).toBeLessThan(1.05)
})

test('diff realignment goes on behind a difference', async () => {
  const words = LINES.join(' ')
  const [pair] = readPairs(folder({ a: [words, words.replace('Line 20 of the page', 'Line 20 of that sheet')] }), 10)
  if (pair === undefined) throw new Error('no pair')
  expect(await tokensPerForward(pair, () => diffRealignment, 64)).toBeGreaterThan(15)
})

test('joins pages until they are long', () => {
  const page = [LINES.join('\n'), LINES.join('\n')] as const
  const [pair] = readPairs(folder(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${10 + i}`, page]))), 99)
  if (pair === undefined) throw new Error('no pair')
  const { pages } = joinPages(pair, 1)
  expect(pages).toHaveLength(1)
  expect(pages[0]?.target.length).toBeGreaterThan(8192)
})

test('rewrites a draft as the target writes, if it is known how the draft is written', () => {
  expect(rewrite('## A title\n\nIt\'s **bold**', 'docling', 'marker')).toContain('A title')
  expect(rewrite('# A title', 'an unknown engine', 'marker')).toBeNull()
  expect(() => readPairs('/nowhere', 1)).toThrow('there is no such folder')
})
