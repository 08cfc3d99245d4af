// `specparse doctor`: can a verifier be used, by which route, and what does verifying gain over plain decoding?
import { Command, CommanderError } from 'commander'
import sharp from 'sharp'
import { adviceFor, findVerifier } from '../../verifiers/index.ts'
import { type Options, resolveConfig } from '../config.ts'
import type { DecodeRun } from '../decode/decode-input.ts'
import { createAlignedDrafter, type DrafterFactory, plainDrafter } from '../decode/drafter.ts'
import { speculate } from '../decode/speculate.ts'
import { SpecparseError } from '../errors.ts'
import type { Raster } from '../model/raster.ts'
import { packageFolder } from '../package-folder.ts'
import type { Verifier, VerifyInput } from '../seams/verifier.ts'

/** The page that is read, and the line of it that readers of lines get: share of the page from its top-left corner. */
const SAMPLE = { file: 'samples/scanned-letter.png', dpi: 150, line: { left: 0.06, top: 0.277, width: 0.3, height: 0.0165 } }

/** Prints what was found and returns 0. @throws SpecparseError with the code that says why the verifier cannot be used */
export async function doctor(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(argv)
  if (options === null) return 0
  const verifier = await findVerifier(resolveConfig(options)).load(signal)
  try {
    const input = await sampleInput(verifier)
    const plain = await decode(verifier, input, '', plainDrafter, signal)
    const again = await decode(verifier, input, plain.text, createAlignedDrafter(), signal)
    const advice = await adviceFor(verifier, signal)
    process.stdout.write(report(verifier, plain, again))
    for (const sentence of advice) process.stdout.write(`advice: ${sentence}\n`)
    return 0
  } finally {
    await verifier.dispose()
  }
}

/** null when --help has answered. @throws SpecparseError CONFIG_INVALID */
function readOptions(argv: readonly string[]): Options | null {
  const command = new Command('specparse doctor').exitOverride().configureOutput({ writeErr: () => undefined })
    .description('Reads a page of our own with a verifier, plainly and with a draft, and says what was found.')
    .option('--verifier <verifier>', 'nano, onnx:DIR, hub:OWNER/NAME, or a server: vllm:URL, sglang:URL, openai:URL, segments:URL', 'nano')
    .option('--model <name>', 'model at the server, when it serves several')
    .option('--tokenizer <folder>', 'folder with the served model\'s tokenizer.json')
  try {
    command.parse(argv, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return null
    throw new SpecparseError('CONFIG_INVALID', thrown.message.replace(/^error: /, '').replace(/\n/g, ' '), { cause: thrown })
  }
  return command.opts<Options>()
}

async function sampleInput({ profile }: Verifier): Promise<VerifyInput> {
  const picture = sharp(packageFolder(SAMPLE.file)).greyscale()
  const { width, height } = await picture.metadata()
  const { line } = SAMPLE
  const part = profile.unit !== 'line' ? picture : picture.extract({
    left: Math.round(line.left * width), top: Math.round(line.top * height),
    width: Math.round(line.width * width), height: Math.round(line.height * height),
  })
  const { data, info } = await part.raw().toBuffer({ resolveWithObject: true })
  const image: Raster = { width: info.width, height: info.height, dpi: SAMPLE.dpi, data: new Uint8Array(data) }
  return { image, kind: profile.unit === 'region' ? 'text' : null }
}

interface Reading {
  readonly run: DecodeRun
  readonly text: string
  /** Wall clock, opening included. */
  readonly seconds: number
}

async function decode(
  verifier: Verifier, input: VerifyInput, draft: string, drafter: DrafterFactory, signal: AbortSignal,
): Promise<Reading> {
  const start = performance.now()
  const run = await speculate(verifier, [{ input, draft: { text: draft, confidence: 2 } }], { drafter, batch: 1, signal })
  const [decoded] = run.decoded
  if (decoded?.error) throw decoded.error
  return { run, text: decoded?.text ?? '', seconds: (performance.now() - start) / 1000 }
}

function report(verifier: Verifier, plain: Reading, again: Reading): string {
  const route = 'protocol' in verifier ? (verifier.protocol as { readonly name: string }).name : 'in process'
  const [a, b] = [plain.run.decoded[0], again.run.decoded[0]]
  const differs = (a?.ids ?? []).findIndex((id, i) => id !== b?.ids[i])
  const identical = differs === -1 && a?.ids.length === b?.ids.length
  const rows: readonly (readonly [string, string])[] = [
    ['verifier', verifier.id],
    ['route', route],
    ['reads', `${verifier.profile.unit}s, in ${verifier.profile.format?.id ?? 'plain text'}`],
    ['output of the sample', `${a?.ids.length ?? 0} tokens: ${JSON.stringify(plain.text.slice(0, 60))}`],
    ['plain decoding', `${plain.seconds.toFixed(2)} s, ${plain.run.stats.steps} steps`],
    ['verified, its own output as draft',
      `${again.seconds.toFixed(2)} s, ${again.run.stats.steps} steps: ${(plain.seconds / again.seconds).toFixed(1)}x at best`],
    ['the same output', identical ? 'yes'
      : `NO: differs at token ${differs}, where the best two are ${(a?.margins[differs] ?? 0).toFixed(3)} nat apart`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
