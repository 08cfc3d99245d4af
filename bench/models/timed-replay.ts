// A recording's decisions in a real model's time: every forward is run by the model, with its cache, batches and widths;
// what it says is replaced by what the recording says. Figures from it are times, and labelled `replay`.
import { linearTree } from '../../src/model/tokens.ts'
import type { Sequence, Verifier, VerifyInput } from '../../src/seams/verifier.ts'

/** Tokens of a history that a sequence reads per forward. */
const CHUNK = 256

export interface TimedReplayOptions {
  readonly model: Verifier
  readonly recording: Verifier
  /** Ids of the recording are taken modulo this: which tokens a forward has makes no difference to its time. */
  readonly vocabularySize: number
  /** Tokens that a sequence has already emitted when it is opened. */
  readonly history: (input: VerifyInput) => Int32Array
}

/** A verifier for one recording; `model` stays open when it is disposed of. */
export function createTimedReplay({ model, recording, vocabularySize, history }: TimedReplayOptions): Verifier {
  const twins = new Map<number, Sequence>()
  const twin = ({ id }: Sequence): Sequence => {
    const found = twins.get(id)
    if (found === undefined) throw new RangeError(`sequence ${id} is not open`)
    return found
  }
  const known = (ids: Int32Array): Int32Array => ids.map((id) => id % vocabularySize)
  const read = async (histories: readonly (readonly [Sequence, Int32Array])[], signal: AbortSignal): Promise<void> => {
    for (let start = 0; histories.some(([, ids]) => start < ids.length); start += CHUNK) {
      const chunks = histories.filter(([, ids]) => start < ids.length).map(([sequence, ids]) => ({ sequence, ids: ids.subarray(start, start + CHUNK) }))
      await model.verify(chunks.map(({ sequence, ids }) => ({ sequence, draft: linearTree(ids.subarray(0, -1)) })), signal)
      for (const { sequence, ids } of chunks) model.commit(sequence, Array.from(ids.subarray(0, -1), (_, node) => node), ids.at(-1) ?? 0)
    }
  }
  return {
    ...recording,
    id: `${model.id}, replay`,
    capabilities: { ...recording.capabilities, maxBatch: model.capabilities.maxBatch, skipsPadding: model.capabilities.skipsPadding ?? false },
    async open(inputs, signal) {
      const [sequences, opened] = [await recording.open(inputs, signal), await model.open(inputs, signal)]
      sequences.forEach(({ id }, i) => { twins.set(id, opened[i] as Sequence) })
      await read(inputs.map((input, i) => [opened[i] as Sequence, known(history(input))]), signal)
      return sequences.map((sequence, i) => ({
        ...sequence, promptTokens: (opened[i]?.promptTokens ?? 0) + history(inputs[i] as VerifyInput).length,
      }))
    },
    async verify(steps, signal) {
      await model.verify(steps.map(({ sequence, draft: { ids, parents } }) => ({ sequence: twin(sequence), draft: { ids: known(ids), parents } })), signal)
      return recording.verify(steps, signal)
    },
    commit(sequence, path, next) {
      model.commit(twin(sequence), path, next % vocabularySize)
      recording.commit(sequence, path, next)
    },
    close(sequence) {
      model.close(twin(sequence))
      twins.delete(sequence.id)
      recording.close(sequence)
    },
  }
}
