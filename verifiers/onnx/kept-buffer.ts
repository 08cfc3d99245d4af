// Memory that is used again and again: large arrays made anew for every page keep the garbage collector busy, on the cores that forwards need.

export class KeptBuffer {
  #memory = new Float32Array(0)

  /** The first `size` numbers, whatever they are; they share memory with those of the call before. */
  take(size: number): Float32Array {
    if (size > this.#memory.length) this.#memory = new Float32Array(size)
    return this.#memory.subarray(0, size)
  }
}
