// Hierarchical speculative decoding, both as the paper says it and as the released code does it.
// Sources: arXiv 2602.12957 section 3 (window n = 3, all suffixes merged into a prefix tree); the released code's rule as
// described in its repository (whlscut/HSD): growing window, linear on a single match, single-token tree otherwise.
import { type Guess, mergeGuesses } from './merge-guesses.ts'
import type { DrafterFactory } from '../../src/decode/drafter.ts'
import { EMPTY_TREE, linearTree, type TokenTree } from '../../src/model/tokens.ts'

const WINDOW = 3
/** Released code: the window grows to this many tokens. */
const MAX_WINDOW = 10
/** Released code: depth of the tree over single-token matches. */
const TREE_DEPTH = 15

/** No draft at cold start; otherwise every place that follows the last three tokens. */
export const hsdPaper: DrafterFactory = ([draft = ''], tokenizer) => {
  const ids = tokenizer.encode(draft)
  return {
    propose: (emitted, { nodes, depth }) => emitted.length < WINDOW ? EMPTY_TREE : breadthFirst(ids, occurrences(ids, emitted.slice(-WINDOW)), nodes, depth),
    observe: () => undefined,
  }
}

export const hsdCode: DrafterFactory = ([draft = ''], tokenizer) => {
  const ids = tokenizer.encode(draft)
  let window = WINDOW
  let ambiguous = false
  return {
    propose(emitted, { nodes, depth }) {
      ambiguous = false
      if (emitted.length < window) return EMPTY_TREE
      const places = occurrences(ids, emitted.slice(-window))
      if (places.length === 1) return linearTree(ids.slice(places[0], (places[0] ?? 0) + Math.min(nodes, depth)))
      ambiguous = places.length > 1
      return breadthFirst(ids, occurrences(ids, emitted.slice(-1)), nodes, Math.min(depth, TREE_DEPTH))
    },
    observe(said) { window = ambiguous ? Math.min(MAX_WINDOW, window + said.length) : WINDOW },
  }
}

/** Indexes that follow each occurrence of `ngram`. */
function occurrences(ids: Int32Array, ngram: readonly number[]): number[] {
  const found: number[] = []
  for (let at = 0; at + ngram.length < ids.length; at++) if (ngram.every((id, i) => ids[at + i] === id)) found.push(at + ngram.length)
  return found
}

/** Suffixes merged into a prefix tree; shallow nodes first when the budget is short. */
function breadthFirst(ids: Int32Array, places: readonly number[], nodes: number, depth: number): TokenTree {
  const guesses = places.map((place, rank): Guess => ({ ids: ids.subarray(place, place + depth), first: 1 - rank * 1e-6, later: 0.01 }))
  return mergeGuesses(guesses, nodes, depth)
}
