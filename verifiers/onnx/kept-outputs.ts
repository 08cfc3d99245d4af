// Memory that a graph writes its outputs into, run after run: buffers made anew for each would keep the garbage collector busy.
import * as ort from 'onnxruntime-node'

export class KeptOutputs {
  readonly #buffers = new Map<string, Float32Array>()

  /** Float tensors of shape `dims` for a run to fill; they share memory with those of the call before. */
  take(names: readonly string[], dims: readonly number[]): Record<string, ort.Tensor> {
    const size = dims.reduce((product, dim) => product * dim, 1)
    return Object.fromEntries(names.map((name) => {
      const kept = this.#buffers.get(name)
      const buffer = kept !== undefined && kept.length >= size ? kept : new Float32Array(size)
      this.#buffers.set(name, buffer)
      return [name, new ort.Tensor('float32', buffer.subarray(0, size), dims)]
    }))
  }
}
