// `replay`: how many tokens per forward would each way of drafting give, if a target had said what real engines said on
// real pages? The target's outputs are recordings, so every figure is labelled replay. Tokens are cl100k_base's.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from 'gpt-tokenizer/encoding/cl100k_base'
import { alignedDrafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree-drafter.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { Tokenizer } from '../../src/seams/verifier.ts'
import { createReplayVerifier } from '../../verifiers/replay/replay-verifier.ts'
import { BenchError } from '../bench-error.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { hsdCode, hsdPaper } from '../drafters/hsd.ts'
import { copyOracle } from '../drafters/oracle.ts'
import { promptLookup } from '../drafters/prompt-lookup.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { countOption, requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

/** Pairs of the trace folder, draft -> target, where --traces has no pairs of its own. */
const KNOWN_PAIRS: readonly (readonly [name: string, draft: string, target: string])[] = [
  ['pymupdf4llm -> docling', 'dpbench/pymupdf4llm', 'dpbench/docling'],
  ['pymupdf4llm -> human', 'dpbench/pymupdf4llm', 'dpbench/human'],
  ['docling -> marker', 'dpbench/docling', 'dpbench/marker'],
  ['MinerU pipeline -> MinerU VLM', 'mineru/pipeline', 'mineru/vlm'],
]

const METHODS: Readonly<Record<string, () => DrafterFactory>> = {
  plain: () => plainDrafter, pld: () => promptLookup, hsdPaper: () => hsdPaper, hsdCode: () => hsdCode,
  aligned: () => alignedDrafter, ours: createTreeDrafter,
}

/** No token of cl100k_base has this id. */
const STOP = 200_000

const tokenizer: Tokenizer = {
  vocabularySize: STOP + 1,
  // Text that looks like a special token is text.
  encode: (text) => Int32Array.from(encode(text, { disallowedSpecial: new Set() })),
  decode: (ids) => decode(Array.from(ids).filter((id) => id !== STOP)),
}

interface Pair {
  readonly name: string
  readonly files: readonly string[]
  readonly pages: readonly { readonly draft: string, readonly target: Int32Array }[]
}

export const benchmark: Benchmark = {
  options: {
    traces: { type: 'string', default: '../shared/data/traces' }, budget: { type: 'string', default: '64' }, pages: { type: 'string', default: '10' },
  },
  async run(options) {
    const budget = countOption(options, 'budget') ?? 64
    const pairs = readPairs(requiredOption(options, 'traces'), countOption(options, 'pages') ?? 10)
    const rates = new Map<string, Record<string, number>>()
    for (const pair of pairs) {
      const row: Record<string, number> = {}
      for (const [name, create] of Object.entries(METHODS)) row[name] = await tokensPerForward(pair, create(), budget)
      row['copyOracle'] = copyOracle(pair.pages.map(({ draft, target }) => ({ draft: tokenizer.encode(draft), target })), budget)
      rates.set(pair.name, row)
      say(`${pair.name}: ${pair.pages.length} pages`)
    }
    const names = [...Object.keys(METHODS), 'copyOracle']
    const geomean = Object.fromEntries(names.map((name) => [name, geometricMean([...rates.values()].map((row) => row[name] ?? 0))]))
    say(markdownTable(['tokens per forward (replay)', ...names],
      [...rates, ['geometric mean', geomean] as const].map(([pair, row]) => [pair, ...names.map((name) => figure(row[name] ?? 0, 2))])))
    return { label: 'replay', budget, pairs: Object.fromEntries(rates), geomean, dataHash: await hashFiles(pairs.flatMap(({ files }) => files)) }
  },
}

async function tokensPerForward({ pages }: Pair, drafter: DrafterFactory, budget: number): Promise<number> {
  const inputs = pages.map(({ draft, target }) => ({
    input: { image: { width: 1, height: 1, dpi: 72, data: new Uint8Array(1) }, kind: null }, draft: { text: draft, confidence: 1 }, target,
  }))
  const targets = new Map<Raster, Int32Array>(inputs.map(({ input, target }) => [input.image, target]))
  const verifier = createReplayVerifier({
    tokenizer, stopId: STOP, recorded: ({ image }) => targets.get(image) ?? new Int32Array(0), maxBatch: 1, budget, costModel: null,
  })
  const { decoded, stats } = await speculate(verifier, inputs, { drafter, signal: new AbortController().signal })
  decoded.forEach(({ ids }, i) => {
    if (!ids.slice(0, -1).every((id, at) => id === inputs[i]?.target[at])) throw new BenchError('the output is not the recorded one')
  })
  return stats.tokens / stats.forwards
}

function readPairs(root: string, limit: number): Pair[] {
  if (!existsSync(root)) throw new BenchError(`--traces ${root}: there is no such folder`, 2)
  const own = readdirSync(root).filter((name) => existsSync(join(root, name, 'draft')) && existsSync(join(root, name, 'target')))
    .map((name) => [name, `${name}/draft`, `${name}/target`] as const)
  const pairs = (own.length > 0 ? own : KNOWN_PAIRS).filter(([, draft, target]) => existsSync(join(root, draft)) && existsSync(join(root, target)))
  if (pairs.length === 0) throw new BenchError(`--traces ${root}: no folder in it has draft/*.md and target/*.md`, 2)
  return pairs.map(([name, draft, target]) => {
    const drafts = new Set(readdirSync(join(root, draft)))
    const names = readdirSync(join(root, target)).filter((file) => file.endsWith('.md') && drafts.has(file)).sort().slice(0, limit)
    const read = (folder: string, file: string): string => readFileSync(join(root, folder, file), 'utf8')
    return {
      name, files: names.flatMap((file) => [join(root, draft, file), join(root, target, file)]),
      pages: names.map((file) => ({ draft: read(draft, file), target: tokenizer.encode(read(target, file)) })),
    }
  })
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}
