// A public export in a worker thread: graphs, the sequences' caches, and the verdicts.
import { SpecparseError } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'
import { isLinear, type TokenTree } from '../../src/model/tokens.ts'
import type { Tokenizer, Verdict, VerifyInput } from '../../src/seams/verifier.ts'
import { DecoderGraph, type DecoderOutput, type DecoderRow, type Embeddings } from './decoder-graph.ts'
import type { Export } from './export-folder.ts'
import type { ExportPrompt } from './export-prompt.ts'
import { applyRules, force } from './generation-rules.ts'
import { type GraphAbilities, probeDecoder } from './graph-probe.ts'
import type { ImageProcessor } from './image-processor.ts'
import type { Past } from './past.ts'
import { imageText, promptPositions } from './prompt-layout.ts'
import { TOP_TOKENS, writeTopTokens } from './top-tokens.ts'
import { type EncodedImage, VisionEncoder } from './vision-encoder.ts'
import type { ModelStep, Opened, SequenceChange, WorkerModel } from './worker-model.ts'

/** Sequences that share a forward where the graph lets them: each has a cache of hundreds of megabytes with the larger models. */
const MAX_BATCH = 4

/** Something for the decoder to attend to while it is probed. */
const BLANK: Raster = { width: 64, height: 64, dpi: 72, data: new Uint8Array(64 * 64).fill(255) }

/** Wider forwards cost more than they gain: a verify is linear in its width from about here on (FACTS section 7). */
const MAX_DRAFT = 64

interface OpenSequence {
  /** The prompt, and what was emitted: all but the last are in the cache. */
  readonly context: number[]
  readonly promptLength: number
  /** What is added to a token's index in `context` to get its text position. */
  readonly shift: number
  past: Past | null
  readonly encoded: Embeddings | null
  /** The last forward, until a commit decides what of it stays. */
  last: { readonly draft: TokenTree, readonly output: DecoderOutput, readonly fromStart: boolean } | null
}

export interface ExportParts {
  readonly process: ImageProcessor
  readonly tokenizer: Tokenizer
  readonly prompt: ExportPrompt
}

export class ExportModel implements WorkerModel {
  readonly capabilities
  readonly #config: Export
  readonly #parts: ExportParts
  readonly #vision: VisionEncoder
  readonly #decoder: DecoderGraph
  readonly #abilities: GraphAbilities
  readonly #sequences = new Map<number, OpenSequence>()

  private constructor(config: Export, parts: ExportParts, vision: VisionEncoder, decoder: DecoderGraph, abilities: GraphAbilities) {
    this.#config = config
    this.#parts = parts
    this.#vision = vision
    this.#decoder = decoder
    this.#abilities = abilities
    this.capabilities = {
      trees: abilities.trees, maxBatch: abilities.batch === 'none' ? 1 : MAX_BATCH, invariant: abilities.invariant,
      // Image features are not kept, so a prompt with an image cannot be read again with every draft.
      maxDraftTokens: abilities.cachedDrafts || config.architecture === 'cross' ? MAX_DRAFT : 0,
    }
  }

  /** @throws SpecparseError VERIFIER_UNAVAILABLE, naming the file and what is wrong with it */
  static async load(config: Export, parts: ExportParts, threads: number): Promise<ExportModel> {
    const { graphs, merge } = config
    const decoder = await DecoderGraph.load(graphs.decoder, graphs.embedder, threads)
    const vision = await VisionEncoder.load(graphs.vision, { process: parts.process, merge, threads })
    const encoded = config.architecture === 'cross' ? (await vision.encode(BLANK)).features : null
    return new ExportModel(config, parts, vision, decoder, await probeDecoder(decoder, encoded))
  }

  async open(ids: readonly number[], inputs: readonly VerifyInput[]): Promise<Opened[]> {
    const opened: Opened[] = []
    for (const [i, input] of inputs.entries()) {
      const image = await this.#vision.encode(input.image)
      const sequence = this.#config.architecture === 'cross' ? this.#startCross(image, input) : await this.#startPrompt(image, input)
      this.#sequences.set(ids[i] ?? -1, sequence)
      opened.push({ ownDraft: null, promptTokens: sequence.promptLength })
    }
    return opened
  }

  async verify(steps: readonly ModelStep[]): Promise<Verdict[]> {
    const verdicts = new Array<Verdict>(steps.length)
    for (const group of this.#group(steps)) {
      const rows = group.map((i) => this.#row(steps[i] as ModelStep))
      const outputs = await this.#decoder.run(rows.map(({ row }) => row))
      group.forEach((i, r) => {
        const { id, draft } = steps[i] as ModelStep
        const sequence = this.#get(id)
        const { fromStart } = rows[r] as { fromStart: boolean }
        const last = { draft, output: outputs[r] as DecoderOutput, fromStart }
        sequence.last = last
        verdicts[i] = this.#verdict(sequence, last)
      })
    }
    return verdicts
  }

  apply(change: SequenceChange): void {
    if (change.kind === 'close') {
      this.#sequences.delete(change.id)
      return
    }
    const sequence = this.#get(change.id)
    const { last } = sequence
    if (last === null) throw new RangeError(`sequence ${change.id} has nothing to commit`)
    const known = last.fromStart ? sequence.context.length - 1 : 0
    const kept = [...range(known), ...[0, ...change.path.map((node) => node + 1)].map((token) => known + token)]
    sequence.past = last.output.keep(kept)
    sequence.context.push(...change.path.map((node) => last.draft.ids[node] ?? -1), change.next)
    sequence.last = null
  }

  /** Image features in place of image tokens; all but the prompt's last token go into the cache. */
  async #startPrompt({ features, layout: found }: EncodedImage, { kind }: VerifyInput): Promise<OpenSequence> {
    const { tokenizer, prompt } = this.#parts
    const layout = this.#decoder.axes === 3 ? found : { ...found, grid: null }
    const { imageToken } = this.#config
    const ids = [...tokenizer.encode(prompt(kind).replace(tokenizer.decode([imageToken]), (token) => imageText(token, layout)))]
    this.#checkLength(ids.length)
    const embeddings = await this.#decoder.embed(ids)
    let feature = 0
    ids.forEach((id, i) => {
      if (id !== imageToken) return
      embeddings.data.set(features.data.subarray(feature * features.size, (feature + 1) * features.size), i * embeddings.size)
      feature++
    })
    if (feature !== layout.features) {
      throw new SpecparseError('VERIFIER_FAILED', `the prompt has room for ${feature} image features, and the vision encoder gave ${layout.features}`)
    }
    const positions = promptPositions(ids, imageToken, layout)
    const shift = positions.next - ids.length
    const before = ids.slice(0, -1)
    const [output] = before.length === 0 ? [] : await this.#decoder.run([{
      ids: before, past: null, encoded: null, parents: null, positions: positions.axes.map((axis) => axis.slice(0, -1)),
      embeddings: { size: embeddings.size, data: embeddings.data.subarray(0, before.length * embeddings.size) },
    }], true)
    return { context: ids, promptLength: ids.length, shift, past: output?.keep(range(before.length)) ?? null, encoded: null, last: null }
  }

  /** The decoder attends to the image; its own prompt is a few tokens, read with the first verify. */
  #startCross({ features }: EncodedImage, { kind }: VerifyInput): OpenSequence {
    const start = this.#config.startToken ?? 0
    const task = [...this.#parts.tokenizer.encode(this.#parts.prompt(kind))]
    const context = task[0] === start ? task : [start, ...task]
    this.#checkLength(context.length)
    return { context, promptLength: context.length, shift: 0, past: null, encoded: features, last: null }
  }

  #checkLength(tokens: number): void {
    const { maxLength } = this.#config
    if (tokens >= maxLength) {
      throw new SpecparseError('VERIFIER_FAILED', `image and prompt are ${tokens} tokens, and the model reads at most ${maxLength}`)
    }
  }

  /** Indexes of steps that may share a forward. */
  #group(steps: readonly ModelStep[]): number[][] {
    const { batch } = this.#abilities
    const alone = (step: ModelStep): boolean => batch === 'none' || batch === 'single' && step.draft.ids.length > 0 || this.#get(step.id).past === null
    const together = steps.flatMap((step, i) => alone(step) ? [] : [i])
    return [...together.length > 0 ? [together] : [], ...steps.flatMap((step, i) => alone(step) ? [[i]] : [])]
  }

  /** New tokens of a step: those that are not cached, then the draft. A linear one is cut where the model's length ends. */
  #row({ id, draft }: ModelStep): { readonly row: DecoderRow, readonly fromStart: boolean } {
    const { context, shift, past, encoded } = this.#get(id)
    const fromStart = past === null || !this.#abilities.cachedDrafts && draft.ids.length > 0
    const first = fromStart ? 0 : context.length - 1
    const tree = !isLinear(draft)
    const all = [...fromStart ? context : context.slice(-1), ...draft.ids]
    const ids = tree ? all : all.slice(0, this.#config.maxLength - first)
    // A tree's tokens are as far on as they are deep. Those behind the model's length are given its last place: they are not read.
    const places = tree ? [first, ...depths(draft).map((depth) => Math.min(first + depth, this.#config.maxLength - 1))] : ids.map((_, i) => first + i)
    return {
      fromStart,
      row: { ids, embeddings: null, parents: tree ? draft.parents : null, positions: [places.map((place) => place + shift)], past: fromStart ? null : past, encoded },
    }
  }

  #verdict({ context, promptLength }: OpenSequence, { draft, output, fromStart }: NonNullable<OpenSequence['last']>): Verdict {
    const rows = draft.ids.length + 1
    const verdict = { k: TOP_TOKENS, ids: new Int32Array(rows * TOP_TOKENS), logprobs: new Float32Array(rows * TOP_TOKENS) }
    const known = fromStart ? context.length - 1 : 0
    const { generation, maxLength } = this.#config
    for (let row = 0; row < rows; row++) {
      const path = [...context, ...pathTo(draft, row - 1)]
      // Where its length ends, the model must stop.
      const ended = path.length >= maxLength
      const logits = output.logits(ended ? known : known + row)
      if (ended) force(logits, generation.eos_token_id.slice(0, 1))
      else applyRules(generation, logits, path, promptLength)
      writeTopTokens(logits, verdict.ids, verdict.logprobs, row * TOP_TOKENS)
    }
    return verdict
  }

  #get(id: number): OpenSequence {
    const sequence = this.#sequences.get(id)
    if (sequence === undefined) throw new RangeError(`sequence ${id} is not open`)
    return sequence
  }
}

/** Ids from the root down to `node`; -1 = none. */
function pathTo({ ids, parents }: TokenTree, node: number): number[] {
  const path: number[] = []
  for (let at = node; at !== -1; at = parents[at] ?? -1) path.unshift(ids[at] ?? -1)
  return path
}

/** How many tokens each node is away from the text, from 1. */
function depths({ parents }: TokenTree): number[] {
  const found: number[] = []
  for (const parent of parents) found.push(1 + (found[parent] ?? 0))
  return found
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)
