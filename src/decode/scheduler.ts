// The decode loop: propose, verify, accept, over the sequences of all pages in flight. A sequence that ends makes room
// for the next at once, and early pages go first, so that page 1 is finished first.
import { asSpecparseError } from '../errors.ts'
import type { DraftTree } from '../model/tokens.ts'
import type { ForwardSize, Sequence, Verifier } from '../seams/verifier.ts'
import { withinBudget } from './budget.ts'
import type { CostMeter } from './cost-meter.ts'
import { DecodeGroup } from './decode-group.ts'
import type { DecodeInput, DecodeRun } from './decode-input.ts'
import { type Decoded, Decoding, failedDecoding } from './decoding.ts'
import type { DrafterFactory } from './drafter.ts'

export interface SchedulerOptions {
  /** Who proposes; `plainDrafter` is the target alone, one token per forward: the baseline and the oracle. */
  readonly drafter: DrafterFactory
  /** Sequences decoded at a time; at most the verifier's maxBatch, which is the default. */
  readonly batch?: number
  /** 1 (default) = exact; below it, see `accept`. */
  readonly tolerance?: number
  /** Learns what forwards cost, where the verifier does not say; without either, drafts are verified whole. */
  readonly meter?: CostMeter
}

interface Job {
  readonly group: DecodeGroup
  readonly index: number
  readonly input: DecodeInput
}

interface Active extends Job {
  readonly decoding: Decoding
}

/** Sequences that step together. */
interface Lane {
  readonly index: number
  active: Active[]
  running: boolean
}

export class Scheduler {
  readonly verifier: Verifier
  readonly #options: SchedulerOptions
  readonly #slots: number
  readonly #lanes: readonly Lane[]
  #waiting: Job[] = []
  /** Of those that step alone. */
  #running = 0
  /** Pictures opened so far. */
  readonly #opened = { pixels: 0, milliseconds: 0 }

  constructor(verifier: Verifier, options: SchedulerOptions) {
    this.verifier = verifier
    this.#options = options
    const { maxBatch, lanes = 1 } = verifier.capabilities
    this.#slots = Math.min(options.batch ?? Infinity, maxBatch)
    this.#lanes = Array.from({ length: Math.min(lanes, this.#slots) }, (_, index) => ({ index, active: [], running: false }))
  }

  /**
   * Decodes every input with the target. The tokens are those of plain decoding, whatever the drafts say.
   * `priority`: lower goes first, such as the page number.
   * @throws SpecparseError VERIFIER_FAILED, ABORTED; open sequences are closed first
   */
  run(inputs: readonly DecodeInput[], { priority = 0, signal }: { readonly priority?: number, readonly signal: AbortSignal }): Promise<DecodeRun> {
    const group = new DecodeGroup(inputs, priority, signal)
    const { lockstep } = this.verifier.capabilities
    this.#waiting = [...this.#waiting, ...inputs.map((input, index): Job => ({ group, index, input }))]
      .sort((a, b) => a.group.priority - b.group.priority || (lockstep ? aspect(b.input) - aspect(a.input) : 0))
    if (!lockstep) this.#startAlone()
    else for (const lane of this.#lanes.filter(({ running }) => !running)) void this.#stepTogether(lane)
    return group.done
  }

  /** What things cost, milliseconds: one step of one sequence, and opening a picture (null = none has been opened). */
  get costs(): { step(): number, open(pixels: number): number | null } {
    const cost = this.verifier.capabilities.costModel ?? this.#options.meter?.estimate
    const { pixels, milliseconds } = this.#opened
    return { step: () => cost?.({ rows: 1, tokens: 1, width: 1, context: 0 }) ?? 0, open: (wanted) => pixels === 0 ? null : milliseconds * wanted / pixels }
  }

  /** Lockstep: all open sequences of a lane share every forward. */
  async #stepTogether(lane: Lane): Promise<void> {
    lane.running = true
    const slots = Math.ceil(this.#slots / this.#lanes.length)
    while (this.#waiting.length > 0 || lane.active.length > 0) {
      this.#dropFailed(lane)
      // A few at a time: images encode faster together than one by one.
      if (this.#waiting.length > 0 && lane.active.length <= slots * 0.75) await this.#admit(lane, slots - lane.active.length)
      if (lane.active.length > 0) await this.#forward(lane)
    }
    lane.running = false
  }

  #dropFailed(lane: Lane): void {
    const isFailed = ({ group }: Job): boolean => group.error !== null
    const failed = [...lane.active.filter(isFailed), ...this.#waiting.filter(isFailed)]
    for (const { decoding } of lane.active.filter(isFailed)) this.verifier.close(decoding.sequence)
    lane.active = lane.active.filter((job) => !failed.includes(job))
    this.#waiting = this.#waiting.filter((job) => !failed.includes(job))
    for (const { group, index } of failed) group.end(index, null)
  }

  /** Opens waiting sequences, as far as there is room; lanes that have not started yet get as many. */
  async #admit(lane: Lane, room: number): Promise<void> {
    const starting = this.#lanes.filter(({ running }) => !running).length
    const jobs = this.#waiting.splice(0, Math.min(room, Math.ceil(this.#waiting.length / (1 + starting))))
    try {
      const decodings = await this.#open(jobs, lane.index)
      lane.active.push(...jobs.map((job, i): Active => ({ ...job, decoding: decodings[i] as Decoding })))
    } catch (thrown) {
      for (const { group, index } of jobs) {
        group.fail(thrown)
        group.end(index, null)
      }
    }
  }

  /** One forward over all active sequences of a lane. */
  async #forward(lane: Lane): Promise<void> {
    const { active } = lane
    try {
      const results = await this.#verify(active)
      lane.active = active.filter(({ decoding, group, index }, i) => {
        const result = results[i] ?? null
        if (result === null) return true
        this.verifier.close(decoding.sequence)
        group.end(index, result)
        return false
      })
    } catch (thrown) {
      for (const { group } of active) group.fail(thrown)
    }
  }

  /** A server: every sequence steps at its own pace, and one that fails fails alone. */
  #startAlone(): void {
    while (this.#running < this.#slots) {
      const job = this.#waiting.shift()
      if (job === undefined) return
      this.#running++
      void this.#alone(job).then((decoded) => {
        this.#running--
        job.group.end(job.index, decoded)
        this.#startAlone()
      })
    }
  }

  async #alone(job: Job): Promise<Decoded | null> {
    let decoding: Decoding | undefined
    try {
      if (job.group.error !== null) return null
      const opened = await this.#open([job])
      decoding = opened[0] as Decoding
      for (let result: Decoded | null | undefined; ;) {
        [result] = await this.#verify([{ ...job, decoding }])
        if (result !== undefined && result !== null) return result
      }
    } catch (thrown) {
      if (job.group.error !== null) return null
      const error = asSpecparseError(thrown, 'VERIFIER_FAILED')
      return decoding?.fail(error) ?? failedDecoding(error)
    } finally {
      if (decoding !== undefined) this.verifier.close(decoding.sequence)
    }
  }

  /** Opens sequences, each with the drafts there are: the caller's, and one that the target's encoder gave for nothing. */
  async #open(jobs: readonly Job[], lane?: number): Promise<Decoding[]> {
    const { drafter, tolerance } = this.#options
    const start = performance.now()
    const sequences = await timed('encode', jobs, (signal) => this.verifier.open(jobs.map(({ input }) => input.input), signal, lane))
    this.#opened.milliseconds += performance.now() - start
    for (const { input: { input: { image } } } of jobs) this.#opened.pixels += image.width * image.height
    return jobs.map(({ input: { draft, more = [] } }, i) => {
      const sequence = sequences[i] as Sequence
      const drafts = [draft, sequence.ownDraft].filter((one) => one !== null).sort((a, b) => b.confidence - a.confidence)
      return new Decoding(this.verifier, sequence, drafter([...drafts.map(({ text }) => text), ...more], this.verifier.tokenizer, drafts[0]?.confidence), more, tolerance)
    })
  }

  /** One forward: proposals within the budget, the target's verdicts, what became of each sequence (null = it goes on). */
  async #verify(active: readonly Active[]): Promise<(Decoded | null)[]> {
    const { capabilities: { costModel, skipsPadding = false } } = this.verifier
    const { meter } = this.#options
    const [rows, context] = [active.length, Math.max(...active.map(({ decoding }) => decoding.context))]
    const size = (tokens: number, width: number): ForwardSize => ({ rows, tokens: skipsPadding ? tokens : rows * width, width, context })
    const proposed = active.map(({ decoding }) => decoding.propose())
    const cost = costModel ?? meter?.estimate
    const drafts = cost === undefined ? proposed : withinBudget(proposed, (tokens, width) => cost(size(tokens, width)))
    const steps = active.map(({ decoding: { sequence } }, i) => ({ sequence, draft: drafts[i] as DraftTree }))
    const start = performance.now()
    active[0]?.group.countForward()
    const verdicts = await timed('verify', active, (signal) => this.verifier.verify(steps, signal))
    const widths = drafts.map(({ ids }) => 1 + ids.length)
    const spent = performance.now() - start
    if (active.some(({ decoding }) => decoding.isDrafted)) meter?.observe(size(widths.reduce((sum, width) => sum + width, 0), Math.max(...widths)), spent)
    return active.map(({ decoding }, i) => {
      const verdict = verdicts[i]
      if (verdict === undefined) throw new RangeError('the verifier returned too few verdicts')
      return decoding.take(drafts[i] as DraftTree, verdict)
    })
  }
}

/** Inputs of like shape share a forward with the least padding. */
const aspect = ({ input: { image: { width, height } } }: DecodeInput): number => width / height

const NEVER = new AbortController().signal

/** Counts a call's time for the groups in it; one that several callers share goes on when one of them leaves. */
async function timed<T>(what: 'encode' | 'verify', jobs: readonly Job[], call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const groups = [...new Set(jobs.map(({ group }) => group))]
  const signals = [...new Set(groups.map(({ signal }) => signal))]
  return groups.reduce((work, group) => () => group.clocks[what].time(work), () => call(signals.length === 1 ? signals[0] ?? NEVER : NEVER))()
}
