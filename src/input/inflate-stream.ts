// DecompressionStream for pdf.js, which opens one for every stream of a PDF: at once and without the machinery of web
// streams, which costs a millisecond each.
import { inflateSync } from 'node:zlib'

export class InflateStream {
  readonly #output: Uint8Array[] = []
  #failure: unknown = null

  /** @throws TypeError for anything but deflate: pdf.js then uses its own decoder, as it does when the data is broken */
  constructor(format: string) {
    if (format !== 'deflate') throw new TypeError(`no decoder for ${format}`)
  }

  readonly writable = {
    getWriter: () => ({ ready: Promise.resolve(), write: async (bytes: Uint8Array) => this.#write(bytes), close: () => Promise.resolve() }),
  }

  readonly readable = {
    [Symbol.asyncIterator]: () => this.#read(),
  }

  #write(bytes: Uint8Array): void {
    try {
      this.#output.push(inflateSync(bytes))
    } catch (error) {
      this.#failure = error
    }
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    if (this.#failure !== null) throw this.#failure
    yield* this.#output
  }
}
