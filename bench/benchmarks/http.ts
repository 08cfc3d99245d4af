// `http`: what verifying over HTTP costs and survives. The conformance server is started here; its toy model recites what
// real engines wrote on real pages, so requests and tokens are those of real outputs; its times are made up.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from 'gpt-tokenizer/encoding/cl100k_base'
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import type { Decoded } from '../../src/decode/decoding.ts'
import { type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import { createParser } from '../../src/parser.ts'
import { BenchError } from '../bench-error.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { untilInterrupted } from '../compare/interrupt.ts'
import { type Dialect, DIALECTS, startEngine } from '../engine/engine-server.ts'
import { survive } from '../engine/survival.ts'
import { reciter, withSpecials } from '../engine/toy-language.ts'
import { numberedPicture, servedToy, toyHttpVerifier } from '../engine/toy-verifier.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

/** Recorded outputs beside the drafts of another tool, in the folder of --traces. */
const TRACES = { draft: 'mineru/pipeline', target: 'mineru/vlm' }
/**
 * What the toy's answers take, milliseconds: of the order of a 3B model on a GPU, so that the verifier's choice between scoring a
 * draft and decoding plainly has something to weigh. Seconds in the result are those of this made-up engine.
 */
const ENGINE = { request: 15, decoded: 6, computed: 0.15 }
/** Longer than any recorded page, tokens. */
const MAX_TOKENS = 20_000

const tokenizer = withSpecials({
  vocabularySize: 100_256,
  encode: (text) => Int32Array.from(encode(text, { disallowedSpecial: new Set() })),
  decode: (ids) => decode(Array.from(ids)),
})

interface RecordedPage {
  readonly draft: string
  readonly target: string
  readonly files: readonly string[]
}

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev' }, traces: { type: 'string', default: '../shared/data/traces' },
    pages: { type: 'string', default: '3' }, faulty: { type: 'string', default: '1000' },
  },
  run: (options) => untilInterrupted(async (signal) => {
    const limit = countOption(options, 'pages') ?? 3
    const pages = [...await ocrPages(requiredOption(options, 'data'), limit, signal), ...tracePages(textOption(options, 'traces') ?? '', limit)]
    if (pages.length === 0) throw new BenchError('neither --data nor --traces has recorded outputs', 2)
    say(`${pages.length} pages, ${pages.reduce((sum, { target }) => sum + tokenizer.encode(target).length, 0)} tokens recorded`)
    const dialects: Record<string, Awaited<ReturnType<typeof measure>>> = {}
    for (const dialect of DIALECTS) dialects[dialect] = await measure(dialect, pages, signal)
    say(markdownTable(['per page', 'identical', 'requests (plain)', 'tokens sent', 'tokens decoded (plain)', 'prompt tokens computed (plain)', 'seconds (plain)'],
      Object.entries(dialects).map(([name, { identicalShare, requestsPerPage, tokensSentPerPage, tokensDecodedPerPage, tokensComputedPerPage, seconds, plain }]) => [
        name, figure(identicalShare, 3), `${figure(requestsPerPage, 1)} (${figure(plain.requestsPerPage, 1)})`, figure(tokensSentPerPage, 0),
        `${figure(tokensDecodedPerPage, 0)} (${figure(plain.tokensDecodedPerPage, 0)})`, `${figure(tokensComputedPerPage, 0)} (${figure(plain.tokensComputedPerPage, 0)})`,
        `${figure(seconds, 1)} (${figure(plain.seconds, 1)})`,
      ])))
    const faults = await survive(countOption(options, 'faulty') ?? 1000, signal)
    return { label: 'replay', dialects, faults, dataHash: await hashFiles(pages.flatMap(({ files }) => files)) }
  }),
}

/** Pages of OmniDocBench with an engine's recorded output; their drafts are ours. */
async function ocrPages(data: string, limit: number, signal: AbortSignal): Promise<RecordedPage[]> {
  const folder = join(data, 'omnidocbench')
  if (!existsSync(join(folder, 'end2end_pred'))) return []
  const names = readdirSync(join(folder, 'images')).sort().slice(0, limit)
  await using parser = await createParser({ effort: 'draft', languages: ['eng'] })
  const pages: RecordedPage[] = []
  for (const name of names) {
    const target = join(folder, 'end2end_pred', name.replace(/\.\w+$/, '.md'))
    if (!existsSync(target)) continue
    const image = join(folder, 'images', name)
    const { markdown } = await parser.parse(image, { signal })
    pages.push({ draft: markdown, target: readFileSync(target, 'utf8'), files: [image, target] })
  }
  return pages
}

function tracePages(root: string, limit: number): RecordedPage[] {
  const [drafts, targets] = [join(root, TRACES.draft), join(root, TRACES.target)]
  if (!existsSync(drafts) || !existsSync(targets)) return []
  const names = readdirSync(targets).filter((name) => name.endsWith('.md') && existsSync(join(drafts, name))).sort().slice(0, limit)
  return names.map((name) => {
    const files = [join(drafts, name), join(targets, name)]
    return { draft: readFileSync(files[0] ?? '', 'utf8'), target: readFileSync(files[1] ?? '', 'utf8'), files }
  })
}

interface Counts {
  readonly requestsPerPage: number
  /** Of the answer: what the assistant is said to have said, and predictions; images and prompts come on top. */
  readonly tokensSentPerPage: number
  /** One after the other: what plain decoding spends its time on. */
  readonly tokensDecodedPerPage: number
  /** Prompt tokens that the prefix cache did not have; the toy's images have a handful each, real ones hundreds. */
  readonly tokensComputedPerPage: number
  /** Of the made-up engine, all pages together. */
  readonly seconds: number
}

async function measure(dialect: Dialect, pages: readonly RecordedPage[], signal: AbortSignal): Promise<Counts & { readonly identicalShare: number, readonly plain: Counts }> {
  const model = reciter(tokenizer, (image) => pages[image]?.target ?? '')
  const read = async (drafter: DrafterFactory): Promise<{ readonly decoded: readonly Decoded[], readonly counts: Counts }> => {
    const server = await startEngine({ dialect, model, times: ENGINE })
    const verifier = toyHttpVerifier(dialect, [server.url], servedToy(tokenizer, MAX_TOKENS))
    const inputs = pages.map(({ draft }, i): DecodeInput => ({ input: numberedPicture(i), draft: { text: draft, confidence: 1 } }))
    const start = performance.now()
    const { decoded } = await speculate(verifier, inputs, { drafter, signal })
    const seconds = Math.round((performance.now() - start) / 10) / 100
    const failed = decoded.find(({ error }) => error !== null)
    if (failed?.error) throw failed.error
    await verifier.dispose()
    await server.close()
    const { received, decoded: tokens, computed } = server.engine.counts
    const perPage = (count: number): number => Math.round(100 * count / pages.length) / 100
    return {
      decoded,
      counts: {
        requestsPerPage: perPage(server.seen.requests), tokensSentPerPage: perPage(received),
        tokensDecodedPerPage: perPage(tokens), tokensComputedPerPage: perPage(computed), seconds,
      },
    }
  }
  const start = performance.now()
  const plain = await read(plainDrafter)
  const fast = await read(createTreeDrafter())
  // What the loop guard has cut is compared as it was cut: in both ways at the same token.
  const asRecorded = ({ ended, text }: Decoded, target: string): boolean => ended === 'loop' ? target.startsWith(text) : text === target
  const identical = pages.filter(({ target }, i) => {
    const [a, b] = [fast.decoded[i], plain.decoded[i]]
    return a !== undefined && b !== undefined && a.ids.length === b.ids.length && a.ids.every((id, at) => id === b.ids[at]) && asRecorded(b, target)
  }).length
  say(`${dialect}: ${identical} of ${pages.length} identical, ${Math.round((performance.now() - start) / 1000)} s`)
  return { identicalShare: identical / pages.length, ...fast.counts, plain: plain.counts }
}
