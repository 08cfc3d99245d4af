// What a model needs to be asked as its makers ask it: data, the same however the model is served.
import type { RegionKind } from '../../src/model/region.ts'
import type { OutputFormat } from '../../src/seams/output-format.ts'

export interface VlmProfile {
  /** Its key in the registry. */
  readonly id: string
  /** Names under which it is published, without the owner; a served name that begins with one of them is this model. */
  readonly names: readonly string[]
  /** What one call reads best. */
  readonly unit: 'page' | 'region'
  readonly prompts: Prompts
  readonly image: ImageRules
  readonly format: OutputFormat
  /** Texts that end an output and are no part of it; the tokenizer's end-of-sequence tokens always do. */
  readonly stops: readonly string[]
  /** Tags of the format are special tokens: they must not be skipped when ids are decoded. */
  readonly keepSpecialTokens: boolean
  /** Tokens, the stop included, after which an output counts as a runaway. */
  readonly maxTokens: number
  /** null = a page; kinds have their own where the makers set it so. */
  readonly sampling: (kind: RegionKind | null) => Sampling
  /** Where the facts come from: files in public repositories, model cards. */
  readonly sources: readonly string[]
}

export interface Prompts {
  /** System message; null = none is sent. */
  readonly system: string | null
  /** The user's text beside the image of a whole page; '' = the image alone. null = the model reads crops only. */
  readonly page: string | null
  /** The same for crops, by kind; crops of a kind that is missing are not read by this model. */
  readonly regions: Readonly<Partial<Record<RegionKind, string>>>
  /** True: the image stands before the text in the user's message. */
  readonly imageFirst: boolean
  /**
   * Stands before the text on vLLM's chat routes. The image's own placeholder there keeps the engine from putting one of
   * its own, and a line break with it; '' where the engine's is right.
   */
  readonly chatPrefix: string
  /**
   * The conversation as the chat template renders it, for routes that take text or ids. '{system}' is the system message
   * with all that surrounds it, '{image}' the image's placeholder, '{text}' the user's text.
   */
  readonly template: string
  /** The system message inside the template, with '{text}' for it; '' where there is none. */
  readonly systemTemplate: string
  /** Stands for one image in text; engines expand it to as many tokens as the image has. */
  readonly imagePlaceholder: string
}

export interface ImageSize {
  /** Pixels. */
  readonly width: number
  readonly height: number
}

export type ImageRule = (size: ImageSize) => ImageSize

export interface ImageRules {
  /** The size at which an image is handed over: what the makers' own client does. `kind` null = a page. */
  readonly send: (size: ImageSize, kind: RegionKind | null) => ImageSize
  /** The size at which the model sees an image of the size it was handed: the unit of boxes in some formats. */
  readonly see: ImageRule
}

/** What its makers switch on besides greedy decoding. Verdicts must know of it: engines report log-probabilities before it. */
export interface Sampling {
  /** 1 = off. */
  readonly repetitionPenalty: number
  /** 0 = off. */
  readonly presencePenalty: number
  /** 0 = off. */
  readonly frequencyPenalty: number
  /** No n-gram of `size` tokens comes twice within `window` tokens (null = anywhere), tokens in `except` left out. null = off. */
  readonly ngramBan: { readonly size: number, readonly window: number | null, readonly except: readonly string[] } | null
}

export const GREEDY: Sampling = { repetitionPenalty: 1, presencePenalty: 0, frequencyPenalty: 0, ngramBan: null }
