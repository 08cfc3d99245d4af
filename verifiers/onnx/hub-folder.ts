// A model from the Hugging Face hub: fetched once into the cache of @huggingface/transformers, which is a model folder.
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { z } from 'zod'
import { SpecparseError } from '../../src/errors.ts'
import { makeFolder } from '../../src/make-folder.ts'
import { type Dtype, graphFile, GRAPHS } from './export-folder.ts'
import { loadTransformers } from './image-processor.ts'

const CONFIG_FILES = [
  'config.json', 'generation_config.json', 'preprocessor_config.json', 'processor_config.json', 'tokenizer.json', 'tokenizer_config.json',
  'chat_template.jinja',
]

/** Milliseconds that the hub may take to say which files a model has. */
const LIST_TIMEOUT = 30_000

const listSchema = z.object({ siblings: z.array(z.object({ rfilename: z.string() })) })

export interface HubOptions {
  readonly dtype: Dtype
  /** Use only what is in the cache. */
  readonly offline: boolean
}

/**
 * The folder of `OWNER/NAME`, with what was missing fetched. HF_ENDPOINT names another hub, HF_TOKEN opens gated models.
 * @throws SpecparseError MISSING_DEPENDENCY, CONFIG_INVALID, VERIFIER_UNAVAILABLE
 */
export async function hubFolder(model: string, { dtype, offline }: HubOptions): Promise<string> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(model) || model.includes('..')) {
    throw new SpecparseError('CONFIG_INVALID', `'${model}' is not a model of the hub: expected OWNER/NAME`)
  }
  const { env } = await loadTransformers()
  const folder = join(env.cacheDir, model)
  if (offline) {
    if (existsSync(join(folder, 'config.json'))) return folder
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${model} is not in the cache ${env.cacheDir}: run once without offline, or copy it there`)
  }
  const host = process.env['HF_ENDPOINT'] ?? env.remoteHost
  const answer = await request(new URL(`api/models/${model}`, withSlash(host)), model, AbortSignal.timeout(LIST_TIMEOUT))
  const list = listSchema.safeParse(await answer.json().catch(() => null))
  if (!list.success) throw new SpecparseError('VERIFIER_UNAVAILABLE', `the hub at ${host} does not say which files ${model} has`)
  for (const file of wanted(list.data.siblings.map(({ rfilename }) => rfilename), dtype)) {
    const target = join(folder, file)
    if (!existsSync(target)) await download(new URL(`${model}/resolve/main/${file}`, withSlash(host)), target, model)
  }
  return folder
}

/** Config files, the graphs in the wanted precision or else in full, and the weights that lie beside them. */
function wanted(files: readonly string[], dtype: Dtype): string[] {
  const graphs = GRAPHS.flatMap((name) => [graphFile(name, dtype), graphFile(name, 'fp32')].filter((file) => files.includes(file)).slice(0, 1))
  const isPart = (file: string): boolean => graphs.some((graph) => file.startsWith(graph) && /^(_data(_\d+)?)?$/.test(file.slice(graph.length)))
  return files.filter((file) => CONFIG_FILES.includes(file) || isPart(file))
}

/** A file appears in the cache only when it is whole. */
async function download(url: URL, target: string, model: string): Promise<void> {
  const { body } = await request(url, model)
  const partial = `${target}.${process.pid}.part`
  await makeFolder(dirname(target))
  try {
    await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(partial))
    await rename(partial, target)
  } catch (cause) {
    await rm(partial, { force: true })
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${url.href} could not be fetched`, { cause, retryable: true })
  }
}

async function request(url: URL, model: string, signal?: AbortSignal): Promise<Response> {
  const token = process.env['HF_TOKEN']
  let response: Response
  try {
    response = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, ...signal === undefined ? {} : { signal } })
  } catch (cause) {
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `the hub at ${url.origin} cannot be reached for ${model}`, { cause, retryable: true })
  }
  if (response.ok && response.body !== null) return response
  throw new SpecparseError('VERIFIER_UNAVAILABLE', `${url.href}: ${response.status} ${response.statusText}`, { retryable: response.status >= 500 })
}

const withSlash = (host: string): string => host.endsWith('/') ? host : `${host}/`
