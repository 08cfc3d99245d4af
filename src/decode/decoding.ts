// One sequence on its way: what it has emitted, and what to propose next.
import type { DecodeStats } from '../model/document.ts'
import type { TokenTree } from '../model/tokens.ts'
import type { Sequence, Verdict, Verifier } from '../seams/verifier.ts'
import { acceptExact, type Accepted } from './accept.ts'
import type { Drafter } from './drafter.ts'
import { EmittedText } from './emitted-text.ts'
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
  /** 'stop': the target ended by itself. 'length': cut at the profile's maxTokens. */
  readonly ended: 'stop' | 'length'
  readonly stats: DecodeStats
}

export class Decoding {
  readonly sequence: Sequence
  readonly #verifier: Verifier
  readonly #drafter: Drafter
  readonly #emitted: EmittedText
  #logprobs: number[] = []
  #margins: number[] = []
  #stats: DecodeStats = { ...EMPTY_STATS, sequences: 1 }

  constructor(verifier: Verifier, sequence: Sequence, drafter: Drafter) {
    this.sequence = sequence
    this.#verifier = verifier
    this.#drafter = drafter
    this.#emitted = new EmittedText(verifier.tokenizer)
  }

  /** The tokens to verify next. */
  propose(): TokenTree {
    const { profile, capabilities } = this.#verifier
    return this.#drafter.propose(this.#emitted.ids, {
      nodes: capabilities.maxDraftTokens, depth: profile.maxTokens - this.#emitted.ids.length - 1,
    })
  }

  /** Takes in the target's verdict on `draft`; returns the result when the sequence has ended, else null. */
  take(draft: TokenTree, verdict: Verdict): Decoded | null {
    const { profile } = this.#verifier
    const accepted = acceptExact(draft, verdict, profile.stopIds)
    const room = profile.maxTokens - this.#emitted.ids.length
    const ids = accepted.ids.slice(0, room)
    const stopped = profile.stopIds.includes(ids.at(-1) ?? -1)
    const text = this.#emitted.append(stopped ? ids.slice(0, -1) : ids)
    this.#drafter.observe(ids, text)
    this.#record(draft, accepted, ids.length)
    if (stopped || ids.length === room) return this.#finish(stopped ? 'stop' : 'length', stopped ? [accepted.next] : [])
    this.#verifier.commit(this.sequence, accepted.path, accepted.next)
    return null
  }

  #record(draft: TokenTree, accepted: Accepted, emitted: number): void {
    this.#logprobs.push(...accepted.logprobs.slice(0, emitted))
    this.#margins.push(...accepted.margins.slice(0, emitted))
    this.#stats = addStats(this.#stats, stepStats(draft.ids.length, Math.min(accepted.path.length, emitted), emitted))
  }

  #finish(ended: 'stop' | 'length', stop: readonly number[]): Decoded {
    const mean = this.#logprobs.reduce((sum, logprob) => sum + logprob, 0) / this.#logprobs.length
    return {
      ids: Int32Array.from([...this.#emitted.ids, ...stop]),
      text: this.#verifier.tokenizer.decode(this.#emitted.ids),
      logprobs: Float32Array.from(this.#logprobs),
      margins: Float32Array.from(this.#margins),
      confidence: Math.min(1, Math.exp(mean)),
      ended,
      stats: this.#stats,
    }
  }
}
