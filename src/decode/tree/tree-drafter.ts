// The drafter of specparse. Two kinds of guessers say what the target says next: the drafts, rewritten word by word into
// the target's way of setting text, and an n-gram model of the target's own output. Their guesses grow one tree, likeliest
// node first; what each kind of guess is worth is learnt from how often it came true.
import type { DraftTree } from '../../model/tokens.ts'
import type { Tokenizer } from '../../seams/verifier.ts'
import { Calibration } from './calibration.ts'
import { DraftGuesses, LENGTH_KINDS, lengthKind, type Position, type Start, START_KINDS } from './draft-guesses.ts'
import type { Drafter, DrafterFactory } from '../drafter.ts'
import { GapRewrites } from './gap-rewrites.ts'
import type { Idea } from './ideas.ts'
import { OwnOutput } from './own-output.ts'
import { joinTokens, proposeTokens } from '../propose-tokens.ts'
import { Said } from './said.ts'
import { TokenCutter } from './token-cutter.ts'
import { TokenTrie } from './token-trie.ts'

/** Places in all drafts together that guesses start from, the likeliest. */
const STARTS = 12
/** Content characters that show whether a place was right. */
const SHOWN = 3
/** Most that all places together are believed. */
const CERTAIN = 0.97
/** Guesses that are less probable are not made: a tree of 128 nodes has no room for them. */
const LEAST = { start: 0.002, word: 0.002, rejoin: 0.01 } as const
/** Of words that follow a right place in an unbroken copy, the share that is right, before anything is learnt. */
const GOES_ON = 0.9
/** Probability, before anything is learnt, that a token after a right one of the same word is right. */
const LATER = 0.97
/** Share of a node's value that its own-output guesses get at least. */
const LEAST_REST = 0.03
/** Tokens that the own output looks back. */
const CONTEXT = 6
/** States of a node that are handed on to a gap which the own output guessed after it. */
const HANDED_ON = 2

/** Odds of a chain that are told apart, in steps of a factor of two. */
const ODDS = 13
const FROM = { start: 0, word: 1, rejoin: 2 } as const
const SEPARATOR_KIND = 3 * ODDS * LENGTH_KINDS
const CHAIN_KINDS = SEPARATOR_KIND + 1
const GAP_END_KINDS = 4096

/** A place in a draft that a node of the tree has led to. */
interface State {
  readonly draft: DraftGuesses
  readonly position: Position
  readonly streak: number
  /** Probability that the node is reached and this is the place; at the root, that this is the place. */
  readonly value: number
  readonly from: keyof typeof FROM
}

/** Tokens guessed in one go after a node. */
interface Chain {
  readonly start: number
  readonly nodes: readonly number[]
  readonly kind: number
}

/** What is learnt of a target, across its pages. */
class Memory {
  readonly own = new OwnOutput()
  readonly cutter: TokenCutter
  readonly starts = new Calibration(START_KINDS)
  readonly first = new Calibration(CHAIN_KINDS)
  readonly later = new Calibration(CHAIN_KINDS)
  readonly gapEnds = new Calibration(GAP_END_KINDS)
  readonly #rewrites: GapRewrites[] = []

  readonly #off: ReadonlySet<Idea>

  constructor(tokenizer: Tokenizer, off: ReadonlySet<Idea>) {
    this.cutter = new TokenCutter(tokenizer)
    this.#off = off
  }

  /** Of the nth draft. */
  rewrites(n: number): GapRewrites {
    return this.#rewrites[n] ??= new GapRewrites(!this.#off.has('gap pieces'))
  }
}

/** Makes drafters that share what they learn: one factory per target. `without`: see the ablation benchmark. */
export function createTreeDrafter(without: readonly Idea[] = []): DrafterFactory {
  const off = new Set(without)
  let memory: Memory | null = null
  return (drafts, tokenizer) => {
    if (memory === null || off.has('memory')) memory = new Memory(tokenizer, off)
    return new TreeDrafter(drafts, tokenizer, memory, off)
  }
}

class TreeDrafter implements Drafter {
  readonly #tokenizer: Tokenizer
  readonly #memory: Memory
  readonly #off: ReadonlySet<Idea>
  readonly #said: Said
  readonly #drafts: DraftGuesses[] = []
  /** Drafts known from the beginning; what is learnt of those added later is shared. */
  readonly #first: number
  // The last proposal.
  #trie = new TokenTrie(0)
  #starts: (Start & { readonly draft: DraftGuesses })[] = []
  #states = new Map<number, State[]>()
  #chains: Chain[] = []
  readonly #copied = new Set<number>()
  /** How often a gap that ends like this one does end there. */
  readonly #gapEnds = (gap: string): number => this.#memory.gapEnds.expect(gapEndKind(gap), 0.5)

  constructor(drafts: readonly string[], tokenizer: Tokenizer, memory: Memory, off: ReadonlySet<Idea>) {
    this.#tokenizer = tokenizer
    this.#memory = memory
    this.#off = off
    this.#said = new Said(tokenizer)
    this.#first = drafts.length
    for (const draft of drafts) this.add(draft)
  }

  add(draft: string): void {
    if (this.#off.has('drafts')) return
    const rewrites = this.#memory.rewrites(Math.min(this.#drafts.length, this.#first))
    this.#drafts.push(new DraftGuesses(draft, rewrites, this.#said, this.#off))
  }

  propose(_: readonly number[], { nodes, depth }: { readonly nodes: number, readonly depth: number }): DraftTree {
    const trie = this.#trie = new TokenTrie(depth)
    this.#chains = []
    this.#copied.clear()
    this.#states = new Map([[0, this.#places()]])
    this.#separator()
    for (let taken = 0, node: number | null = 0; node !== null; node = taken++ < nodes ? trie.take() : null) {
      for (const state of this.#statesOf(node)) this.#copy(node, state)
      this.#repeat(node)
    }
    return trie.tree()
  }

  observe(ids: readonly number[]): void {
    this.#judgeChains(ids)
    const { codes } = this.#said
    const before = codes.length
    let firstGap: string | null = null
    for (const id of ids) {
      if (!this.#off.has('own output')) this.#memory.own.learn(this.#said.ids, id)
      const { gap: gapBefore } = this.#said
      let ended: string | null = null
      const text = this.#said.push(id, (character, gap) => {
        ended ??= gap
        firstGap ??= gap
        for (const draft of this.#drafts) draft.follow(character, gap)
      })
      if (gapBefore !== '' && text !== '') this.#memory.gapEnds.record(gapEndKind(gapBefore), ended === gapBefore)
    }
    if (firstGap === null) return
    const shown = codes.slice(before, before + SHOWN)
    for (const { draft, next, kind } of this.#starts) this.#memory.starts.record(kind, draft.agrees(next, shown))
    this.#starts = []
    for (const draft of this.#drafts) draft.learnBreaks(firstGap, shown)
  }

  /** The root's states: where in the drafts the target may be. */
  #places(): State[] {
    const believed = this.#drafts.flatMap((draft) => draft.starts().map((start) =>
      ({ ...start, draft, value: this.#memory.starts.expect(start.kind, start.prior) }))).sort((a, b) => b.value - a.value).slice(0, STARTS)
    this.#starts = believed
    const scale = Math.min(1, CERTAIN / believed.reduce((sum, { value }) => sum + value, 0))
    return believed.map(({ draft, next, streak, value }) => ({
      draft, streak, value: value * scale, from: 'start', position: { next, partial: this.#said.gap, shift: this.#said.shift, column: this.#said.gapColumn, last: null },
    }))
  }

  /** A node's states; a gap that the own output guessed leads on to where its parent would have gone. */
  #statesOf(node: number): readonly State[] {
    const states = this.#states.get(node)
    if (states !== undefined || this.#copied.has(node) || this.#off.has('rejoining')) return states ?? []
    const parent = this.#trie.parent(node)
    const gap = this.#memory.cutter.gapText(this.#trie.id(node))
    if (gap === null) return []
    const share = this.#trie.value(node) / this.#trie.value(parent)
    const handed = (this.#states.get(parent) ?? []).slice(0, HANDED_ON).map((state): State => ({
      ...state, value: state.value * share, from: 'rejoin', position: { ...state.position, partial: state.position.partial + gap },
    }))
    this.#states.set(node, handed)
    return handed
  }

  /** Guesses the next words of a draft. */
  #copy(node: number, state: State): void {
    const { draft, position, streak, value, from } = state
    const { ids, pending } = this.#said
    const atRoot = node === 0
    const broken = (word: string): boolean | null => atRoot ? joinTokens(this.#tokenizer, ids, word, pending) === null : null
    for (const { text, probability, whole, after } of draft.continuations(position, this.#gapEnds, broken)) {
      const likely = (atRoot ? value : GOES_ON) * probability
      const reached = atRoot ? 1 : value
      if (likely * reached < LEAST[from]) continue
      const { cutter } = this.#memory
      const tokens = whole && pending === 0 ? cutter.afterWord(text) : atRoot ? proposeTokens(this.#tokenizer, ids, text, Infinity, pending) : cutter.alone(text)
      const end = this.#chain(node, tokens, chainKind(from, likely, streak), likely, reached)
      if (end === null) continue
      const state: State = { draft, position: after, streak: streak + after.next - position.next, value: end.value, from: 'word' }
      this.#states.set(end.node, [...this.#states.get(end.node) ?? [], state])
    }
  }

  /** Guesses that the target says what it has said before, with what the drafts leave of the node's value. */
  #repeat(node: number): void {
    if (this.#off.has('own output')) return
    const value = Math.max(this.#trie.rest(node), LEAST_REST * this.#trie.value(node))
    if (value < LEAST.word / 2) return
    const context: number[] = []
    for (let at = node; at > 0 && context.length < CONTEXT; at = this.#trie.parent(at)) context.unshift(this.#trie.id(at))
    context.unshift(...this.#said.ids.slice(-CONTEXT).slice(context.length - CONTEXT || this.#said.ids.length))
    for (const { id, probability } of this.#memory.own.predict(context)) this.#trie.add(node, id, value * probability)
  }

  /** Guesses the line of dashes under a table's head. */
  #separator(): void {
    const { lines: { separator }, ids, pending } = this.#said
    if (separator === null || separator === '' || this.#off.has('tables')) return
    this.#chain(0, proposeTokens(this.#tokenizer, ids, separator, Infinity, pending), SEPARATOR_KIND, 0.6, 1)
  }

  /** Adds tokens after a node that is reached with probability `reached`; null = there are none. */
  #chain(start: number, ids: Int32Array, kind: number, prior: number, reached: number): { readonly node: number, readonly value: number } | null {
    if (ids.length === 0) return null
    const learns = !this.#off.has('calibration')
    let value = reached * (learns ? this.#memory.first.expect(kind, prior) : prior)
    const later = learns ? this.#memory.later.expect(kind, LATER) : LATER
    const nodes: number[] = []
    for (const id of ids) {
      if (nodes.length > 0) value *= later
      nodes.push(this.#trie.add(nodes.at(-1) ?? start, id, value))
    }
    for (const node of nodes) this.#copied.add(node)
    this.#chains.push({ start, nodes, kind })
    return { node: nodes.at(-1) ?? start, value }
  }

  /** Learns which chains came true, of those that start on the path that the target took. */
  #judgeChains(ids: readonly number[]): void {
    const path = [0]
    for (const id of ids) {
      const next = this.#trie.child(path.at(-1) ?? 0, id)
      if (next === -1) break
      path.push(next)
    }
    // The target may have agreed with more of the path than was verified.
    const open = path.length === ids.length + 1
    for (const { start, nodes, kind } of this.#chains) {
      const from = path.indexOf(start) + 1
      if (from === 0 || (open && from === path.length)) continue
      const wrong = nodes.findIndex((node, i) => path[from + i] !== node)
      const right = wrong === -1 ? nodes.length : wrong
      this.#memory.first.record(kind, right > 0)
      for (let i = 1; i < right; i++) this.#memory.later.record(kind, true)
      if (right > 0 && right < nodes.length && !(open && from + right === path.length)) this.#memory.later.record(kind, false)
    }
    // What is observed without having been proposed for says nothing of them.
    this.#chains = []
  }
}

/** Guesses that count alike: from where, how probable they seem, how long the copy has been unbroken. */
function chainKind(from: keyof typeof FROM, probability: number, streak: number): number {
  const odds = Math.round(Math.max(-(ODDS - 1) / 2, Math.min((ODDS - 1) / 2, Math.log2(probability / (1 - probability)))))
  return (FROM[from] * ODDS + odds + (ODDS - 1) / 2) * LENGTH_KINDS + lengthKind(streak)
}

/** Ends of gaps that count alike: by their last three characters. */
function gapEndKind(gap: string): number {
  let sum = 7
  for (const character of gap.slice(-3)) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x9E3779B1)
  return (sum >>> 16) % GAP_END_KINDS
}
