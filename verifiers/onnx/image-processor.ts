// Pixels as a model's vision encoder wants them: the image processors of @huggingface/transformers, an optional peer.
import { resolve } from 'node:path'
import type * as ort from 'onnxruntime-node'
import { SpecparseError } from '../../src/errors.ts'
import type { Raster } from '../../src/model/raster.ts'

/** What a processor made of one image: inputs of the vision encoder by name, and how it was cut. */
export interface ProcessedImage {
  readonly tensors: Readonly<Record<string, { readonly type: ort.Tensor.Type, readonly data: ort.Tensor['data'], readonly dims: readonly number[] }>>
  /** Rows and columns of tiles, 0 and 0 when the image was not cut; null for processors that never cut. */
  readonly tiles: { readonly rows: number, readonly columns: number } | null
}

export type ImageProcessor = (image: Raster) => Promise<ProcessedImage>

interface TransformersImageProcessor {
  (image: unknown, options: object): Promise<Record<string, unknown>>
  do_normalize?: boolean
  do_resize: boolean
  readonly config: { readonly do_resize?: boolean, readonly min_pixels?: number }
}

/** The part of @huggingface/transformers that is used here. */
export interface Transformers {
  readonly env: { allowRemoteModels: boolean, logLevel: number, readonly cacheDir: string, readonly remoteHost: string }
  readonly AutoImageProcessor: { from_pretrained(folder: string, options: object): Promise<TransformersImageProcessor> }
  readonly AutoTokenizer: { from_pretrained(folder: string, options: object): Promise<{ apply_chat_template(messages: unknown, options: object): string }> }
  readonly RawImage: new (data: Uint8Array, width: number, height: number, channels: number) => { rgb(): unknown }
}

/** Loads the optional peer. @throws SpecparseError MISSING_DEPENDENCY, with the command that installs it */
export async function loadTransformers(): Promise<Transformers> {
  // A variable, so that the compiler does not ask for a package that users need not have.
  const peer = '@huggingface/transformers'
  try {
    const loaded = await import(peer) as Transformers
    loaded.env.logLevel = 50 // LogLevel.NONE
    return loaded
  } catch (cause) {
    throw new SpecparseError('MISSING_DEPENDENCY', `models from Hugging Face need ${peer}: run ONNXRUNTIME_NODE_INSTALL=skip npm install ${peer}`, { cause })
  }
}

/** The processor that `preprocessor_config.json` of `folder` names. @throws SpecparseError VERIFIER_UNAVAILABLE, MISSING_DEPENDENCY */
export async function loadImageProcessor(folder: string, { AutoImageProcessor, RawImage }: Transformers): Promise<ImageProcessor> {
  const processor = await AutoImageProcessor.from_pretrained(resolve(folder), { local_files_only: true })
  // Left out of some config files, because they are Python's defaults; there they are not.
  processor.do_normalize ??= true
  if (processor.config.min_pixels !== undefined) processor.do_resize = processor.config.do_resize ?? true
  return async (image) => {
    const rgb = new RawImage(image.data, image.width, image.height, image.channels ?? 1).rgb()
    const { rows, cols, ...outputs } = await processor(rgb, { return_row_col_info: true })
    const tensors = Object.fromEntries(Object.entries(outputs).flatMap(([name, value]) => isTensor(value) ? [[name, value]] : []))
    return { tensors, tiles: rows === undefined ? null : { rows: firstOf(rows), columns: firstOf(cols) } }
  }
}

function isTensor(value: unknown): value is ProcessedImage['tensors'][string] {
  return typeof value === 'object' && value !== null && 'dims' in value && 'data' in value
}

/** The one number of a list in a list. */
function firstOf(value: unknown): number {
  return Array.isArray(value) ? firstOf(value[0]) : Number(value)
}
