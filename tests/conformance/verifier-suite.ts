// What every Verifier must do. Run it with a factory: tests/verifiers/*.test.ts do so for ours.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accept } from '../../src/decode/accept.ts'
import { EMPTY_TREE, linearTree, type TokenTree } from '../../src/model/tokens.ts'
import type { Verdict, Verifier, VerifyInput } from '../../src/seams/verifier.ts'

const signal = new AbortController().signal

export interface VerifierSubject {
  readonly create: () => Promise<Verifier>
  /** At least three inputs with different readings. */
  readonly inputs: readonly VerifyInput[]
}

export function describeVerifier(name: string, { create, inputs }: VerifierSubject): void {
  describe(`${name} is a Verifier`, () => {
    let verifier: Verifier
    beforeAll(async () => { verifier = await create() })
    afterAll(async () => { await verifier.dispose() })

    /** Plain decoding by hand: one token per forward, all inputs in one batch. */
    async function plain(only: readonly VerifyInput[], limit = verifier.profile.maxTokens, lane?: number): Promise<number[][]> {
      const sequences = await verifier.open(only, signal, lane)
      const outputs: number[][] = sequences.map(() => [])
      let active = sequences.map((sequence, i) => ({ sequence, i }))
      while (active.length > 0) {
        const verdicts = await verifier.verify(active.map(({ sequence }) => ({ sequence, draft: EMPTY_TREE })), signal)
        active = active.filter(({ sequence, i }, row) => {
          const next = verdicts[row]?.ids[0] ?? -1
          outputs[i]?.push(next)
          const ended = verifier.profile.stopIds.includes(next) || (outputs[i]?.length ?? 0) >= limit
          if (ended) verifier.close(sequence)
          else verifier.commit(sequence, [], next)
          return !ended
        })
      }
      return outputs
    }

    async function once(input: VerifyInput, draft: TokenTree): Promise<Verdict> {
      const [sequence] = await verifier.open([input], signal)
      if (sequence === undefined) throw new Error('no sequence')
      const [verdict] = await verifier.verify([{ sequence, draft }], signal)
      verifier.close(sequence)
      if (verdict === undefined) throw new Error('no verdict')
      return verdict
    }

    test('reports k >= 2 tokens, likeliest first, for the root and every draft node', async () => {
      const verdict = await once(inputs[0] as VerifyInput, linearTree(Int32Array.of(5, 6, 7)))
      expect(verdict.k).toBeGreaterThanOrEqual(2)
      expect(verdict.ids).toHaveLength(4 * verdict.k)
      expect(verdict.logprobs).toHaveLength(4 * verdict.k)
      for (let row = 0; row < 4; row++) {
        expect(verdict.logprobs[row * verdict.k]).toBeGreaterThanOrEqual(verdict.logprobs[row * verdict.k + 1] ?? Infinity)
        expect(verdict.logprobs[row * verdict.k]).toBeLessThanOrEqual(0)
      }
    })

    test('reads an input alone as it reads it in a batch', async () => {
      const together = await plain(inputs)
      for (const [i, input] of inputs.slice(0, 3).entries()) expect((await plain([input]))[0]).toEqual(together[i])
    })

    test('reads the same in every lane, also while the others compute', async () => {
      const expected = await plain(inputs)
      const lanes = Array.from({ length: verifier.capabilities.lanes ?? 1 }, (_, lane) => plain(inputs, undefined, lane))
      for (const outputs of await Promise.all(lanes)) expect(outputs).toEqual(expected)
    })

    test('agrees with its own output given as a draft, in one forward', async () => {
      const [output = []] = await plain(inputs.slice(0, 1))
      const verdict = await once(inputs[0] as VerifyInput, linearTree(Int32Array.from(output.slice(0, -1))))
      expect(Array.from({ length: output.length }, (_, row) => verdict.ids[row * verdict.k])).toEqual(output)
    })

    test('keeps the branches of a tree apart', async () => {
      if (!verifier.capabilities.trees) return
      const [a = 0, b = 0] = (await plain(inputs.slice(0, 1)))[0] ?? []
      const other = a === 5 ? 6 : 5
      // Two branches of different length and content; each must read as if it were the only one.
      const tree: TokenTree = { ids: Int32Array.of(other, a, other, b, other), parents: Int32Array.of(-1, -1, 0, 1, 2) }
      const verdict = await once(inputs[0] as VerifyInput, tree)
      const wrong = await once(inputs[0] as VerifyInput, linearTree(Int32Array.of(other, other, other)))
      const right = await once(inputs[0] as VerifyInput, linearTree(Int32Array.of(a, b)))
      const { k } = verdict
      const tops = (of: Verdict, rows: readonly number[]): (number | undefined)[] => rows.map((row) => of.ids[row * k])
      expect(tops(verdict, [0, 2, 4])).toEqual(tops(right, [0, 1, 2]))
      expect(tops(verdict, [1, 3, 5])).toEqual(tops(wrong, [1, 2, 3]))
    })

    test('goes on after a commit as if the accepted path had been decoded plainly', async () => {
      const outputs = await plain(inputs)
      const sequences = await verifier.open(inputs, signal)
      const drafts = outputs.map((ids, i) => linearTree(Int32Array.from([...ids.slice(0, Math.min(i, ids.length - 1)), 9, 9, 9])))
      const first = await verifier.verify(sequences.map((sequence, i) => ({ sequence, draft: drafts[i] ?? EMPTY_TREE })), signal)
      const emitted = sequences.map((sequence, i) => {
        const accepted = accept(drafts[i] ?? EMPTY_TREE, first[i] as Verdict, verifier.profile.stopIds)
        if (!verifier.profile.stopIds.includes(accepted.next)) verifier.commit(sequence, accepted.path, accepted.next)
        return accepted.ids
      })
      const open = sequences.flatMap((sequence, i) => verifier.profile.stopIds.includes(emitted[i]?.at(-1) ?? -1) ? [] : [{ sequence, i }])
      const second = await verifier.verify(open.map(({ sequence }) => ({ sequence, draft: EMPTY_TREE })), signal)
      open.forEach(({ i }, row) => expect([...emitted[i] ?? [], second[row]?.ids[0]]).toEqual(outputs[i]?.slice(0, (emitted[i]?.length ?? 0) + 1)))
      for (const sequence of sequences) verifier.close(sequence)
    })

    test('its tokenizer loses nothing', () => {
      for (const text of ['', 'a', ' a b', 'abc cab']) expect(verifier.tokenizer.decode(verifier.tokenizer.encode(text))).toBe(text)
    })
  })
}
