// The Verifier over a serving engine. Requests are stateless, so all that a sequence is lives here; the engine's prefix
// cache makes asking again cheap. Whatever the protocol, rows along the target's own path are kept until they are used.
import { SpecparseError, throwIfAborted } from '../../src/errors.ts'
import { isLinear } from '../../src/model/tokens.ts'
import type {
  Capabilities, ModelProfile, Sequence, Tokenizer, Verdict, Verifier, VerifyInput, VerifyStep,
} from '../../src/seams/verifier.ts'
import type { HttpClient } from './http-client.ts'
import { encodeImage } from './image.ts'
import { Pace } from './pace.ts'
import type { Protocol, Reading } from './protocol.ts'
import { type Row, UNKNOWN } from './row.ts'
import type { ServedModel } from './served-model.ts'

interface OpenSequence {
  readonly reading: Reading
  readonly committed: number[]
  /** What the target says after the committed tokens, and on along its own path; empty = ask. */
  ahead: Row[]
  draft: readonly number[]
  /** Probability that each draft token is accepted; empty = not known. */
  worth: readonly number[]
}

export class HttpVerifier implements Verifier {
  readonly id: string
  readonly tokenizer: Tokenizer
  readonly profile: ModelProfile
  readonly capabilities: Capabilities
  readonly protocol: Protocol
  readonly client: HttpClient
  /** Why better protocols are not used, by their names. */
  readonly refusals: Readonly<Record<string, string>>
  /** Questions put to the engine, and those whose scores could not be used, so that it had to decode plainly. */
  readonly asked = { questions: 0, unscored: 0 }
  readonly #model: ServedModel
  readonly #open = new Map<number, OpenSequence>()
  readonly #pace = new Pace()
  #nextId = 0

  constructor(id: string, client: HttpClient, model: ServedModel, protocol: Protocol, refusals: Readonly<Record<string, string>>) {
    this.id = id
    this.client = client
    this.protocol = protocol
    this.refusals = refusals
    this.#model = model
    this.tokenizer = model.tokenizer
    this.profile = model.profile
    const { maxTokens } = model.profile
    this.capabilities = { maxBatch: client.concurrency, lockstep: false, trees: false, maxDraftTokens: maxTokens, costModel: null }
  }

  async open(inputs: readonly VerifyInput[], signal: AbortSignal): Promise<Sequence[]> {
    throwIfAborted(signal)
    const images = await Promise.all(inputs.map(({ image, kind }) => encodeImage(image, this.#model.handedSize(image, kind))))
    return inputs.map(({ kind }, i) => {
      const id = this.#nextId++
      const image = images[i] as Reading['image']
      const [prompt, penalties] = [this.#model.prompt(kind), this.#model.penalties(kind)]
      const reading = { lane: this.client.pool.lane(), image, prompt, penalties, memory: {} }
      this.#open.set(id, { reading, committed: [], ahead: [], draft: [], worth: [] })
      return { id, ownDraft: null }
    })
  }

  verify(steps: readonly VerifyStep[], signal: AbortSignal): Promise<Verdict[]> {
    return Promise.all(steps.map(async ({ sequence, draft }) => {
      if (!isLinear(draft)) throw new RangeError('this verifier takes linear drafts only (capabilities.trees)')
      const open = this.#sequence(sequence)
      open.draft = Array.from(draft.ids)
      open.worth = Array.from(draft.worth ?? [])
      return this.#verdict(open, signal)
    }))
  }

  /** Only an answer to the end: beside a part of one, the drafter's guesses show what drafts are worth here. */
  known(sequence: Sequence): readonly number[] {
    const ids = this.#sequence(sequence).ahead.map((row) => row.ids[0])
    return this.profile.stopIds.includes(ids.at(-1) ?? UNKNOWN) ? ids.slice(0, -1) : []
  }

  commit(sequence: Sequence, path: readonly number[], next: number): void {
    const open = this.#sequence(sequence)
    for (const id of [...path.map((node) => open.draft[node] ?? UNKNOWN), next]) {
      open.committed.push(id)
      // Off the target's path what was known no longer holds.
      open.ahead = open.ahead[0]?.ids[0] === id ? open.ahead.slice(1) : []
    }
  }

  close({ id }: Sequence): void {
    this.#open.delete(id)
  }

  dispose(): Promise<void> {
    this.#open.clear()
    this.client.close()
    return Promise.resolve()
  }

  #sequence({ id }: Sequence): OpenSequence {
    const open = this.#open.get(id)
    if (open === undefined) throw new RangeError(`sequence ${id} is not open`)
    return open
  }

  async #verdict(open: OpenSequence, signal: AbortSignal): Promise<Verdict> {
    const { draft } = open
    const rows = new Array<Row | null>(draft.length + 1).fill(null)
    for (let i = 0; i <= draft.length; i++) {
      if (i >= open.ahead.length) await this.#ask(open, i, rows, signal)
      const row = open.ahead[i]
      if (row === undefined) throw new SpecparseError('VERIFIER_FAILED', 'the server decoded nothing', { retryable: true })
      rows[i] = row
      if (row.ids[0] !== draft[i] || this.profile.stopIds.includes(row.ids[0])) break
    }
    return asVerdict(rows, draft)
  }

  /** Learns what the target says after `known` rows that agree with the draft, and perhaps further on. */
  async #ask(open: OpenSequence, known: number, rows: (Row | null)[], signal: AbortSignal): Promise<void> {
    const prefix = [...open.committed, ...open.ahead.slice(0, known).map((row) => row.ids[0])]
    // What is known of the draft's beginning is certain; the rest is worth as much more.
    const certain = known === 0 ? 1 : open.worth[known - 1] ?? 1
    const worth = open.worth.slice(known).reduce((sum, value) => sum + value / Math.max(certain, value), 0)
    const isPlain = open.worth.length > 0 && this.#pace.prefersPlain(worth)
    const draft = isPlain ? [] : open.draft.slice(known)
    const { memory } = open.reading
    const trouble = [memory.repair, memory.retokenized]
    const [start, before] = [performance.now(), open.ahead.length]
    const answer = await this.protocol.ask({ reading: open.reading, prefix, draft, room: this.profile.maxTokens - prefix.length, signal })
    this.asked.questions++
    if (memory.repair !== trouble[0] || memory.retokenized !== trouble[1]) this.asked.unscored++
    if (answer.after === 'draft') answer.rows.forEach((row, j) => { rows[known + j] ??= row })
    for (const [j, row] of answer.rows.entries()) {
      if (row === null || answer.after === 'draft' && j > 0 && open.ahead[known + j - 1]?.ids[0] !== draft[j - 1]) break
      open.ahead.push(row)
    }
    this.#pace.observe(draft.length === 0 ? null : worth, open.ahead.length - before, performance.now() - start)
  }
}

/**
 * Rows that are not known (below the target's first disagreement, where nobody asked) have UNKNOWN tokens; a runner-up
 * that would lead there is hidden, so that a tolerant policy cannot follow it into the dark.
 */
function asVerdict(rows: readonly (Row | null)[], draft: readonly number[]): Verdict {
  const known = rows.map((row, i): Row => row === null ? { ids: [UNKNOWN, UNKNOWN], logprobs: [0, -Infinity] }
    : row.ids[1] === draft[i] && (rows[i + 1] ?? null) === null ? { ...row, ids: [row.ids[0], UNKNOWN] } : row)
  return {
    k: 2, ids: Int32Array.from(known.flatMap(({ ids }) => ids)), logprobs: Float32Array.from(known.flatMap(({ logprobs }) => logprobs)),
  }
}
