import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeze } from '../../bench/compare/frozen-build.ts'
import { untilInterrupted } from '../../bench/compare/interrupt.ts'
import { alternating, median } from '../../bench/compare/schedule.ts'

test('each round runs both, and neither goes first more often', () => {
  expect(alternating(3)).toEqual([
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'b'],
  ])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), (rounds) => {
      const order = alternating(rounds)
      const leads = order.filter(([lead]) => lead === 'a').length
      expect(order.every((round) => new Set(round).size === 2)).toBe(true)
      expect(leads - (rounds - leads)).toBe(rounds % 2)
    }),
  )
})

test('the median lies in the middle, whatever the order', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7])
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const middle = median(values)
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2)
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2)
    }),
  )
})

const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('specparse-compare-'))

test('the working tree is frozen into a folder of its own, which goes away', async () => {
  const build = await freeze('worktree', new AbortController().signal)
  expect(existsSync(new URL(build.entry))).toBe(true)
  expect(build.entry).not.toContain(process.cwd())
  await build.remove()
  expect(existsSync(new URL(build.entry))).toBe(false)
  expect(existsSync('node_modules/vitest')).toBe(true)
})

const inGit = existsSync('.git')

test.skipIf(!inGit)('an unknown commit is refused, and an aborted checkout leaves nothing behind', async () => {
  const before = [leftovers(), execFileSync('git', ['worktree', 'list'], { encoding: 'utf8' })]
  await expect(freeze('no-such-commit', new AbortController().signal)).rejects.toThrow('no commit of this repository')
  await expect(freeze('HEAD', AbortSignal.abort())).rejects.toThrow()
  expect([leftovers(), execFileSync('git', ['worktree', 'list'], { encoding: 'utf8' })]).toEqual(before)
})

test('an interrupt reaches the work and becomes one sentence', async () => {
  const work = untilInterrupted(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('killed')))
        process.emit('SIGINT')
      }),
  )
  await expect(work).rejects.toThrow('interrupted')
})
