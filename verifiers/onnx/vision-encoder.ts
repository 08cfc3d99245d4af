// An image through a public export's vision encoder.
import * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'
import { type Embeddings, floats, numbers } from './decoder-graph.ts'
import type { ImageProcessor } from './image-processor.ts'
import type { ImageLayout } from './prompt-layout.ts'
import { loadSession } from './session.ts'

/** Inputs that some exports name otherwise than the processor does. */
const PROCESSOR_NAMES: Readonly<Record<string, string>> = { grid_thw: 'image_grid_thw' }

export interface EncodedImage {
  /** `[tokens, size]` */
  readonly features: Embeddings
  readonly layout: ImageLayout
}

export class VisionEncoder {
  readonly #session: ort.InferenceSession
  readonly #process: ImageProcessor
  /** Side of the squares of patches that become one feature. */
  readonly #merge: number

  private constructor(session: ort.InferenceSession, process: ImageProcessor, merge: number) {
    this.#session = session
    this.#process = process
    this.#merge = merge
  }

  static async load(file: string, { process, merge, threads }: { process: ImageProcessor, merge: number, threads: number }): Promise<VisionEncoder> {
    return new VisionEncoder(await loadSession(file, threads), process, merge)
  }

  async encode(image: Raster): Promise<EncodedImage> {
    const { tensors, tiles } = await this.#process(image)
    const feeds = Object.fromEntries(this.#session.inputMetadata.map(({ name, ...input }) => {
      const tensor = tensors[name] ?? tensors[PROCESSOR_NAMES[name] ?? '']
      if (tensor === undefined) throw new SpecparseError('VERIFIER_UNAVAILABLE', `the vision encoder wants ${name}, which the image processor does not give`)
      const { type, data, dims } = tensor
      return [name, type === 'float32' && input.isTensor ? numbers(input.type, data as Float32Array, dims) : new ort.Tensor(type, data as never, dims)]
    }))
    const output = (await this.#session.run(feeds))[this.#session.outputNames[0] ?? '']
    if (output === undefined) throw new RangeError('the vision encoder returned nothing')
    const size = output.dims.at(-1) ?? 0
    const features = { size, data: floats(output) }
    const grid = tensors['image_grid_thw']?.data
    return {
      features,
      layout: {
        features: features.data.length / size, tiles,
        grid: grid instanceof BigInt64Array ? { rows: Number(grid[1]) / this.#merge, columns: Number(grid[2]) / this.#merge } : null,
      },
    }
  }
}
