// A verifier of your own: here a "model" that would always say the same sentence. Whatever the draft proposes, the
// output is what the model says, token for token; a draft that agrees only makes it come in fewer forwards.
// npx tsx examples/custom-verifier.ts
import { parseDocument, type Sequence, type Tokenizer, type Verdict, type Verifier } from 'specparse'

const STOP = 0x110000
const SENTENCE = 'We are pleased to confirm'

/** One token per character. */
const characters: Tokenizer = {
  vocabularySize: STOP + 1,
  encode: (text) => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  decode: (ids) => String.fromCodePoint(...Array.from(ids).filter((id) => id !== STOP)),
}

/** Tokens emitted so far, and the draft of the last forward. */
const open = new Map<number, { emitted: number[], draft: Int32Array }>()
let lastId = 0
let forwards = 0

const parrot: Verifier = {
  id: 'parrot',
  tokenizer: characters,
  profile: { name: 'parrot', unit: 'line', format: null, stopIds: [STOP], maxTokens: 100, maxAspect: null, alphabet: null, trust: null },
  capabilities: { maxBatch: 64, lockstep: true, trees: false, maxDraftTokens: 100, costModel: null },

  open: async (inputs) => inputs.map((): Sequence => {
    open.set(++lastId, { emitted: [], draft: new Int32Array(0) })
    return { id: lastId, ownDraft: null }
  }),

  verify: async (steps) => {
    forwards++
    return steps.map(({ sequence, draft }): Verdict => {
      const state = open.get(sequence.id)!
      state.draft = draft.ids
      // After the committed text, and after each draft token: what would the model say next?
      const contexts = Array.from({ length: draft.ids.length + 1 }, (_, n) => [...state.emitted, ...draft.ids.slice(0, n)])
      const next = contexts.map((context) => SENTENCE.startsWith(characters.decode(context)) ? SENTENCE.codePointAt(context.length) ?? STOP : STOP)
      return { k: 2, ids: Int32Array.from(next.flatMap((id) => [id, STOP])), logprobs: Float32Array.from(next.flatMap(() => [-0.01, -5])) }
    })
  },

  commit: ({ id }, path, next) => {
    const state = open.get(id)!
    state.emitted.push(...path.map((node) => state.draft[node]!), next)
  },
  close: ({ id }) => { open.delete(id) },
  dispose: async () => {},
}

const { stats, blocks } = await parseDocument('samples/scanned-letter.png', { verifier: parrot, effort: 'full' })
console.log(blocks.slice(0, 2).map(({ text }) => text))
console.log(`${stats.decode.tokens} tokens in ${forwards} forwards`)
