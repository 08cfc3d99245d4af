// Seam 3 of 3, verify: the target model. It reports what it would say; the decode core alone decides what is accepted.
import type { Calibration } from '../model/calibration.ts'
import type { Raster } from '../model/raster.ts'
import type { DraftReading } from '../model/reading.ts'
import type { RegionKind } from '../model/region.ts'
import type { DraftTree } from '../model/tokens.ts'
import type { OutputFormat } from './output-format.ts'

/** Text to token ids and back. `decode(encode(text)) === text` for every string. */
export interface Tokenizer {
  readonly vocabularySize: number
  encode(text: string): Int32Array
  decode(ids: ArrayLike<number>): string
}

/** What the core has to know of a target model; the rest stays inside the verifier. */
export interface ModelProfile {
  readonly name: string
  /** What one sequence reads: a line, a region or a whole page. */
  readonly unit: 'line' | 'region' | 'page'
  /** How it writes what it reads; null = plain text, as for lines. */
  readonly format: OutputFormat | null
  /** Pixels at which it sees a picture of `size`: the unit of boxes in some formats. Missing = as it is handed over. */
  readonly seenSize?: (size: Pick<Raster, 'width' | 'height'>, kind: RegionKind | null) => Pick<Raster, 'width' | 'height'>
  /** Kinds of regions whose crops it reads; missing = all. */
  readonly regionKinds?: readonly RegionKind[]
  /** Greedy decoding ends at any of these ids. */
  readonly stopIds: readonly number[]
  /** Tokens, stop token included, after which a sequence is cut. */
  readonly maxTokens: number
  /** Widest crop that the model reads, as width / height; wider lines are cut at white gaps. null = no limit. */
  readonly maxAspect: number | null
  /** Characters that the model can read; null = every script. Lines of other characters are left unverified. */
  readonly alphabet: string | null
  /** When to believe a target that can be worse than a good OCR; null = always. */
  readonly trust: Trust | null
}

/**
 * In `auto`, where a target's word differs from the draft's it is right with the odds (natural logarithm)
 * `readingWeight * logOdds(its word) - draftWeight * logOdds(the draft's word) + voteWeight * vote + bias`, and believed from
 * even odds on; its own quick draft (`Sequence.ownDraft`) votes 1 for its word or -1 for the draft's.
 * Below `minPageConfidence` (0-1, mean over the page's readings) it is out of its depth (another script, a strange face,
 * a skewed page) and not believed at all. All from calibration.
 */
export interface Trust {
  readonly readingWeight: number
  readonly draftWeight: number
  readonly voteWeight: number
  readonly bias: number
  readonly minPageConfidence: number
  /** What the confidences of its words are worth. */
  readonly calibration: Calibration
  /** When its own quick draft is all that has been drafted; missing = what it says stands. */
  readonly ownDraft?: OwnDraftTrust
}

/**
 * The target's own quick draft beside what it says: where a word differs, its word is right with the log-odds
 * `readingWeight * logOdds(its word) - draftWeight * logOdds(the draft's word) + bias`.
 */
export interface OwnDraftTrust extends Pick<Trust, 'readingWeight' | 'draftWeight' | 'bias'> {
  /** Of the draft's words. */
  readonly calibration: Calibration
}

/** How large one verify forward is. */
export interface ForwardSize {
  /** Sequences. */
  readonly rows: number
  /** New tokens of all rows, drafts and the one of each that is decoded anyway; padding counts, unless the model skips it. */
  readonly tokens: number
  /** New tokens of the row that has most of them. */
  readonly width: number
  /** Cached tokens of the row that has most of them. */
  readonly context: number
}

/** Milliseconds of one verify forward. */
export type CostModel = (size: ForwardSize) => number

export interface Capabilities {
  /** Most sequences open at a time: in one forward, or in flight at a server. */
  readonly maxBatch: number
  /**
   * True: sequences share forwards, so they step together. False (a server batches by itself): every sequence steps at
   * its own pace, `open` and `verify` get one sequence a call, many calls run at a time, and one that fails fails alone.
   */
  readonly lockstep: boolean
  /**
   * Lockstep only: groups of sequences that are computed at the same time, such as threads with a model each. The sequences of a forward are of
   * one group, and while its verdicts are judged the others compute. Missing = 1.
   */
  readonly lanes?: number
  /** False: drafts must be linear. */
  readonly trees: boolean
  /** Most draft tokens per sequence and forward. */
  readonly maxDraftTokens: number
  readonly costModel: CostModel | null
  /** True: only attention computes what rows are padded with, so rows of a forward may well differ in width. Missing = every layer does. */
  readonly skipsPadding?: boolean
  /**
   * False: a probe found that the target's numbers change with the batch or the width of a forward (a model quantized to
   * 8 bits), so the output is the target's only up to that. Missing = they do not.
   */
  readonly invariant?: boolean
}

export interface VerifyInput {
  /** The crop to read, without margins; or the whole page. */
  readonly image: Raster
  /** Kind of the region on the crop, for targets with a prompt for each; null = a line, or a whole page. */
  readonly kind: RegionKind | null
}

/** One open decoding context of the target: image, prompt and tokens so far. */
export interface Sequence {
  readonly id: number
  /** A draft that the encoder gave for nothing (nano's CTC head), or null. */
  readonly ownDraft: DraftReading | null
  /** Tokens of image and prompt in its cache; missing = nobody has counted them. */
  readonly promptTokens?: number
}

export interface VerifyStep {
  readonly sequence: Sequence
  /** Its `worth` is what the core expects of it, for verifiers that can choose how to find out. */
  readonly draft: DraftTree
}

/**
 * What the target says after the committed text (row 0) and after every draft node i (row i + 1): its `k` likeliest
 * next tokens, likeliest first. Row-major `[n + 1, k]`, k >= 2.
 */
export interface Verdict {
  readonly k: number
  readonly ids: Int32Array
  /** Natural logarithms of probabilities, same shape as `ids`. */
  readonly logprobs: Float32Array
}

export interface Verifier {
  readonly id: string
  readonly tokenizer: Tokenizer
  readonly profile: ModelProfile
  readonly capabilities: Capabilities
  /**
   * Image and prompt prefill of all `inputs` in one batch (at most `maxBatch`). `lane`: the group that they belong to, counted from 0; missing = they
   * are shared out evenly. @throws VERIFIER_FAILED, ABORTED
   */
  open(inputs: readonly VerifyInput[], signal: AbortSignal, lane?: number): Promise<Sequence[]>
  /** ONE forward for all steps, at most one step per sequence; verdicts in the order of `steps`. @throws VERIFIER_FAILED, ABORTED */
  verify(steps: readonly VerifyStep[], signal: AbortSignal): Promise<Verdict[]>
  /**
   * The rest of what the target says, its stop token left out, where an answer has told all of it: the core takes that for
   * the draft. Missing or empty = not known.
   */
  known?(sequence: Sequence): readonly number[]
  /** Keeps `path` (node indexes from the root down) of the last draft, drops the rest, and appends `next`. */
  commit(sequence: Sequence, path: readonly number[], next: number): void
  /** Frees the sequence's cache. */
  close(sequence: Sequence): void
  /** Stops workers and frees the model. */
  dispose(): Promise<void>
}
