// Text decoders with random weights, for measuring what does not depend on what a model has learnt: time and exactness.
// Their graphs are committed (training/text_decoder.py); the weights are drawn here, into a cache folder.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { say } from '../benchmark.ts'
import { ROOT } from '../built.ts'

/** m13: 13M parameters; m135: SmolLM2-135M's shape, 538 MB. */
export type RandomDecoderName = 'm13' | 'm135'

/** Weights written at a time. */
const CHUNK = 2 ** 22
const SEED = 20_261_122
/** Printable ASCII, and then CJK Unified Ideographs Extension B. */
const ASCII = 95
const IDEOGRAPHS = 0x20000

const configSchema = z.object({
  vocabSize: z.int().positive(),
  weights: z.object({ file: z.string(), count: z.int().positive(), deviation: z.number().positive() }),
})

/** Where weights are kept unless `--cache` says otherwise: the system's place for files that can be made again. */
export const DEFAULT_CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'), 'specparse')

/** The model's folder for the ONNX verifier; made on first use and reused. Every token of it is one character. */
export async function randomDecoder(name: RandomDecoderName, cache: string): Promise<string> {
  const source = fileURLToPath(new URL(`bench/models/${name}`, ROOT))
  const files = ['config.json', 'onnx/decoder_model_merged.onnx'].map((file) => [join(source, file), file] as const)
  const { weights, vocabSize } = configSchema.parse(JSON.parse(readFileSync(join(source, 'config.json'), 'utf8')))
  // A changed graph gets a folder of its own.
  const hash = createHash('sha256')
  for (const [path] of files) hash.update(readFileSync(path))
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 8)}`)
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  for (const [path, file] of files) copyFileSync(path, join(folder, file))
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(characterTokenizer(vocabSize)))
  writeFileSync(join(folder, 'tokenizer_config.json'), '{}')
  const target = join(folder, 'onnx', weights.file)
  if (!existsSync(target) || statSync(target).size !== 4 * weights.count) {
    const start = performance.now()
    await drawWeights(`${target}.${process.pid}`, weights.count, weights.deviation)
    renameSync(`${target}.${process.pid}`, target)
    say(`${name}: ${Math.round(4 * weights.count / 1e6)} MB of random weights in ${folder}, ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  return folder
}

/** Uniform numbers with mean 0; Marsaglia's xorshift with 32 bits. */
async function drawWeights(path: string, count: number, deviation: number): Promise<void> {
  const file = await open(path, 'w')
  // of a uniform distribution that is 1 wide
  const scale = deviation * Math.sqrt(12) / 2 ** 32
  let state = SEED
  for (let written = 0; written < count; written += CHUNK) {
    const chunk = new Float32Array(Math.min(CHUNK, count - written))
    for (let i = 0; i < chunk.length; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      chunk[i] = state * scale
    }
    await file.write(chunk)
  }
  await file.close()
}

/** Byte pair encoding without pairs: what the model says is a text that encodes to the same tokens. */
function characterTokenizer(size: number): unknown {
  const vocab = Object.fromEntries(Array.from({ length: size }, (_, id) => [String.fromCodePoint(id < ASCII ? 32 + id : IDEOGRAPHS + id), id]))
  return {
    version: '1.0', added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: { type: 'Fuse' },
    model: { type: 'BPE', vocab, merges: [] },
  }
}
