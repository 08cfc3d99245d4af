// One sequence on its way: what it has emitted, and what to propose next.
import type { SpecparseError } from '../errors.ts'
import type { DecodeStats } from '../model/document.ts'
import type { DraftReading } from '../model/reading.ts'
import { type DraftTree, isLinear, linearTree } from '../model/tokens.ts'
import type { Sequence, Verdict, Verifier } from '../seams/verifier.ts'
import { accept, type Accepted } from './accept.ts'
import { bestPath } from './budget.ts'
import type { Drafter } from './drafter.ts'
import { EmittedText } from './emitted-text.ts'
import { LoopGuard } from './loop-guard.ts'
import { addStats, EMPTY_STATS, stepStats } from './stats.ts'

export interface Decoded {
  /** Emitted tokens, stop token included. */
  readonly ids: Int32Array
  readonly text: string
  /** Per token of `ids`: log-probability, and top-1 minus top-2, nat. */
  readonly logprobs: Float32Array
  readonly margins: Float32Array
  /** Geometric mean of the tokens' probabilities, 0-1. */
  readonly confidence: number
  /**
   * 'stop': the target ended by itself. 'length': cut at the profile's maxTokens. 'loop': it repeated itself and was cut
   * back to before the repetition. 'failed': the verifier broke down; the tokens until then.
   */
  readonly ended: 'stop' | 'length' | 'loop' | 'failed'
  /** Why it failed; null unless 'failed'. */
  readonly error: SpecparseError | null
  /** What the target's encoder had drafted by itself; null = nothing. */
  readonly ownDraft: DraftReading | null
  readonly stats: DecodeStats
}

export class Decoding {
  readonly sequence: Sequence
  /** False: the last proposal was no draft, but what the target is known to say. */
  isDrafted = true
  readonly #verifier: Verifier
  readonly #drafter: Drafter
  /** Drafts that may grow while decoding goes on. */
  readonly #drafts: readonly string[]
  readonly #tolerance: number
  readonly #emitted: EmittedText
  readonly #guard: LoopGuard
  #known: number
  #logprobs: number[] = []
  #margins: number[] = []
  #stats: DecodeStats = { ...EMPTY_STATS, sequences: 1 }

  /** `drafts`: what `drafter` was made with; texts that are appended to it later are drafts too. */
  constructor(verifier: Verifier, sequence: Sequence, drafter: Drafter, drafts: readonly string[] = [], tolerance = 1) {
    this.sequence = sequence
    this.#verifier = verifier
    this.#drafter = drafter
    this.#drafts = drafts
    this.#known = drafts.length
    this.#tolerance = tolerance
    this.#emitted = new EmittedText(verifier.tokenizer)
    this.#guard = new LoopGuard(verifier.tokenizer)
  }

  /** Tokens emitted so far. */
  get length(): number {
    return this.#emitted.ids.length
  }

  /** Tokens in the sequence's cache, and the one that comes next. */
  get context(): number {
    return (this.sequence.promptTokens ?? 0) + this.length
  }

  /** The tokens to verify next; what the target is known to say needs no drafter. */
  propose(): DraftTree {
    const { profile, capabilities } = this.#verifier
    const depth = profile.maxTokens - this.length - 1
    const said = this.#verifier.known?.(this.sequence) ?? []
    this.isDrafted = said.length === 0
    if (!this.isDrafted) return linearTree(Int32Array.from(said.slice(0, depth)))
    for (const draft of this.#drafts.slice(this.#known)) this.#drafter.add?.(draft)
    this.#known = this.#drafts.length
    const draft = this.#drafter.propose(this.#emitted.ids, { nodes: capabilities.maxDraftTokens, depth })
    return capabilities.trees || isLinear(draft) ? draft : bestPath(draft)
  }

  /** Takes in the target's verdict on `draft`; returns the result when the sequence has ended, else null. */
  take(draft: DraftTree, verdict: Verdict): Decoded | null {
    const { profile } = this.#verifier
    const accepted = accept(draft, verdict, profile.stopIds, this.#tolerance)
    const ids = accepted.ids.slice(0, profile.maxTokens - this.length)
    const stopped = profile.stopIds.includes(ids.at(-1) ?? -1)
    const said = stopped ? ids.slice(0, -1) : ids
    const start = this.length
    const text = this.#emitted.append(said)
    this.#record(draft, accepted, ids.length)
    const sound = this.#soundUntil(said, start)
    if (sound !== null) return this.#finish('loop', this.#emitted.ids.slice(0, sound))
    if (stopped) return this.#finish('stop', [...this.#emitted.ids, accepted.next])
    if (this.length === profile.maxTokens) return this.#finish('length', this.#emitted.ids)
    this.#drafter.observe(ids, text)
    this.#verifier.commit(this.sequence, accepted.path, accepted.next)
    return null
  }

  /** What there is when the verifier breaks down. */
  fail(error: SpecparseError): Decoded {
    return { ...this.#finish('failed', this.#emitted.ids), error }
  }

  /** Tokens before the target began to loop; null = it does not. Token by token, so that no draft moves the place. */
  #soundUntil(said: readonly number[], start: number): number | null {
    for (const [i, id] of said.entries()) {
      const sound = this.#guard.push(id)
      if (sound !== null) return Math.min(sound, start + i + 1)
    }
    return null
  }

  #record(draft: DraftTree, accepted: Accepted, emitted: number): void {
    this.#logprobs.push(...accepted.logprobs.slice(0, emitted))
    this.#margins.push(...accepted.margins.slice(0, emitted))
    this.#stats = addStats(this.#stats, this.isDrafted ? stepStats(draft.ids.length, Math.min(accepted.path.length, emitted), emitted) : stepStats(0, 0, emitted))
  }

  #finish(ended: Decoded['ended'], ids: readonly number[]): Decoded {
    const logprobs = this.#logprobs.slice(0, ids.length)
    const mean = logprobs.reduce((sum, logprob) => sum + logprob, 0) / Math.max(1, logprobs.length)
    return {
      ids: Int32Array.from(ids),
      text: this.#verifier.tokenizer.decode(ended === 'stop' ? ids.slice(0, -1) : ids),
      logprobs: Float32Array.from(logprobs),
      margins: Float32Array.from(this.#margins.slice(0, ids.length)),
      confidence: ids.length === 0 ? 0 : Math.min(1, Math.exp(mean)),
      ended, error: null, ownDraft: this.sequence.ownDraft, stats: this.#stats,
    }
  }
}

/** A sequence that could not even be opened. */
export function failedDecoding(error: SpecparseError): Decoded {
  const nothing = new Float32Array(0)
  return { ids: new Int32Array(0), text: '', logprobs: nothing, margins: nothing, confidence: 0, ended: 'failed', error, ownDraft: null, stats: EMPTY_STATS }
}
