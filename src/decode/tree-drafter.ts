// The drafter of specparse: guesses from the draft and from the target's own earlier output, weighed by how often such
// guesses came true, merged into one tree.
import type { TokenTree } from '../model/tokens.ts'
import type { Tokenizer } from '../seams/verifier.ts'
import { DraftAligner } from './align.ts'
import { Calibration } from './calibration.ts'
import { CopySource } from './copy-places.ts'
import { type Guess, mergeGuesses } from './draft-trie.ts'
import type { Drafter, DrafterFactory } from './drafter.ts'
import { proposeTokens } from './propose-tokens.ts'

/** Places looked up per source and step. */
const PLACES = 8

interface Raw {
  readonly kind: string
  readonly ids: ArrayLike<number>
  /** For anchors: which draft; its streak of right tokens is part of the kind. */
  readonly draft?: number
}

/** Makes drafters that share what they learn about the worth of guesses: one factory per target. */
export function createTreeDrafter(): DrafterFactory {
  const calibration = new Calibration(prior)
  return (drafts, tokenizer) => new TreeDrafter(drafts, tokenizer, calibration)
}

class TreeDrafter implements Drafter {
  readonly #tokenizer: Tokenizer
  readonly #calibration: Calibration
  readonly #drafts: readonly { readonly aligner: DraftAligner, readonly tokens: CopySource, streak: number }[]
  readonly #own = new CopySource()
  #guesses: readonly (Raw & Guess)[] = []

  constructor(drafts: readonly string[], tokenizer: Tokenizer, calibration: Calibration) {
    this.#tokenizer = tokenizer
    this.#calibration = calibration
    this.#drafts = drafts.map((draft) => {
      const tokens = new CopySource()
      tokens.append(tokenizer.encode(draft))
      return { aligner: new DraftAligner(draft), tokens, streak: 0 }
    })
  }

  propose(emitted: readonly number[], { nodes, depth }: { readonly nodes: number, readonly depth: number }): TokenTree {
    const copies = (source: CopySource, name: string): Raw[] => source.find(emitted, PLACES)
      .map(({ next, agreement }, rank) => ({ kind: `${name} ${bucket(agreement)} ${Math.min(rank, 2)}`, ids: source.ids.slice(next, next + depth) }))
    const raw = this.#drafts.flatMap(({ aligner, tokens, streak }, d): Raw[] => [
      { kind: `anchor${d} ${bucket(streak)}`, draft: d, ids: proposeTokens(this.#tokenizer, emitted, aligner.continuation(), depth) },
      ...copies(tokens, `draft${d}`),
    ])
    this.#guesses = [...raw, ...copies(this.#own, 'own')].filter(({ ids }) => ids.length > 0).map((guess) => {
      const [first, later] = this.#calibration.expect(guess.kind)
      return { ...guess, first, later }
    })
    return mergeGuesses(this.#guesses, nodes, depth)
  }

  observe(ids: readonly number[], text: string): void {
    for (const guess of this.#guesses) {
      const right = agreeing(guess.ids, ids)
      this.#calibration.record(guess.kind, right, right === guess.ids.length || right === ids.length)
      const draft = guess.draft === undefined ? undefined : this.#drafts[guess.draft]
      if (draft !== undefined) draft.streak = right === ids.length ? draft.streak + right : 0
    }
    this.#guesses = []
    this.#own.append(ids)
    for (const { aligner } of this.#drafts) aligner.advance(text)
  }
}

/** Lengths of agreement that are told apart: up to 1, 2, 3, 5, 9, 19 tokens, or more. */
function bucket(agreement: number): number {
  return [1, 2, 3, 5, 9, 19].findIndex((limit) => agreement <= limit) + 1 || 7
}

/** Before anything is known: longer agreement is better, the draft's anchor is good, later places are worse. */
function prior(kind: string): readonly [first: number, later: number] {
  const [, agreement = '1', rank = '0'] = kind.split(' ')
  const length = Number(agreement)
  if (kind.startsWith('anchor')) return [0.5 + 0.06 * length, 0.85 + 0.015 * length]
  return [(0.15 + 0.1 * length) / (1 + Number(rank)), 0.6 + 0.05 * length]
}

function agreeing(guess: ArrayLike<number>, said: readonly number[]): number {
  let right = 0
  while (right < guess.length && right < said.length && guess[right] === said[right]) right++
  return right
}
