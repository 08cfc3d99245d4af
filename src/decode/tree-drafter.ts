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
/** Places in the draft that the emitted characters may have led to. */
const ANCHORS = 3
/** Upper bound for cutting text that is to be tokenized; most tokens of most tokenizers are shorter. */
const CHARACTERS_PER_TOKEN = 8
/** Tokens: a deletion or insertion this long is common, a jump farther than that is another part of the page. */
const NEAR = 48

interface Candidate {
  /** What calibration tells apart: source, length of agreement, rank or distance. */
  readonly kind: string
  readonly ids: ArrayLike<number>
  /** Where it was copied from; null for an anchor, which counts characters. */
  readonly from: { readonly source: Source, readonly next: number } | null
  readonly owner: Source
}

/** A text to copy from: a draft, or what the target itself has said. */
interface Source {
  readonly name: string
  readonly tokens: CopySource
  /** null for the target's own output: nothing to align with. */
  readonly aligner: DraftAligner | null
  /** Token index at which copying would go on. */
  expected: number
  /** Tokens in a row for which the anchor was right. */
  streak: number
}

/** Makes drafters that share what they learn about the worth of guesses: one factory per target. */
export function createTreeDrafter(): DrafterFactory {
  const calibration = new Calibration(prior)
  return (drafts, tokenizer) => new TreeDrafter(drafts, tokenizer, calibration)
}

class TreeDrafter implements Drafter {
  readonly #tokenizer: Tokenizer
  readonly #calibration: Calibration
  readonly #drafts: readonly Source[]
  readonly #own: Source = { name: 'own', tokens: new CopySource(), aligner: null, expected: Infinity, streak: 0 }
  #candidates: readonly Candidate[] = []

  constructor(drafts: readonly string[], tokenizer: Tokenizer, calibration: Calibration) {
    this.#tokenizer = tokenizer
    this.#calibration = calibration
    this.#drafts = drafts.map((draft, d): Source => {
      const tokens = new CopySource()
      tokens.append(tokenizer.encode(draft))
      return { name: `draft${d}`, tokens, aligner: new DraftAligner(draft), expected: 0, streak: 0 }
    })
  }

  propose(emitted: readonly number[], { nodes, depth }: { readonly nodes: number, readonly depth: number }): TokenTree {
    this.#candidates = [...this.#drafts, this.#own]
      .flatMap((source) => [...this.#anchors(source, emitted, depth), ...copies(source, emitted, depth)])
      .filter(({ ids }) => ids.length > 0)
    return mergeGuesses(this.#candidates.map(({ kind, ids }): Guess => {
      const [first, later] = this.#calibration.expect(kind)
      return { ids, first, later }
    }), nodes, depth)
  }

  observe(ids: readonly number[], text: string): void {
    let longest = 0
    for (const { kind, ids: guessed, from, owner } of this.#candidates) {
      const right = agreeing(guessed, ids)
      this.#calibration.record(kind, right, right === guessed.length || right === ids.length)
      if (from === null && kind.endsWith(' 0')) owner.streak = right === ids.length ? owner.streak + right : 0
      if (from === null || right <= longest) continue
      longest = right
      from.source.expected = from.next + right
    }
    this.#candidates = []
    this.#own.tokens.append(ids)
    for (const { aligner } of this.#drafts) aligner?.advance(text)
  }

  #anchors(source: Source, emitted: readonly number[], depth: number): Candidate[] {
    return (source.aligner?.continuations(ANCHORS, depth * CHARACTERS_PER_TOKEN) ?? []).map((text, rank) => ({
      kind: `${source.name} anchor ${bucket(source.streak)} ${rank}`, owner: source, from: null,
      ids: proposeTokens(this.#tokenizer, emitted, text, depth),
    }))
  }
}

function copies(source: Source, emitted: readonly number[], depth: number): Candidate[] {
  return source.tokens.find(emitted, PLACES, source.expected).map(({ next, agreement }, rank) => ({
    kind: `${source.name} copy ${bucket(agreement)} ${distance(next - source.expected)} ${Math.min(rank, 2)}`,
    owner: source, from: { source, next }, ids: source.tokens.ids.slice(next, next + depth),
  }))
}

/** Where a place lies, seen from where copying would go on. */
function distance(tokens: number): 'here' | 'ahead' | 'behind' | 'far' {
  if (tokens === 0) return 'here'
  return tokens > 0 && tokens <= NEAR ? 'ahead' : tokens < 0 && tokens >= -NEAR ? 'behind' : 'far'
}

/** Lengths of agreement that are told apart: up to 1, 2, 3, 5, 9, 19 tokens, or more. */
function bucket(agreement: number): number {
  return [1, 2, 3, 5, 9, 19].findIndex((limit) => agreement <= limit) + 1 || 7
}

/** Before anything is known: longer agreement is better, nearer places and better ranks are too. */
function prior(kind: string): readonly [first: number, later: number] {
  const [, how, agreement, ...rest] = kind.split(' ')
  const length = Number(agreement)
  const rank = Number(rest.at(-1))
  if (how === 'anchor') return [(0.5 + 0.06 * length) / (1 + 2 * rank), 0.85 + 0.015 * length]
  const near = rest[0] === 'here' ? 1.5 : rest[0] === 'far' ? 0.6 : 1
  return [Math.min(0.95, near * (0.15 + 0.1 * length) / (1 + rank)), 0.6 + 0.05 * length]
}

function agreeing(guess: ArrayLike<number>, said: readonly number[]): number {
  let right = 0
  while (right < guess.length && right < said.length && guess[right] === said[right]) right++
  return right
}
