// How the conformance server misbehaves: the ways that real engines, and the networks before them, were seen to.

/** What befalls one request. */
export type Fault = 'busy' | 'error' | 'hang' | 'cut' | 'not-json'

export const FAULTS: readonly Fault[] = ['busy', 'error', 'hang', 'cut', 'not-json']

/** Habits of an engine. All are off on a well-behaved one. */
export interface Traits {
  /** Log-probabilities of cached prompt positions: left out (the list is shorter), garbage, or garbage that JSON cannot hold. */
  readonly cachedRows: 'right' | 'short' | 'garbage' | 'infinite'
  /** Of tied tokens the wrong one is listed first, and ranks are 2. */
  readonly ties: boolean
  /** The chat template trims what the assistant has said. */
  readonly trimsPrefill: boolean
  /** Fewer top tokens than asked for: of a token that is not the likeliest, only itself is reported. */
  readonly truncatesTop: boolean
  /** The image cache forgets at once. */
  readonly forgetsImages: boolean
  /** Tokens that come with an image are decoded and tokenized again. */
  readonly retokenizes: boolean
}

export const NO_TRAITS: Traits = { cachedRows: 'right', ties: false, trimsPrefill: false, truncatesTop: false, forgetsImages: false, retokenizes: false }
