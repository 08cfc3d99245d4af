// A deterministic toy language model behind the Verifier seam: every context, also a senseless one, has a next token.
import type { Raster } from '../../src/model/raster.ts'
import type { Capabilities, Sequence, Tokenizer, Verdict, Verifier, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'

const STOP = 0
/** Pieces of one to three characters, so that one text can be tokenized in many ways. */
const PIECES = ['</s>', 'a', 'b', 'c', ' ', 'é', '漢', 'ab', 'bc', 'ca', ' a', ' b', 'abc', 'cab', '\n', '<']

export const toyTokenizer: Tokenizer = {
  vocabularySize: PIECES.length,
  encode(text) {
    const ids: number[] = []
    for (let at = 0; at < text.length;) {
      const id = PIECES.reduce((best, piece, i) =>
        i !== STOP && text.startsWith(piece, at) && piece.length > (best === -1 ? 0 : (PIECES[best] ?? '').length) ? i : best, -1)
      if (id !== -1) ids.push(id)
      at += id === -1 ? 1 : (PIECES[id] ?? '').length
    }
    return Int32Array.from(ids)
  },
  decode: (ids) => Array.from(ids, (id) => id === STOP ? '' : PIECES[id] ?? '').join(''),
}

/** An input whose "image" is only a seed: what the toy reads depends on it. */
export function toyInput(seed: number): VerifyInput {
  const image: Raster = { width: 1, height: 1, dpi: 72, data: Uint8Array.of(seed) }
  return { image, kind: null }
}

export class ToyVerifier implements Verifier {
  readonly id = 'toy'
  readonly tokenizer = toyTokenizer
  readonly profile = { name: 'toy', unit: 'line', format: null, stopIds: [STOP], maxTokens: 40, maxAspect: null, alphabet: null, trust: null } as const
  readonly capabilities: Capabilities
  /** Sequences that are open now. */
  readonly contexts = new Map<number, number[]>()
  forwards = 0
  /** Lanes of the sequences that were opened, in that order. */
  readonly lanes: number[] = []
  readonly #lastDrafts = new Map<number, Int32Array>()
  #nextId = 0

  constructor(maxBatch = 4, lanes = 1) {
    this.capabilities = { maxBatch, lockstep: true, lanes, trees: true, maxDraftTokens: 40, costModel: null }
  }

  open(inputs: readonly VerifyInput[], _signal?: AbortSignal, lane = 0): Promise<Sequence[]> {
    return Promise.resolve(inputs.map(({ image }) => {
      const id = this.#nextId++
      this.lanes[id] = lane
      this.contexts.set(id, [image.data[0] ?? 0])
      return { id, ownDraft: null }
    }))
  }

  verify(steps: readonly VerifyStep[]): Promise<Verdict[]> {
    this.forwards++
    if (new Set(steps.map(({ sequence }) => this.lanes[sequence.id])).size !== 1) throw new Error('sequences of several lanes in one forward')
    return Promise.resolve(steps.map(({ sequence, draft }) => {
      const committed = this.contexts.get(sequence.id)
      this.#lastDrafts.set(sequence.id, draft.ids)
      if (committed === undefined) throw new Error('sequence is closed')
      const rows = [committed, ...Array.from(draft.ids, (_, node) => {
        const path: number[] = []
        for (let at = node; at !== -1; at = draft.parents[at] ?? -1) path.unshift(draft.ids[at] ?? -1)
        return [...committed, ...path]
      })].map(nextToken)
      return {
        k: 2,
        ids: Int32Array.from(rows.flatMap((top) => [top, (top + 1) % PIECES.length])),
        logprobs: Float32Array.from(rows.flatMap(() => [-0.1, -3])),
      }
    }))
  }

  commit({ id }: Sequence, path: readonly number[], next: number): void {
    const context = this.contexts.get(id)
    const draft = this.#lastDrafts.get(id)
    if (context === undefined) throw new Error('sequence is closed')
    context.push(...path.map((node) => draft?.[node] ?? -1), next)
  }

  close({ id }: Sequence): void {
    if (!this.contexts.delete(id)) throw new Error('sequence is closed')
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }
}

/** A hash of the last three tokens and the length, mostly repeating "abc"-like text, stopping once in a while. */
function nextToken(context: readonly number[]): number {
  let hash = 2166136261
  for (const id of [...context.slice(-3), context[0] ?? 0, context.length % 7]) hash = Math.imul(hash ^ id, 16777619) >>> 0
  return hash % 23 === 0 ? STOP : 1 + (hash >>> 5) % (PIECES.length - 1)
}
