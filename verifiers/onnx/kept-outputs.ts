// Memory that a graph writes its outputs into, run after run.
import * as ort from 'onnxruntime-node'
import { freeCopies } from './free-copies.ts'
import { KeptBuffer } from './kept-buffer.ts'

export class KeptOutputs {
  readonly #buffers = new Map<string, KeptBuffer>()

  /** Runs a graph; its float outputs `names`, of shape `dims` each, share memory with those of the run before, `others` have their own. */
  async run(
    session: ort.InferenceSession, feeds: ort.InferenceSession.FeedsType, names: readonly string[], dims: readonly number[], others: readonly string[],
  ): Promise<ort.InferenceSession.OnnxValueMapType> {
    const fetches = { ...this.#take(names, dims), ...Object.fromEntries(others.map((name) => [name, null])) }
    return freeCopies(await session.run(feeds, fetches), fetches)
  }

  #take(names: readonly string[], dims: readonly number[]): Record<string, ort.Tensor> {
    const size = dims.reduce((product, dim) => product * dim, 1)
    return Object.fromEntries(names.map((name) => {
      const buffer = this.#buffers.get(name) ?? new KeptBuffer()
      this.#buffers.set(name, buffer)
      return [name, new ort.Tensor('float32', buffer.take(size), dims)]
    }))
  }
}
