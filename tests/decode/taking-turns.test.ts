import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TakingTurns } from '../../src/decode/taking-turns.ts'

test('kinds never overlap, every job ends, and one that fails makes room too', async () => {
  await fc.assert(fc.asyncProperty(
    fc.scheduler(), fc.array(fc.record({ kind: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { minLength: 1, maxLength: 12 }),
    async (scheduler, jobs) => {
      const turns = new TakingTurns<string>()
      const running: string[] = []
      let mixed = false
      const all = Promise.allSettled(jobs.map(({ kind, fails }, i) => turns.run(kind, async () => {
        running.push(kind)
        mixed ||= new Set(running).size > 1
        await scheduler.schedule(Promise.resolve())
        running.splice(running.indexOf(kind), 1)
        if (fails) throw new Error('no')
        return i
      })))
      await scheduler.waitFor(all)
      expect(mixed).toBe(false)
      expect((await all).map(({ status }) => status)).toEqual(jobs.map(({ fails }) => fails ? 'rejected' : 'fulfilled'))
    }))
})

test('jobs of one kind run side by side', async () => {
  const turns = new TakingTurns<string>()
  let [inside, most] = [0, 0]
  const job = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await Promise.resolve()
    inside--
  }
  await Promise.all([turns.run('a', job), turns.run('a', job), turns.run('b', job), turns.run('b', job), turns.run('b', job)])
  expect(most).toBe(3)
})
